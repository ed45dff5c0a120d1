import PGCore
import PGTestKit
import PGWire
import Testing

/// What only a newer libpq, or a newer server, can do; skipped, with the reason, where it is not there.
///
/// `make test-libpq POSTGRES=18` has both.
@Suite("What newer libraries can do", .liveDatabase, .serialized, .timeLimit(.minutes(2)))
struct NewerLibpqTests {
    private static let libpq = LibpqCapabilities.current

    // MARK: Protocol 3.2

    @Test(.enabled(if: libpq.hasProtocol32, "needs libpq 18"))
    func protocol32IsSpoken() async throws {
        let version = try await TestDatabase.pool.withConnection { $0.serverVersion }
        guard version >= 180_000 else { try Test.cancel("needs a server 18, this is \(version)") }
        // The library gives up where the server knows only 3.0.
        var configuration = PoolConfiguration()
        configuration.maximumConnections = 2
        let url =
            try TestDatabase.current.url + " min_protocol_version=3.2 max_protocol_version=3.2"
        let pool = try ConnectionPool(.url(url), configuration: configuration)
        #expect(try await pool.query("SELECT \(41) + 1").one(Int.self) == 42)
        // Its keys for cancelling are longer.
        let error = await #expect(throws: PGError.self) {
            try await pool.query("SELECT pg_sleep(60)", timeout: .seconds(1))
        }
        #expect(error?.code == .deadlineExceeded && error?.execution == .rolledBack)
        for try await rows in pool.stream("SELECT generate_series(1, 1000)", chunk: 300) {
            #expect(rows.count <= 300)
        }
        try await pool.withTransaction { try await $0.query("SELECT 1") }
        await pool.close()
    }

    @Test(.enabled(if: libpq.hasProtocol32, "needs libpq 18"))
    func anOlderServerIsSpokenToInItsOwnProtocol() async throws {
        let url = try TestDatabase.current.url + " max_protocol_version=latest"
        let connection = try await Connection.connect(.url(url))
        #expect(try await connection.query("SELECT \(41) + 1").one(Int.self) == 42)
        await connection.close()
    }

    // MARK: Direct TLS

    @Test(
        .enabled(if: libpq.hasDirectTLS, "needs libpq 17"),
        .enabled(
            if: Certificates.isOpenSSLInstalled && TLSFront.python != nil, "no openssl or python3"))
    func encryptionStartsWithTheFirstByte() async throws {
        let certificates = try await Certificates.make()
        let database = try TestDatabase.current
        let front = try TLSFront(certificates, before: database.url)
        var server = ConnectionConfiguration.Server(
            host: "localhost", port: front.port, user: "postgres", database: database.name)
        server.hosts[0].address = "127.0.0.1"
        server.tls.mode = .verifyFull
        server.tls.rootCertificates = certificates.path("authority.pem")
        server.tls.startsDirectly = true
        let pool = try ConnectionPool(.server(server))
        // More than fits into one record, both ways.
        let text = String(repeating: "x", count: 300_000)
        #expect(try await pool.query("SELECT \(text) || 'y'").one(String.self) == text + "y")
        let error = await #expect(throws: PGError.self) {
            try await pool.query("SELECT pg_sleep(60)", timeout: .seconds(1))
        }
        #expect(error?.code == .deadlineExceeded && error?.execution == .rolledBack)
        await pool.close()

        // A client that asks first gets no answer it understands from such a server.
        server.tls.startsDirectly = false
        var configuration = ConnectionConfiguration()
        configuration.connectTimeout = .seconds(2)
        let refusal = await #expect(throws: PGError.self) {
            try await Connection.connect(.server(server), configuration: configuration)
        }
        #expect(refusal?.code == .connectionFailed)
    }

    // MARK: Closing statements

    /// By the protocol's message, which a failed transaction does not refuse.
    @Test(.enabled(if: libpq.hasClosePrepared, "needs libpq 17"))
    func statementsAreClosedByTheProtocolsMessage() async throws {
        var configuration = ConnectionConfiguration()
        configuration.preparedStatementLimit = 4
        let connection = try await TestDatabase.current.connect(configuration: configuration)
        for number in 0..<40 {
            let rows = try await connection.query("SELECT \(raw: String(number)) + \(1)")
            #expect(try rows.one(Int.self) == number + 1)
            if number % 10 == 0 {
                await #expect(throws: PGError.self) {
                    try await connection.withTransaction { transaction in
                        try await transaction.query("SELECT \(raw: String(number)) - \(1)")
                        try await transaction.query("SELECT 1 / \(0)")
                    }
                }
            }
        }
        let kept = try await connection.query("SELECT count(*) FROM pg_prepared_statements")
        #expect(try kept.one(Int.self) <= 6)
        // A statement that is out of date is freed in the same trip as the new one is parsed.
        let outside = try observer()
        try await outside.query("CREATE TABLE t (a int)")
        try await outside.query("INSERT INTO t VALUES (1)")
        for type in ["bigint", "text", "int USING a::int"] {
            _ = try await connection.query("SELECT * FROM t")
            try await outside.query("ALTER TABLE t ALTER a TYPE \(raw: type)")
            #expect(try await connection.query("SELECT * FROM t").count == 1)
        }
        await outside.close()
        await connection.close()
    }
}
