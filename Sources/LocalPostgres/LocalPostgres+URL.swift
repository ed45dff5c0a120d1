extension LocalPostgres {
    /// The connection URL of the `postgres` database.
    ///
    /// It names 127.0.0.1 and carries the generated password when the server listens there, and the
    /// private socket otherwise. Treat it as a secret: do not log it.
    public var url: String { url(database: "postgres") }

    /// Returns the connection URL of a database of the cluster.
    public func url(database: String) -> String {
        endpoint.url(database: database)
    }

    /// The variables that make `psql` and every other libpq program use this server.
    ///
    /// These are `PGHOST`, `PGPORT`, `PGUSER`, `PGDATABASE` and, with loopback, `PGPASSWORD`.
    public var environment: [String: String] {
        endpoint.environment(database: "postgres")
    }

    /// The path of the server's log.
    public var logPath: String { ClusterDirectory(path: directory).log }

    /// The port on 127.0.0.1; nil when the server only has its socket.
    public var port: Int? { endpoint.password == nil ? nil : endpoint.port }
}

extension LocalPostgres: CustomStringConvertible {
    /// The version and the directory; never the password.
    public var description: String {
        "PostgreSQL \(installation.version) in \(directory)"
    }
}
