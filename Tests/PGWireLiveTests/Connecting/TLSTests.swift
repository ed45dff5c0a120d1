import LocalPostgres
import PGCore
import PGWire
import Testing

private let isPossible = Certificates.isOpenSSLInstalled && ServerAbilities.hasTLS

@Suite(
    "TLS", .timeLimit(.minutes(2)),
    .enabled(if: isPossible, "no openssl, or no server programs with TLS"))
struct TLSTests {
    private func connect(
        as user: String, host: String = "localhost",
        _ change: (inout ConnectionConfiguration.TLS) -> Void,
        configure: (inout ConnectionConfiguration) -> Void = { _ in }
    ) async throws -> (isEncrypted: Bool, version: String?) {
        let running = try await SecureServer.shared.running()
        var server = ConnectionConfiguration.Server(
            host: host, port: running.port, user: user, password: running.password,
            database: "postgres")
        server.hosts[0].address = "127.0.0.1"
        change(&server.tls)
        var configuration = ConnectionConfiguration()
        configure(&configuration)
        let connection = try await Connection.connect(
            .server(server), configuration: configuration)
        let rows = try await connection.query(
            "SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        let found = try rows.decode(Bool.self, String?.self)[0]
        await connection.close()
        return found
    }

    private func failure(
        as user: String, host: String = "localhost",
        _ change: (inout ConnectionConfiguration.TLS) -> Void,
        configure: (inout ConnectionConfiguration) -> Void = { _ in }
    ) async throws -> PGError {
        let error = await #expect(throws: PGError.self) {
            try await connect(as: user, host: host, change, configure: configure)
        }
        let thrown = try #require(error)
        #expect(thrown.code == .connectionFailed)
        return thrown
    }

    private func path(_ name: String) async throws -> String {
        try await SecureServer.shared.running().certificates.path(name)
    }

    @Test(arguments: ConnectionConfiguration.TLS.Mode.allCases)
    func everyModeConnectsAsFarAsItShould(mode: ConnectionConfiguration.TLS.Mode) async throws {
        let root = try await path("authority.pem")
        let (isEncrypted, _) = try await connect(as: "trusted") {
            $0.mode = mode
            if mode != .disable { $0.rootCertificates = root }
        }
        #expect(isEncrypted == (mode != .disable && mode != .allow))
    }

    @Test func modesThatGiveInConnectWhereOnlyOneWayIsOpen() async throws {
        #expect(try await connect(as: "plus") { $0.mode = .allow }.isEncrypted)
        #expect(try await !connect(as: "nossl") { $0.mode = .prefer }.isEncrypted)
        let strict = try await failure(as: "nossl") { $0.mode = .require }
        #expect(strict.sqlState?.class == "28")
        let plain = try await failure(as: "plus") { $0.mode = .disable }
        #expect(plain.sqlState?.class == "28")
    }

    @Test(arguments: [ConnectionConfiguration.TLS.Mode.verifyCA, .verifyFull])
    func anUnknownAuthorityIsRefused(mode: ConnectionConfiguration.TLS.Mode) async throws {
        let stranger = try await path("stranger.pem")
        let error = try await failure(as: "trusted") {
            $0.mode = mode
            $0.rootCertificates = stranger
        }
        #expect(error.message.contains("certificate verify failed"))
        let none = try await failure(as: "trusted") {
            $0.mode = mode
            $0.rootCertificates = "/nonexistent/root.pem"
        }
        #expect(none.message.contains("/nonexistent/root.pem"))
    }

    @Test func theNameIsCheckedAlthoughTheAddressIsGiven() async throws {
        let root = try await path("authority.pem")
        let error = try await failure(as: "trusted", host: "elsewhere.example.org") {
            $0.mode = .verifyFull
            $0.rootCertificates = root
        }
        #expect(error.message.contains("does not match host name"))
        let (isEncrypted, _) = try await connect(as: "trusted", host: "elsewhere.example.org") {
            $0.mode = .verifyCA
            $0.rootCertificates = root
        }
        #expect(isEncrypted)
    }

    @Test func aRevokedServerIsRefused() async throws {
        let root = try await path("authority.pem")
        let empty = try await path("empty.crl")
        let revoked = try await path("server-revoked.crl")
        let good = try await connect(as: "trusted") {
            $0.mode = .verifyFull
            $0.rootCertificates = root
            $0.revocations = empty
        }
        #expect(good.isEncrypted)
        let error = try await failure(as: "trusted") {
            $0.mode = .verifyFull
            $0.rootCertificates = root
            $0.revocations = revoked
        }
        #expect(error.message.contains("certificate"))
    }

    @Test func aClientsCertificateLetsItIn() async throws {
        let root = try await path("authority.pem")
        let certificate = try await path("alice.pem")
        let key = try await path("alice.key")
        let (isEncrypted, _) = try await connect(as: "alice") {
            $0.mode = .verifyFull
            $0.rootCertificates = root
            $0.certificate = certificate
            $0.key = key
        }
        #expect(isEncrypted)
        let without = try await failure(as: "alice") {
            $0.mode = .require
            // Not one from somebody's home folder.
            $0.certificate = "/nonexistent/certificate.pem"
        }
        #expect(without.sqlState?.class == "28")
    }

    @Test func anEncryptedKeyNeedsItsPassword() async throws {
        let certificate = try await path("alice.pem")
        let key = try await path("alice-encrypted.key")
        let (isEncrypted, _) = try await connect(as: "alice") {
            $0.mode = .require
            $0.certificate = certificate
            $0.key = key
            $0.keyPassword = "k3y s3cret"
        }
        #expect(isEncrypted)
        let error = try await failure(as: "alice") {
            $0.mode = .require
            $0.certificate = certificate
            $0.key = key
            $0.keyPassword = "wr0ng"
        }
        #expect(error.message.contains("private key"))
        #expect(!String(reflecting: error).contains("wr0ng"))
    }

