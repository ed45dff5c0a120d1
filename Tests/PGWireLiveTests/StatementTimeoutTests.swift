import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("Time limits of statements", .liveDatabase, .timeLimit(.minutes(1)))
struct StatementTimeoutTests {
    private static let long: SQLStatement = "SELECT pg_sleep(60), 'late'"

    /// Everything that takes a limit for one call.
    struct Call: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let run: @Sendable (ConnectionPool, Duration) async throws -> Void

        init(
            _ name: String,
            _ run: @escaping @Sendable (ConnectionPool, Duration) async throws -> Void
        ) {
            testDescription = name
            self.run = run
        }
    }

    static let calls: [Call] = [
        Call("a pool's query") { try await $0.query(long, timeout: $1) },
        Call("a pool's statement") { _ = try await $0.execute(long, timeout: $1) },
        Call("a limited pool") {
            _ = try await $0.limited(to: $1).queryValue(long, as: String.self)
        },
        Call("a connection's query") { pool, limit in
            _ = try await pool.withConnection { try await $0.query(long, timeout: limit) }
        },
        Call("a transaction's query") { pool, limit in
            _ = try await pool.withTransaction { try await $0.query(long, timeout: limit) }
        },
        Call("a batch") { pool, limit in
            var batch = Batch(.oneTransaction)
            batch.add(long)
            _ = try await pool.run(batch, timeout: limit)
        },
        Call("a stream") { pool, limit in
            for try await _ in pool.stream(long).limited(to: limit) {}
        },
        Call("a stream of a limited pool") { pool, limit in
            for try await _ in pool.limited(to: limit).stream(long) {}
        },
        Call("a stream that is read slowly") { pool, limit in
            let rows = pool.stream(
                "SELECT n, repeat('x', 1000) FROM generate_series(1, 10000000) n")
            for try await _ in rows.limited(to: limit).limited(to: .seconds(60)) {}
        },
    ]

    @Test(arguments: calls)
    func aLimitForOneCallStopsItOnTheServer(_ call: Call) async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            let before = try await pool.queryValue("SELECT pg_backend_pid()", as: Int.self)
            let start = ContinuousClock.now
            let error = await #expect(throws: PGError.self) {
                try await call.run(pool, .milliseconds(60))
            }
            #expect(error?.code == .deadlineExceeded)
            #expect(start.duration(to: .now) < .seconds(20))
            let outside = try observer()
            let isIdle = try await outside.query(
                "SELECT state = 'idle' FROM pg_stat_activity WHERE pid = \(before)")
            #expect(try isIdle.one(Bool.self))
            await outside.close()
            // The connection is the same, and has no limit any more.
            let after = try await pool.queryValue(
                "SELECT pg_backend_pid() FROM pg_sleep(0.1)", as: Int.self)
            #expect(after == before)
        }
    }

    @Test func aLimitThatIsNotReachedChangesNothing() async throws {
        let pool = try TestDatabase.pool
        #expect(try await pool.query("SELECT \(7)::int", timeout: .seconds(60)).one(Int.self) == 7)
        let limited = pool.limited(to: .seconds(60)).limited(to: .seconds(50))
        #expect(try await limited.queryValue("SELECT \(7) + 1", as: Int.self) == 8)
        let error = await #expect(throws: PGError.self) {
            try await pool.query("SELEC", timeout: .seconds(60))
        }
        #expect(error?.sqlState == "42601")
        #expect(error?.location?.fileID.hasSuffix("StatementTimeoutTests.swift") == true)
    }

    @Test func theShorterLimitWins() async throws {
        try await withPool({ $0.connection.statementTimeout = .milliseconds(60) }) { pool in
            let error = await #expect(throws: PGError.self) {
                try await pool.query(Self.long, timeout: .seconds(60))
            }
            #expect(error?.code == .deadlineExceeded)
        }
        let pool = try TestDatabase.pool
        let error = await #expect(throws: PGError.self) {
            try await withDeadline(.milliseconds(60)) {
                try await pool.query(Self.long, timeout: .seconds(60))
            }
        }
        #expect(error?.code == .deadlineExceeded)
    }

    @Test func theWaitForAConnectionCounts() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            try await pool.withConnection { _ in
                let error = await #expect(throws: PGError.self) {
                    try await pool.query("SELECT 1", timeout: .milliseconds(60))
                }
                #expect(error?.code == .deadlineExceeded)
                #expect(error?.execution == .notSent)
            }
        }
    }

    @Test func aLimitThatHasPassedSendsNothing() async throws {
        let pool = try TestDatabase.pool
        let error = await #expect(throws: PGError.self) {
            try await pool.query("CREATE TABLE never_made (n int)", timeout: .zero)
        }
        #expect(error?.code == .deadlineExceeded)
        #expect(error?.execution == .notSent)
        #expect(
            try await pool.queryValue("SELECT to_regclass('never_made') IS NULL", as: Bool.self))
    }

    // MARK: The configured one, on the server

    @Test func whatTheUserTellsTheServerWins() async throws {
        var configuration = ConnectionConfiguration()
        configuration.statementTimeout = .seconds(5)
        configuration.settings = ["statement_timeout": "7s"]
        let connection = try await TestDatabase.current.connect(configuration: configuration)
        #expect(try await connection.query("SHOW statement_timeout").one(String.self) == "7s")
        await connection.close()

        configuration.settings = [:]
        let url =
            try TestDatabase.current.url + " options='-c statement_timeout=8s -c work_mem=1MB'"
        let second = try await Connection.connect(.url(url), configuration: configuration)
        #expect(try await second.query("SHOW statement_timeout").one(String.self) == "8s")
        #expect(try await second.query("SHOW work_mem").one(String.self) == "1MB")
        await second.close()
    }
}
