import ArgumentParser
import LocalPostgres
import Migrations
import PGCore
import PGWire

/// Which database.
struct ConnectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The database's URL.",
            discussion: "Without it DATABASE_URL is used, or else PGHOST, PGUSER … and .pgpass. "
                + "A password typed here can be seen in the list of processes.",
            valueName: "url"))
    var databaseURL: String?

    @Flag(
        help: ArgumentHelp(
            "Use the private server in .strata/postgres.",
            discussion: "It is started for the command unless it is running already. "
                + "DATABASE_URL is not looked at."))
    var local = false

    func validate() throws {
        if local, databaseURL != nil {
            throw ValidationError("--local and --database-url exclude each other.")
        }
    }

    /// Where the private server keeps its data.
    static let localDirectory = ".strata/postgres"

    /// Runs `body` with a way to the database, with the private server around it if asked for, and
    /// turns its errors into a message and an exit code.
    func withSource(
        _ body: @escaping @Sendable (ConnectionConfiguration.Source) async throws -> Void
    ) async throws {
        let url = databaseURL
        let local = local
        try await reportingErrors {
            try await Interruption.cancelling {
                guard local else {
                    return try await body(
                        url.map(ConnectionConfiguration.Source.url) ?? .environment)
                }
                try await LocalPostgres.withServer(.durable(directory: Self.localDirectory)) {
                    try await body(.url($0.url))
                }
            }
        }
    }
}

/// Which database, and where the migrations are.
struct DatabaseOptions: ParsableArguments {
    @Option(help: "The folder of the migrations.")
    var dir = "migrations"

    @OptionGroup var connection: ConnectionOptions

    var directory: MigrationDirectory { MigrationDirectory(path: dir) }

    /// Runs `body` with a migrator; see ``ConnectionOptions/withSource(_:)``.
    func withMigrator(
        _ configuration: Migrator.Configuration = .init(),
        _ body: @escaping @Sendable (Migrator) async throws -> Void
    ) async throws {
        let directory = directory
        try await connection.withSource { source in
            try await body(Migrator(source, directory: directory, configuration: configuration))
        }
    }
}

/// Turns an error into a message on standard error and an exit code.
func reportingErrors(_ body: () async throws -> Void) async throws {
    do {
        try await body()
    } catch let error as MigrationError {
        Console.remark("error: \(error)")
        throw ExitCode(error)
    } catch let error as LocalPostgresError {
        Console.remark("error: \(error)")
        throw ExitCode.cannotConnect
    } catch let error as PGError {
        Console.remark("error: \(error)")
        throw error.code == .cancelled ? ExitCode.interrupted : .failure
    } catch let error as ModelFileError {
        Console.remark("error: \(error)")
        throw ExitCode.failure
    }
}
