extension ConnectionConfiguration {
    /// Where a server is and who connects, as Swift values.
    ///
    /// ```swift
    /// var server = ConnectionConfiguration.Server(host: "db.example.org", user: "app")
    /// server.database = "shop"
    /// server.tls.mode = .verifyFull
    /// let pool = try ConnectionPool(.server(server))
    /// ```
    ///
    /// What is left out comes from the environment's variables, as with a connection string.
    public struct Server: Sendable, Hashable {
        /// One of the hosts.
        public struct Host: Sendable, Hashable {
            /// A name, an address, or the folder of a Unix socket.
            public var name: String
            /// The port; `nil` for the default.
            public var port: Int?
            /// An address to use instead of looking the name up; the name still checks certificates.
            public var address: String?

            /// Makes a host.
            public init(_ name: String, port: Int? = nil, address: String? = nil) {
                self.name = name
                self.port = port
                self.address = address
            }
        }

        /// The hosts, tried until one takes the connection.
        public var hosts: [Host]
        /// The user; `nil` for the environment's, or the name of the system's account.
        public var user: String?
        /// The password; `nil` for the password file.
        public var password: String?
        /// The database; `nil` for the one named as the user.
        public var database: String?
        /// How the connection is protected.
        public var tls = TLS()
        /// Further connection parameters by libpq's names.
        public var otherKeywords: [String: String] = [:]

        /// Makes a server with one host.
        public init(
            host: String, port: Int? = nil, user: String? = nil, password: String? = nil,
            database: String? = nil, tls: TLS = TLS()
        ) {
            self.init(
                hosts: [Host(host, port: port)], user: user, password: password,
                database: database, tls: tls)
        }

        /// Makes a server with several hosts.
        public init(
            hosts: [Host], user: String? = nil, password: String? = nil, database: String? = nil,
            tls: TLS = TLS()
        ) {
            self.hosts = hosts
            self.user = user
            self.password = password
            self.database = database
            self.tls = tls
        }
    }

    /// How a connection is protected, and how the server and the client show who they are.
    ///
    /// See "SSL Support" in the PostgreSQL manual's libpq chapter.
    public struct TLS: Sendable, Hashable {
        /// How much protection is asked for; the spellings are those of `sslmode`.
        public enum Mode: String, Sendable, Hashable, CaseIterable {
            /// None.
            case disable
            /// TLS only when the server refuses anything else.
            case allow
            /// TLS when the server offers it, without checking the server.
            case prefer
            /// TLS, without checking the server unless root certificates are given.
            case require
            /// TLS with a server whose certificate a known authority has signed.
            case verifyCA = "verify-ca"
            /// The same, and the certificate names the host.
            case verifyFull = "verify-full"
        }

        /// A version of the protocol.
        public enum Version: String, Sendable, Hashable, CaseIterable {
            /// TLS 1.2.
            case tls12 = "TLSv1.2"
            /// TLS 1.3.
            case tls13 = "TLSv1.3"
        }

        /// Whether the proof of the password is tied to this TLS connection.
        public enum ChannelBinding: String, Sendable, Hashable, CaseIterable {
            /// Never.
            case disable
            /// When the server offers it.
            case prefer
            /// Always: a server that has only pretended to be one is refused.
            case require
        }

        /// How much protection is asked for; `nil` for the environment's, or `prefer`.
        public var mode: Mode?
        /// The path of the certificates of known authorities, or `system` with libpq 16.
        public var rootCertificates: String?
        /// The path of the client's certificate.
        public var certificate: String?
        /// The path of the certificate's private key, which only its owner may read.
        public var key: String?
        /// The password of an encrypted key.
        public var keyPassword: String?
        /// The path of a list of certificates that are no longer valid.
        public var revocations: String?
        /// The path of a folder of such lists.
        public var revocationFolder: String?
        /// The oldest version to use; `nil` for TLS 1.2.
        public var minimumVersion: Version?
        /// The newest version to use.
        public var maximumVersion: Version?
        /// Whether the proof of the password is tied to the TLS connection.
        public var channelBinding: ChannelBinding?
        /// Whether TLS starts without asking the server first, which saves a round trip.
        ///
        /// Needs libpq 17 and a server of version 17.
        public var startsDirectly = false

        /// Makes a value that asks for nothing in particular.
        public init(_ mode: Mode? = nil) {
            self.mode = mode
        }

        var keywords: [String: String] {
            var keywords: [String: String] = [:]
            keywords["sslmode"] = mode?.rawValue
            keywords["sslrootcert"] = rootCertificates
            keywords["sslcert"] = certificate
            keywords["sslkey"] = key
            keywords["sslpassword"] = keyPassword
            keywords["sslcrl"] = revocations
            keywords["sslcrldir"] = revocationFolder
            keywords["ssl_min_protocol_version"] = minimumVersion?.rawValue
            keywords["ssl_max_protocol_version"] = maximumVersion?.rawValue
            keywords["channel_binding"] = channelBinding?.rawValue
            if startsDirectly { keywords["sslnegotiation"] = "direct" }
            return keywords
        }
    }
}

extension ConnectionConfiguration.Server {
    /// The values by libpq's names.
    var keywords: [String: String] {
        var keywords = otherKeywords.merging(tls.keywords) { _, own in own }
        keywords["host"] = hosts.map(\.name).joined(separator: ",")
        if hosts.contains(where: { $0.port != nil }) {
            keywords["port"] = hosts.map { $0.port.map(String.init) ?? "" }.joined(separator: ",")
        }
        if hosts.contains(where: { $0.address != nil }) {
            keywords["hostaddr"] = hosts.map { $0.address ?? "" }.joined(separator: ",")
        }
        if hosts.isEmpty { keywords["host"] = nil }
        if let user { keywords["user"] = user }
        if let password { keywords["password"] = password }
        if let database { keywords["dbname"] = database }
        return keywords
    }
}
