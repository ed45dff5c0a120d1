import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("Transactions", .liveDatabase(.numbers), .timeLimit(.minutes(1)))
struct TransactionTests {
    struct Failure: Error {}

    private func numbers() async throws -> [Int] {
        try await TestDatabase.pool.query("SELECT n FROM numbers ORDER BY n").decode(Int.self)
    }

    @Test func commitsWhenTheClosureReturns() async throws {
        let count = try await TestDatabase.pool.withTransaction { transaction in
            try await transaction.query("INSERT INTO numbers VALUES (1), (2)").affectedRows
        }
        #expect(count == 2)
        #expect(try await numbers() == [1, 2])
    }

    @Test func rollsBackWhenTheClosureThrows() async throws {
        await #expect(throws: Failure.self) {
            try await TestDatabase.pool.withTransaction { transaction in
                try await transaction.query("INSERT INTO numbers VALUES (1)")
                throw Failure()
            }
        }
        #expect(try await numbers() == [])
    }

    @Test func aNestedTransactionIsASavepoint() async throws {
        try await TestDatabase.pool.withTransaction { outer in
            try await outer.query("INSERT INTO numbers VALUES (1)")
            await #expect(throws: Failure.self) {
                try await outer.withTransaction { inner in
                    try await inner.query("INSERT INTO numbers VALUES (2)")
                    throw Failure()
                }
            }
            try await outer.withTransaction { inner in
                try await inner.query("INSERT INTO numbers VALUES (3)")
                // A failed statement, undone by a savepoint deeper down.
                await #expect(throws: PGError.self) {
                    try await inner.withTransaction { try await $0.query("SELECT 1 / 0") }
                }
                try await inner.query("INSERT INTO numbers VALUES (4)")
            }
        }
        #expect(try await numbers() == [1, 3, 4])
    }

    @Test func aSwallowedErrorMakesCommitFail() async throws {
        let error = await #expect(throws: PGError.self) {
            try await TestDatabase.pool.withTransaction { transaction in
                try await transaction.query("INSERT INTO numbers VALUES (1)")
                _ = try? await transaction.query("SELECT 1 / 0")
            }
        }
        #expect(error?.code == .transactionRolledBack)
        #expect(try await numbers() == [])
    }

    @Test(arguments: IsolationLevel.allCases)
    func theIsolationLevelReachesTheServer(level: IsolationLevel) async throws {
        let seen = try await TestDatabase.pool.withTransaction(isolation: level, access: .readOnly)
        {
            try await $0.query(
                "SELECT current_setting('transaction_isolation'), current_setting('transaction_read_only')"
            ).decode(String.self, String.self)[0]
        }
        #expect(seen.0.uppercased() == level.rawValue)
        #expect(seen.1 == "on")
    }

    /// See "Serializable Isolation Level" in the PostgreSQL manual.
    @Test func aDeferrableTransactionWaitsForASafeSnapshot() async throws {
        let pool = try TestDatabase.pool
        let writer = try await TestDatabase.current.connect()
        try await writer.executeOnce("BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE")
        try await writer.query("INSERT INTO numbers SELECT count(*) FROM numbers")

        // Any other reader gets a snapshot at once, and may have to be rolled back for it.
        #expect(try await deferrableSetting(on: pool, deferrable: false) == "off")
        let reader = Task { try await deferrableSetting(on: pool, deferrable: true) }
        try await eventually("it waits for the writer") {
            try await pool.query(
                """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event = 'SafeSnapshot'
                """
            ).one(Int.self) == 1
        }
        try await writer.executeOnce("COMMIT")

        #expect(try await reader.value == "on")
        await writer.close()
    }

    /// A cancelled one waits no longer.
    @Test func cancellingEndsTheWaitForASafeSnapshot() async throws {
        let pool = try TestDatabase.pool
        let writer = try await TestDatabase.current.connect()
        try await writer.executeOnce("BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE")
        try await writer.query("INSERT INTO numbers SELECT count(*) FROM numbers")

        let error = await #expect(throws: PGError.self) {
            try await withDeadline(.milliseconds(50)) {
                try await deferrableSetting(on: pool, deferrable: true)
            }
        }

        #expect(error?.code == .deadlineExceeded)
        #expect(await pool.statistics.leased == 0)
        await writer.close()
    }

    private func deferrableSetting(
        on pool: ConnectionPool, deferrable: Bool
    ) async throws -> String {
        try await pool.withTransaction(
            isolation: .serializable, access: .readOnly, deferrable: deferrable
        ) { transaction in
            try await transaction.query(
                "SELECT current_setting('transaction_deferrable'), count(*) FROM numbers"
            ).one(String.self, Int.self).0
        }
    }

    @Test func aSerializationFailureIsRetried() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("INSERT INTO numbers VALUES (0)")

        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    try await pool.withTransaction(
                        isolation: .serializable, retry: .serializationFailures(max: 50)
                    ) { transaction in
                        let n = try await transaction.query("SELECT n FROM numbers").decode(
                            Int.self)[0]
                        try await transaction.query("UPDATE numbers SET n = \(n + 1)")
                    }
                }
            }
            try await group.waitForAll()
        }

        #expect(try await numbers() == [4])
    }

    @Test func cancellingDuringCommitSeesTheCommitThrough() async throws {
        let pool = try TestDatabase.pool
        // The commit itself waits for a lock, by a constraint that is checked at the end.
        try await pool.query(
            """
            CREATE FUNCTION wait_for_lock() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NULL; END $$
            """)
        try await pool.query(
            """
            CREATE CONSTRAINT TRIGGER wait_at_commit AFTER INSERT ON numbers
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait_for_lock()
            """)
        let outside = try observer()
        try await whileLockIsHeld { release in
            let task = Task {
                try await pool.withTransaction {
                    try await $0.query("INSERT INTO numbers VALUES (7)")
                }
            }
            try await eventually("COMMIT runs") { try await isRunning("COMMIT", on: outside) }

            task.cancel()
            try await release()

            #expect(try await task.value.affectedRows == 1)
        }
        #expect(try await numbers() == [7])
        await outside.close()
    }

    @Test func aDeadlineThatPassedBeforeCommitRollsBack() async throws {
        let error = await #expect(throws: PGError.self) {
            try await withDeadline(.milliseconds(200)) {
                try await TestDatabase.pool.withTransaction { transaction in
                    try await transaction.query("INSERT INTO numbers VALUES (1)")
                    // Time passes without a statement under way.
                    try await eventually("the deadline is over", within: .seconds(1)) {
                        do throws(PGError) {
                            try await transaction.query("SELECT 1")
                            return false
                        } catch {
                            return error.code == .deadlineExceeded
                        }
                    }
                }
            }
        }
        #expect(error?.code == .deadlineExceeded || error?.code == .transactionRolledBack)
        #expect(try await numbers() == [])
    }

    @Test func aTransactionKeptBeyondItsClosureRefusesToWork() async throws {
        var kept: Transaction?
        try await TestDatabase.pool.withTransaction { kept = $0 }
        let transaction = try #require(kept)

        do throws(PGError) {
            try await transaction.query("SELECT 1")
            Issue.record("it worked")
        } catch {
            #expect(error.code == .closed)
        }
    }
}

extension DatabaseTemplate {
    static let numbers = DatabaseTemplate("numbers", ["CREATE TABLE numbers (n int)"])
}
