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

        /// Lines of `pg_hba.conf` that come before the default ones, such as
        /// `"hostssl all all 127.0.0.1/32 cert"`.
        ///
        /// The first line that fits a connection decides how it has to prove who it is.
        public var accessRules: [String] = []

        /// The files of a server that offers TLS; without them it does not.
        public var tls: TLSFiles?

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

    /// The PEM files of a server that offers TLS.
    ///
    /// They are copied to where only the server's account can read them.
    public struct TLSFiles: Sendable, Hashable {
        /// The path of the server's certificate.
        public var certificate: String
        /// The path of the certificate's private key.
        public var key: String
        /// The path of the certificates that clients' certificates are checked against.
        public var clientAuthority: String?
        /// The path of a list of clients' certificates that are no longer valid.
        public var revocations: String?

        /// Names the files.
        public init(
            certificate: String, key: String, clientAuthority: String? = nil,
            revocations: String? = nil
        ) {
            self.certificate = certificate
            self.key = key
            self.clientAuthority = clientAuthority
            self.revocations = revocations
        }
    }

    /// Where the server takes connections.
    public enum Listen: Sendable, Hashable {
        /// Only on a Unix socket in a private directory, without a password.
        case socketOnly

        /// Also on 127.0.0.1, with a generated password; the system chooses the port when nil.
        case loopback(port: Int?)
    }
}
