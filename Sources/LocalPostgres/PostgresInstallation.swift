/// The programs of one installed Postgres server.
public struct PostgresInstallation: Sendable, Hashable {
    /// The folder that holds `initdb` and `postgres`.
    public let binDirectory: String

    /// The version of the server.
    public let version: PostgresVersion

    var initdb: String { binDirectory + "/initdb" }
    var postgres: String { binDirectory + "/postgres" }

    /// Finds an installed Postgres server.
    ///
    /// The first of these that has one wins: the folder named by `PG_BIN`; the folder that `pg_config`
    /// reports; the folders of `PATH`; the versioned folders of Debian, Red Hat, Homebrew and
    /// Postgres.app, newest version first. This runs `pg_config` and `postgres --version`, which takes
    /// a few milliseconds and blocks the thread meanwhile.
    ///
    /// - Parameter environment: The variables to read `PG_BIN` and `PATH` from; those of this
    ///   process when left out.
    /// - Returns: The installation that `LocalPostgres` uses unless told otherwise.
    /// - Throws: ``LocalPostgresError`` with the code
    ///   ``LocalPostgresError/Code/serverNotFound``, whose hint has the install command.
    public static func find(
        environment: [String: String]? = nil
    ) throws(LocalPostgresError) -> PostgresInstallation {
        try InstallationSearch(machine: .this, environment: environment).first()
    }
}
