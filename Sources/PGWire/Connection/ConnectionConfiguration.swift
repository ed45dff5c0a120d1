/// Where a server is, how a connection to it is made, and how long it waits for it.
///
/// What is set here wins over a connection string, which wins over a service file, which wins over
/// the environment's variables.
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
        /// Swift values instead of a string.
        case server(Server)
    }

    /// How long connecting may take in all: names looked up, passwords fetched, every host tried.
    public var connectTimeout: Duration = .seconds(10)

    /// How long one address may take before the next is tried; `nil` for the connection string's
    /// `connect_timeout`, or five seconds.
    ///
    /// A server that does not answer then costs this much, and not all of ``connectTimeout``.
    public var attemptTimeout: Duration?

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

    /// Who is told of every statement and notice.
    ///
    /// Nothing is measured while there is nobody and ``slowStatements`` is not set.
    public var observers: [any StatementObserver] = []

    /// Which statements are logged as slow; `nil` for none.
    public var slowStatements: SlowStatements?

    /// Where the password comes from, asked anew for each attempt; `nil` for the source's password
    /// or the password file.
    ///
    /// Meant for passwords that expire, such as tokens of a cloud's identity service. The closure runs
    /// on Swift's own threads, under ``connectTimeout``, and its task is cancelled when nobody waits
    /// for it any more.
    public var password: (@Sendable (PasswordRequest) async throws -> String)?

    /// Settings of the server for each session, such as `["statement_timeout": "5s"]`.
    ///
    /// They are sent with the start-up message, so they cost no round trip, and `RESET` comes back to
    /// them. They win over the same settings in `options` of a connection string.
    public var settings: [String: String] = [:]

    /// Which of several servers to connect to; `nil` for the source's `target_session_attrs`.
    public var target: TargetServer?

    /// The order in which several hosts are tried; `nil` for the source's `load_balance_hosts`.
    public var hostOrder: HostOrder?

    /// How the server may ask for a proof of identity; `nil` for the source's `require_auth`, or
    /// whatever the server asks.
    public var allowedAuthentication: Set<AuthenticationMethod>?

    /// How a peer that has gone without a word is noticed; `nil` for the system's own way, which
    /// takes hours.
    ///
    /// What a connection string says about it wins.
    public var keepAlive: KeepAlive? = KeepAlive()

    /// The parameters a connection string may name; `nil` for all.
    ///
    /// Set it to ``harmlessKeywords`` when connection strings come from people who must not make this
    /// program read files of its machine.
    public var allowedKeywords: Set<String>?

    /// Makes a configuration with the defaults.
    public init() {}
}

extension ConnectionConfiguration {
    /// The parameters of a connection string that neither name a file nor change how the server is
    /// checked.
    public static let harmlessKeywords: Set<String> = [
        "host", "hostaddr", "port", "dbname", "user", "password", "connect_timeout",
        "application_name", "options", "client_encoding", "target_session_attrs",
        "load_balance_hosts", "keepalives", "keepalives_idle", "keepalives_interval",
        "keepalives_count", "tcp_user_timeout",
    ]

    /// How a peer that has gone without a word is noticed.
    ///
    /// See "Parameter Key Words" in the PostgreSQL manual's libpq chapter, `keepalives` and
    /// `tcp_user_timeout`. It does not apply to Unix sockets.
    public struct KeepAlive: Sendable, Hashable {
        /// How long a connection is silent before the system asks whether the peer is there.
        public var idle: Duration = .seconds(30)
        /// How long the system waits before it asks again.
        public var interval: Duration = .seconds(10)
        /// How often it asks in vain before the connection is lost.
        public var count = 3
        /// How long data may stay unacknowledged before the connection is lost.
        ///
        /// Only where the system has `TCP_USER_TIMEOUT`, as Linux does.
        public var unacknowledgedLimit: Duration = .seconds(60)

        /// Makes the default: a lost peer is noticed after a minute.
        public init() {}

        var keywords: [String: String] {
            [
                "keepalives": "1",
                "keepalives_idle": String(max(1, idle.components.seconds)),
                "keepalives_interval": String(max(1, interval.components.seconds)),
                "keepalives_count": String(count),
                "tcp_user_timeout": String(Int(unacknowledgedLimit / .milliseconds(1))),
            ]
        }
    }

    /// What a password is needed for.
    public struct PasswordRequest: Sendable, Hashable {
        /// The host as it was configured.
        public let host: String
        /// The port; `nil` for the default.
        public let port: Int?
        /// The user.
        public let user: String
        /// The database.
        public let database: String
    }
}
