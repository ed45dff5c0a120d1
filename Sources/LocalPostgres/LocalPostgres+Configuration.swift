extension LocalPostgres {
    /// What to start, where, and how.
    ///
    /// ```swift
    /// var configuration = LocalPostgres.Configuration.durable(directory: ".strata/postgres")
    /// configuration.listen = .loopback(port: nil)
    /// ```
    public struct Configuration: Sendable {
        /// Where the data lives and for how long.
        public var mode: Mode

        /// Where the server takes connections.
        public var listen = Listen.socketOnly

        /// The server's `max_connections`, generous because tests run in parallel.
        public var maxConnections = 200

        /// Server settings by name, such as `["work_mem": "64MB"]`; they win over everything else.
        public var settings: [String: String] = [:]

        /// How long the start may take, waiting for another process's start included.
        public var startTimeout = Duration.seconds(30)

        /// How long sessions may take to end on `stop()` before the server stops immediately.
        public var stopTimeout = Duration.seconds(10)

        /// The server programs to use; searched for when nil.
        public var installation: PostgresInstallation?

        /// The variables that steer the search and `TMPDIR`; those of this process when nil.
        public var environment: [String: String]?

        /// Creates a configuration with the defaults for a mode.
        public init(mode: Mode) {
            self.mode = mode
        }

        /// A server for development whose data is kept in `directory`.
        public static func durable(directory: String) -> Configuration {
            Configuration(mode: .durable(directory: directory))
        }

        /// A fast server for tests whose data goes away with it.
        public static var throwaway: Configuration { Configuration(mode: .throwaway) }
    }

    /// Where the data lives and for how long.
    public enum Mode: Sendable, Hashable {
        /// Data is kept in the directory and survives a crash of the machine.
        ///
        /// The directory is made when it is missing, and shared by processes that name the same one.
        /// Where root names one inside a closed folder such as its home, the directory becomes a link
        /// to one under `/var/lib/strata`, which the server's unprivileged account can reach.
        case durable(directory: String)

        /// Data lives in a temporary directory, unsafe against a crash of the machine, and is removed
        /// when the server stops or this process ends.
        case throwaway
    }

    /// Where the server takes connections.
    public enum Listen: Sendable, Hashable {
        /// Only on a Unix socket in a private directory, without a password.
        case socketOnly

        /// Also on 127.0.0.1, with a generated password; the system chooses the port when nil.
        case loopback(port: Int?)
    }
}
