import PGCore
import PGTestKit
import PGWire
import Testing

/// Connections given back with a transaction that has only read: its ROLLBACK is on its way, and
/// nobody waits for it.
@Suite("Leases that have only read", .liveDatabase, .timeLimit(.minutes(1)))
struct ReadLeaseTests {
    /// Runs on a loop of the pool, so that the socket is not read before the task waits.
    private func onLoop(
        _ body: @escaping @Sendable (ConnectionPool) async throws -> Void
    ) async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            try await pool.withExecutor { try await body(pool) }
        }
    }

    /// Whether a statement runs outside the transactions of ``read(on:)``.
    private static let isAlone: SQLStatement =
        "SELECT coalesce(current_setting('strata.reader', true), '') = ''"

    /// Begins on a leased connection, and reads.
    private static func read(on pool: ConnectionPool) async throws -> Connection {
        let connection = try await pool.lease()
        try await connection.begin(with: "BEGIN")
        try await connection.executeOnce("SET LOCAL strata.reader = 'yes'")
        #expect(try await connection.query("SELECT \(7) + 0").one(Int.self) == 7)
        return connection
    }

    @Test func `the next statement goes behind the end of the transaction`() async throws {
        try await onLoop { pool in
            let connection = try await Self.read(on: pool)
            let trips = await connection.roundTrips

            #expect(pool.releaseEndingRead(connection))
            #expect(await connection.pendingCount == 1)

            let isAlone = try await pool.query(Self.isAlone)
                .one(Bool.self)
            #expect(isAlone)
            // ROLLBACK and the statement behind it are one.
            #expect(await connection.roundTrips == trips + 1)
            #expect(await pool.statistics.leased == 0)
        }
    }

    @Test func `the next borrower's transaction is its own`() async throws {
        try await onLoop { pool in
            for _ in 1...5 {
                let connection = try await Self.read(on: pool)
                #expect(pool.releaseEndingRead(connection))
            }
            let isOwn = try await pool.withTransaction { transaction in
                try await transaction.query(Self.isAlone).one(Bool.self)
            }
            #expect(isOwn)
            let process = try await pool.queryValue("SELECT pg_backend_pid()", as: Int32.self)
            #expect(await pool.statistics.connects == 1)
            #expect(process > 0)
        }
    }

    @Test func `a transaction that never began needs no end`() async throws {
        try await onLoop { pool in
            let connection = try await Self.read(on: pool)
            #expect(pool.releaseEndingRead(connection))
            let again = try await pool.lease()
            _ = try await again.query("SELECT 1")
            _ = try await again.control("COMMIT", shieldedFrom: .cancellation)
            try await again.begin(with: "BEGIN")
            #expect(pool.releaseEndingRead(again))
            #expect(await again.pendingCount == 0)
            let isAlone = try await pool.query(Self.isAlone)
                .one(Bool.self)
            #expect(isAlone)
        }
    }

    @Test func `who sends nothing behind it leaves nothing behind`() async throws {
        try await onLoop { pool in
            let connection = try await Self.read(on: pool)
            #expect(pool.releaseEndingRead(connection))
            for begins in [false, true] {
                let idle = try await pool.lease()
                if begins { try await idle.begin(with: "BEGIN") }
                #expect(await idle.pendingCount == 1)
                await pool.release(idle)
            }
            #expect(await pool.statistics.rollbacks == 0)
            let isAlone = try await pool.query(Self.isAlone)
                .one(Bool.self)
            #expect(isAlone)
        }
    }

    @Test(arguments: ["SET LOCAL work_mem = '1MB'", "SET work_mem = '1MB'", "SELECT 1 / 0"])
    func `what leaves more behind is waited for`(_ statement: String) async throws {
        try await onLoop { pool in
            let connection = try await Self.read(on: pool)
            let isFailing = statement.hasSuffix("/ 0")
            let isSession = statement.hasPrefix("SET work_mem")
            _ = try? await connection.query("\(raw: statement)")

            let isReleased = pool.releaseEndingRead(connection)
            #expect(isReleased == !(isFailing || isSession))
            if !isReleased { await pool.release(connection) }
            let setting = try await pool.query("SHOW work_mem").one(String.self)
            #expect(setting != "1MB")
        }
    }

    @Test func `a statement under way is waited for`() async throws {
        try await onLoop { pool in
            let connection = try await Self.read(on: pool)
            async let slow = connection.query("SELECT pg_sleep(0.05)")
            try await eventually("the statement is sent") { await connection.pendingCount == 1 }
            #expect(!pool.releaseEndingRead(connection))
            _ = try await slow
            await pool.release(connection)
            #expect(await pool.statistics.leased == 0)
        }
    }

    @Test func `a connection lost before its end serves nobody else`() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            let observer = try observer()
            try await pool.withExecutor {
                let connection = try await Self.read(on: pool)
                let process = connection.backendProcessID
                try await observer.query("SELECT pg_terminate_backend(\(process))")
                try await eventually("the session is gone") {
                    try await observer.query(
                        "SELECT count(*) FROM pg_stat_activity WHERE pid = \(process)"
                    ).one(Int.self) == 0
                }
                if !pool.releaseEndingRead(connection) { await pool.release(connection) }
                try await eventually("the connection has left the pool") {
                    await pool.statistics.connections == 0
                }
                #expect(try await pool.query("SELECT 1").one(Int.self) == 1)
            }
            await observer.close()
        }
    }

    @Test func `no statement of many tasks runs in a stranger's transaction`() async throws {
        try await withPool({ $0.maximumConnections = 3 }) { pool in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<12 {
                    group.addTask {
                        for _ in 0..<60 {
                            if task.isMultiple(of: 2) {
                                let connection = try await Self.read(on: pool)
                                if !pool.releaseEndingRead(connection) {
                                    await pool.release(connection)
                                }
                            } else {
                                let isAlone = try await pool.query(
                                    Self.isAlone
                                ).one(Bool.self)
                                #expect(isAlone)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(await pool.statistics.leased == 0)
        }
    }
}
