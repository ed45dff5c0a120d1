import ArgumentParser
import Migrations

/// Shows where a database stands.
struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show which migrations are applied. Nothing is changed.")

    @OptionGroup var database: DatabaseOptions

    @Flag(help: "Write JSON.")
    var json = false

    @Flag(help: "End with 3 when migrations are pending, 4 when files and database disagree.")
    var check = false

    func run() async throws {
        let (json, check) = (json, check)
        try await database.withMigrator { migrator in
            let status = try await migrator.status()
            Console.emit(
                json
                    ? try StatusReport(status).json()
                    : StatusReport(status).text(hasColor: Console.hasColor))
            guard check else { return }
            if status.hasConflict { throw ExitCode.conflict }
            if status.hasPending { throw ExitCode.pending }
        }
    }
}