    @Test(arguments: ConnectionConfiguration.TLS.Version.allCases)
    func theVersionCanBeBoundFromBothSides(
        version: ConnectionConfiguration.TLS.Version
    ) async throws {
        let found = try await connect(as: "trusted") {
            $0.mode = .require
            $0.minimumVersion = version
            $0.maximumVersion = version
        }
        #expect(found.version == version.rawValue)
    }

    @Test func versionsTheWrongWayRoundAreAMistake() {
        var server = ConnectionConfiguration.Server(host: "localhost")
        server.tls.minimumVersion = .tls13
        server.tls.maximumVersion = .tls12
        let error = #expect(throws: PGError.self) { try ConnectionPool(.server(server)) }
        #expect(error?.code == .invalidConfiguration)
    }

    @Test func channelBindingTiesThePasswordToTheConnection() async throws {
        let (isEncrypted, _) = try await connect(as: "plus") {
            $0.mode = .require
            $0.channelBinding = .require
        }
        #expect(isEncrypted)
        for user in ["md5", "clear", "trusted"] {
            let error = try await failure(as: user) {
                $0.mode = .require
                $0.channelBinding = .require
            }
            #expect(error.message.contains("channel binding"))
        }
    }

    /// A cancel request in clear would show everybody on the way how to cancel again.
    @Test func aCancelRequestIsEncryptedWhereLibpqCanDoThat() async throws {
        let running = try await SecureServer.shared.running()
        let proxy = try RecordingProxy(to: UInt16(running.port))
        let connection = try await Connection.connect(
            .url(
                "host=localhost hostaddr=127.0.0.1 port=\(proxy.port) user=trusted "
                    + "dbname=postgres sslmode=require"))
        try await whileItSleeps(connection, seenFrom: running.server.url) { task in
            task.cancel()
            let error = await #expect(throws: PGError.self) { try await task.value }
            #expect(error?.code == .cancelled)
        }
        #expect(try await connection.query("SELECT 1").count == 1)
        await connection.close()

        let request: [UInt8] = [0, 0, 0, 8, 4, 210, 22, 47]
        let inClear: [UInt8] = [0, 0, 0, 16, 4, 210, 22, 46]
        let openings = proxy.openings
        #expect(openings.first == request)
        let expected = LibpqCapabilities.current.hasEncryptedCancel ? request : inClear
        #expect(openings.count > 1 && openings.dropFirst().allSatisfy { $0 == expected })
    }
}

@Suite(
    "Allowed authentication", .timeLimit(.minutes(2)),
    .enabled(if: isPossible, "no openssl, or no server programs with TLS"))
struct AllowedAuthenticationTests {
    private func attempt(
        _ user: String, _ allowed: Set<AuthenticationMethod>, _ mode: String
    ) async throws -> PGError? {
        let running = try await SecureServer.shared.running()
        var configuration = ConnectionConfiguration()
        configuration.allowedAuthentication = allowed
        var server = ConnectionConfiguration.Server(
            host: "127.0.0.1", port: running.port, user: user, password: running.password,
            database: "postgres")
        server.tls.mode = .init(rawValue: mode)
        do {
            let connection = try await Connection.connect(
                .server(server), configuration: configuration)
            await connection.close()
            return nil
        } catch {
            return error
        }
    }

    /// What each user is asked for; the guard must agree, with and without TLS.
    @Test(
        arguments: [
            ("trusted", AuthenticationMethod.none), ("clear", .password), ("md5", .md5),
            ("nossl", .scramSHA256), ("plus", .scramSHA256),
        ], ["disable", "require"])
    func onlyWhatIsAllowedGetsIn(
        _ user: (String, AuthenticationMethod), mode: String
    ) async throws {
        let isClosed =
            user.0 == "nossl" && mode == "require" || user.0 == "plus" && mode == "disable"
        guard !isClosed else { return }
        for allowed in [AuthenticationMethod.none, .password, .md5, .scramSHA256] {
            let error = try await attempt(user.0, [allowed], mode)
            if allowed != user.1 {
                #expect(error?.code == .connectionFailed, "\(user) \(allowed) \(mode)")
                continue
            }
            // Within TLS an old libpq cannot tell cleartext and MD5 apart, and says so.
            let isVisible =
                LibpqCapabilities.current.hasRequireAuth || mode == "disable"
                || allowed == .none || allowed == .scramSHA256
            #expect((error == nil) == isVisible, "\(user) \(allowed) \(mode) \(error as Any)")
            if !isVisible {
                #expect(error?.message.contains("no password was sent") == true)
            }
        }
    }

    @Test(arguments: ["disable", "require"])
    func anyKindOfPasswordIsNotNoPassword(mode: String) async throws {
        let kinds: Set<AuthenticationMethod> = [.password, .md5, .scramSHA256]
        #expect(try await attempt("clear", kinds, mode) == nil)
        #expect(try await attempt("md5", kinds, mode) == nil)
        #expect(try await attempt("trusted", kinds, mode)?.code == .connectionFailed)
    }

    @Test func theGuardCanBePartOfTheConnectionString() async throws {
        let running = try await SecureServer.shared.running()
        let common =
            "host=127.0.0.1 port=\(running.port) user=trusted dbname=postgres sslmode=disable"
        let connection = try await Connection.connect(.url(common + " require_auth=none"))
        await connection.close()
        let error = await #expect(throws: PGError.self) {
            try await Connection.connect(.url(common + " require_auth='!none'"))
        }
        #expect(error?.code == .connectionFailed)
    }
}
