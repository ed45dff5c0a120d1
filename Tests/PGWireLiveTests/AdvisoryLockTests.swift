import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("Advisory locks", .liveDatabase, .timeLimit(.minutes(1)))
struct AdvisoryLockTests {
    struct Failure: Error {}

    /// How many advisory locks are held or waited for in the test's database.
    private func locks(granted: Bool = true) async throws -> Int {
        try await TestDatabase.pool.query(
            """
            SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database
            WHERE locktype = 'advisory' AND granted = \(granted) AND datname = current_database()
            """
        ).one(Int.self)
    }

    static let keys: [AdvisoryKey] = [
        7, "a name", AdvisoryKey(1, 2), AdvisoryKey(Int64.min), AdvisoryKey(-1, Int32.min), "",
    ]

    @Test(arguments: keys) func aLockKeepsOthersOutAndIsGivenUp(key: AdvisoryKey) async throws {
        let pool = try TestDatabase.pool
        try await pool.withAdvisoryLock(key) { _ async throws in
            #expect(try await pool.withAdvisoryLockIfFree(key) { _ in true } == nil)
            #expect(
                try await pool.withAdvisoryLockIfFree(key, mode: .shared) { _ in true } == nil)
            #expect(try await locks() == 1)
        }
        #expect(try await pool.withAdvisoryLockIfFree(key) { _ in true } == true)
        #expect(try await locks() == 0)
    }

    @Test func sharedLocksGoTogether() async throws {
        let pool = try TestDatabase.pool
        try await pool.withAdvisoryLock("x", mode: .shared) { _ async throws in
            #expect(
                try await pool.withAdvisoryLockIfFree("x", mode: .shared) { _ in true } == true)
            #expect(try await pool.withAdvisoryLockIfFree("x") { _ in true } == nil)
        }
        #expect(try await locks() == 0)
    }

    @Test func aSessionMayHoldALockTwice() async throws {
        let pool = try TestDatabase.pool
        try await pool.withAdvisoryLock("x") { connection in
            try await connection.withAdvisoryLock("x") {}
            // Still held once.
            #expect(try await pool.withAdvisoryLockIfFree("x") { _ in true } == nil)
        }
        #expect(try await locks() == 0)
    }

    @Test func aThrowingBodyGivesTheLockUp() async throws {
        await #expect(throws: Failure.self) {
            try await TestDatabase.pool.withAdvisoryLock("x") { _ in throw Failure() }
        }
        #expect(try await locks() == 0)
    }

    @Test func aBodyThatLeavesAFailedTransactionGivesTheLockUp() async throws {
        let pool = try TestDatabase.pool
        try await pool.withAdvisoryLock("x") { connection in
            try await connection.executeOnce("BEGIN")
            _ = try? await connection.query("SELECT 1 / 0")
        }
        try await eventually("the lock is given up") { try await locks() == 0 }
    }

    @Test func cancellingWhileWaitingForALockLeavesNone() async throws {
        let pool = try TestDatabase.pool
        try await pool.withAdvisoryLock("x") { _ async throws in
            let waiting = Task { try await pool.withAdvisoryLock("x") { _ in } }
            try await eventually("somebody waits") { try await locks(granted: false) == 1 }

            waiting.cancel()

            let error = await #expect(throws: PGError.self) { try await waiting.value }
            #expect(error?.code == .cancelled)
            #expect(try await locks(granted: false) == 0)
        }
        #expect(try await locks() == 0)
    }

    @Test func cancellingAtAnyMomentLeavesNone() async throws {
        let pool = try TestDatabase.pool
        for round in 0..<60 {
            let task = Task { try await pool.withAdvisoryLock("x") { _ in } }
            for _ in 0..<(round * 10) { await Task.yield() }
            task.cancel()
            _ = await task.result
        }
        // One whose connection had to be closed goes when the server notices.
        try await eventually("no lock is held") { try await locks() == 0 }
    }

    @Test func aTransactionsLockEndsWithIt() async throws {
        let pool = try TestDatabase.pool
        try await pool.withTransaction { transaction in
            try await transaction.lock("x")
            try await transaction.lock(AdvisoryKey(1, 2), mode: .shared)
            #expect(try await pool.withAdvisoryLockIfFree("x") { _ in true } == nil)
            #expect(try await locks() == 2)
            let other = try await pool.withTransaction { other in
                (try await other.lockIfFree("x"), try await other.lockIfFree("y"))
            }
            #expect(other == (false, true))
        }
        #expect(try await locks() == 0)
    }

    @Test func aNamesNumberNeverChanges() {
        // Others may rely on it: see the documentation of AdvisoryKey.
        #expect(AdvisoryKey.number(of: "") == -3_750_763_034_362_895_579)
        #expect(AdvisoryKey.number(of: "a") == -5_808_556_873_153_909_620)
        #expect(AdvisoryKey("a") == AdvisoryKey(-5_808_556_873_153_909_620))
    }
}
