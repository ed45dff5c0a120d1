/// Where a server is, and how long a connection waits for it.
public struct ConnectionConfiguration: Sendable {
    /// Where connection settings come from.
    public enum Source: Sendable {
        /// The variable `DATABASE_URL` if it is set, otherwise libpq's own: `PGHOST`, `PGUSER`, … with
        /// the password file and the service file.
        case environment
        /// A URI (`postgresql://user@host/database`) or a key/value string (`host=… dbname=…`).
        ///
        /// See "Connection Strings" in the PostgreSQL manual's libpq chapter.
        case url(String)
    }

    /// How long connecting may take, name look-up and all hosts included.
    public var connectTimeout: Duration = .seconds(10)

    /// How long a statement may take, unless the task's deadline is earlier; `nil` for no limit.
    public var statementTimeout: Duration?

    /// How long a cancelled statement may take to end before the connection is given up.
    public var cancelTimeout: Duration = .seconds(5)

    /// Whether statements are prepared on the server.
    public var preparedStatements = StatementPreparation.automatic

    /// How many prepared statements a connection keeps on the server, where each takes memory.
    ///
    /// The one unused for longest is freed for a new one.
    public var preparedStatementLimit = 256

    /// The names of types made by users or extensions whose values are to come as text.
    ///
    /// For Swift types that read only the text of such a type: `PostgresTextType`. libpq takes one
    /// format for all columns, so the whole result comes as text where one of these is in it.
    public var typesReadAsText: Set<String> = []

    /// The name shown in the server's `pg_stat_activity`, unless the source gives one.
    public var applicationName = "strata"

    /// Makes a configuration with the defaults.
    public init() {}
}
