import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("Transactions that fail", .liveDatabase(.numbers), .timeLimit(.minutes(1)))
struct TransactionFailureTests {
    struct Failure: Error {}

    private func numbers() async throws -> [Int] {
        try await TestDatabase.pool.query("SELECT n FROM numbers ORDER BY n").decode(Int.self)
    }

    @Test func beginTravelsWithTheFirstStatement() async throws {
        let connection = try await TestDatabase.current.connect()
        // Known to the server beforehand, so that only the transaction's own trips count.
        try await connection.query("INSERT INTO numbers VALUES (\(0))")
        let before = await connection.requestCount

        _ = try await connection.withTransaction(isolation: .serializable) { transaction in
            try await transaction.query("INSERT INTO numbers VALUES (\(1))")
            try await transaction.query("INSERT INTO numbers VALUES (\(2))")
        }

        // Two statements and COMMIT.
        #expect(await connection.requestCount - before == 3)
        #expect(try await numbers() == [0, 1, 2])
        await connection.close()
    }

    @Test func aSavepointTravelsWithItsFirstStatement() async throws {
        let connection = try await TestDatabase.current.connect()
        try await connection.query("INSERT INTO numbers VALUES (\(0))")
        let before = await connection.requestCount

        try await connection.withTransaction { outer in
            _ = try await outer.withTransaction { inner in
                try await inner.query("INSERT INTO numbers VALUES (\(1))")
            }
            // One that does nothing costs nothing.
            try await outer.withTransaction { _ in }
        }

        // The statement, RELEASE and COMMIT.
        #expect(await connection.requestCount - before == 3)
        #expect(try await numbers() == [0, 1])
        await connection.close()
    }

    @Test func aTransactionThatRunsNothingSendsNothing() async throws {
        let connection = try await TestDatabase.current.connect()
        let before = await connection.requestCount
        let result = try await connection.withTransaction { _ in 7 }
        await #expect(throws: Failure.self) {
            try await connection.withTransaction { _ in throw Failure() }
        }
        #expect(result == 7)
        #expect(await connection.requestCount == before)
        // And the next statement is not in a transaction.
        try await connection.query("INSERT INTO numbers VALUES (1)")
        #expect(try await numbers() == [1])
        await connection.close()
    }

    @Test func aFirstStatementThatDoesNotParseLeavesTheTransactionFailed() async throws {
        let error = await #expect(throws: PGError.self) {
            try await TestDatabase.pool.withTransaction { transaction in
                _ = try? await transaction.query("SELECT nonsense FROM nowhere")
                try await transaction.query("INSERT INTO numbers VALUES (1)")
            }
        }
        #expect(error?.sqlState == .inFailedSQLTransaction)
        #expect(try await numbers() == [])
    }

    @Test func nothingRunsOutsideATransactionThatCouldNotBegin() async throws {
        let connection = try await TestDatabase.current.connect()
        // No BEGIN is valid at this level here: the server refuses it while it is sent with the
        // statement, and the statement with it.
        try await connection.executeOnce("BEGIN")
        _ = try? await connection.query("SELECT 1 / 0")
        let error = await #expect(throws: PGError.self) {
            try await connection.withTransaction { transaction in
                _ = try? await transaction.query("INSERT INTO numbers VALUES (1)")
                _ = try? await transaction.query("INSERT INTO numbers VALUES (2)")
                try await transaction.query("INSERT INTO numbers VALUES (3)")
            }
        }
        #expect(error?.sqlState == .inFailedSQLTransaction)
        try await connection.executeOnce("ROLLBACK")
        #expect(try await numbers() == [])
        #expect(try await connection.query("SELECT 1").decode(Int.self) == [1])
        await connection.close()
    }

    @Test func theServersRefusalToCommitIsItsError() async throws {
        let pool = try TestDatabase.pool
        try await pool.query(
            "CREATE TABLE parts (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
        let error = await #expect(throws: PGError.self) {
            try await pool.withTransaction { transaction in
                try await transaction.query("INSERT INTO parts VALUES (1), (1)")
            }
        }
        #expect(error?.code == .server)
        #expect(error?.sqlState == .uniqueViolation)
        #expect(error?.statement == "COMMIT")
        #expect(error?.execution == .rolledBack)
        #expect(error?.suppressed.isEmpty == true)
        #expect(try await pool.query("SELECT 1 FROM parts").isEmpty)
    }

    @Test func aCommitWhoseAnswerIsLostIsDistinct() async throws {
        try await holdCommits()
        let outside = try observer()
        let error = try await whileLockIsHeld { _ in
            let task = Task {
                try await TestDatabase.pool.withTransaction {
                    try await $0.query("INSERT INTO numbers VALUES (7)")
                }
            }
            try await eventually("COMMIT runs") { try await isRunning("COMMIT", on: outside) }
            try await outside.query(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND query = 'COMMIT'
                """)
            return await #expect(throws: PGError.self) { try await task.value }
        }
        #expect(error?.code == .commitFailed)
        #expect(error?.execution == .mayHaveRun)
        #expect((error?.underlying as? PGError)?.code == .connectionLost)
        #expect(error?.sqlState == "57P01")
        await outside.close()
    }

    @Test func aDeadlineStopsACommitAndSaysThatItRolledBack() async throws {
        try await holdCommits()
        let error = try await whileLockIsHeld { _ in
            await #expect(throws: PGError.self) {
                try await withDeadline(.milliseconds(200)) {
                    try await TestDatabase.pool.withTransaction {
                        try await $0.query("INSERT INTO numbers VALUES (7)")
                    }
                }
            }
        }
        #expect(error?.code == .deadlineExceeded)
        #expect(error?.execution == .rolledBack)
        #expect(try await numbers() == [])
    }

    /// Makes COMMIT after an insertion wait for advisory lock 1.
    private func holdCommits() async throws {
        let pool = try TestDatabase.pool
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
    }

    @Test(arguments: ["COMMIT", "ROLLBACK", "END"])
    func endingTheTransactionByHandIsAnError(sql: String) async throws {
        let error = await #expect(throws: PGError.self) {
            try await TestDatabase.pool.withConnection { connection in
                try await connection.withTransaction { transaction in
                    try await transaction.query("INSERT INTO numbers VALUES (1)")
                    try await connection.executeOnce(SQLStatement(stringLiteral: sql))
                }
            }
        }
        #expect(error?.code == .transactionEnded)
    }

    @Test func theBodysErrorIsKeptWhenTheConnectionIsLost() async throws {
        let outside = try observer()
        let error = await #expect(throws: Failure.self) {
            try await TestDatabase.pool.withTransaction { transaction in
                let pid = try await transaction.query("SELECT pg_backend_pid()").decode(Int32.self)
                try await outside.query("SELECT pg_terminate_backend(\(pid[0]))")
                try await eventually("it is gone") {
                    do throws(PGError) {
                        try await transaction.query("SELECT 1")
                        return false
                    } catch {
                        return error.code == .connectionLost
                    }
                }
                throw Failure()
            }
        }
        #expect(error != nil)
        #expect(try await TestDatabase.pool.query("SELECT 1").count == 1)
        await outside.close()
    }

    @Test func aFailedRollbackIsTold() async throws {
        // The rollback waits behind a statement that the body left running, and its time is short.
        var configuration = ConnectionConfiguration()
        configuration.cancelTimeout = .milliseconds(100)
        let connection = try await TestDatabase.current.connect(configuration: configuration)
        let error = try await whileLockIsHeld { _ in
            await #expect(throws: PGError.self) {
                try await connection.withTransaction { transaction in
                    try await transaction.query("SELECT 1")
                    Task { try await connection.executeOnce("SELECT pg_advisory_xact_lock(1)") }
                    try await eventually("it runs") { await connection.pendingCount == 1 }
                    throw Failure()
                }
            }
        }
        #expect(error?.code == .rollbackFailed)
        #expect(error?.underlying is Failure)
        #expect(error?.suppressed.first?.code == .deadlineExceeded)
        let after = await #expect(throws: PGError.self) { try await connection.query("SELECT 1") }
        #expect(after?.code == .connectionClosed)
    }

    @Test func aLoopOfFailingSavepointsLeavesNoneBehind() async throws {
        let last = try await TestDatabase.pool.withConnection { connection in
            var last: PGError?
            _ = try? await connection.withTransaction { outer in
                for _ in 0..<20 {
                    _ = try? await outer.withTransaction { try await $0.query("SELECT 1 / 0") }
                }
                // Were one left, this would go back to it.
                do throws(PGError) {
                    try await outer.query("ROLLBACK TO SAVEPOINT strata_savepoint_1")
                } catch {
                    last = error
                }
                throw Failure()
            }
            return last
        }
        #expect(last?.sqlState == "3B001")
    }

    @Test func aStreamKeptBeyondItsTransactionRefusesToWork() async throws {
        let stream = try await TestDatabase.pool.withTransaction { transaction in
            try await transaction.query("SELECT 1")
            return transaction.stream("SELECT 1")
        }
        let error = await #expect(throws: PGError.self) { for try await _ in stream {} }
        #expect(error?.code == .closed)
    }

    @Test func aStreamMayBeTheFirstStatement() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("INSERT INTO numbers SELECT generate_series(1, 10)")
        let found = try await pool.withTransaction(isolation: .repeatableRead) { transaction in
            var found: [Int] = []
            for try await rows in transaction.stream("DELETE FROM numbers RETURNING n", chunk: 3) {
                found += try rows.decode(Int.self)
            }
            #expect(
                try await transaction.query("SHOW transaction_isolation").decode(String.self)
                    == ["repeatable read"])
            return found
        }
        #expect(found.sorted() == Array(1...10))
        #expect(try await numbers() == [])
    }

    @Test func attemptsAreCountedAndEnd() async throws {
        var seen: [Int] = []
        let error = await #expect(throws: PGError.self) {
            try await TestDatabase.pool.withTransaction(retry: .serializationFailures(max: 3)) {
                seen.append($0.attempt)
                try await $0.query(
                    "DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$")
            }
        }
        #expect(seen == [1, 2, 3])
        #expect(error?.sqlState == .serializationFailure)
    }

    @Test func aDeadlockIsRetried() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("INSERT INTO numbers VALUES (1), (2)")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (first, second) in [(1, 2), (2, 1)] {
                group.addTask {
                    try await pool.withTransaction(retry: .serializationFailures(max: 20)) {
                        try await $0.query("SET LOCAL deadlock_timeout = '10ms'")
                        try await $0.query("UPDATE numbers SET n = n WHERE n = \(first)")
                        try await $0.query("SELECT pg_sleep(0.02)")
                        try await $0.query("UPDATE numbers SET n = n WHERE n = \(second)")
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func theServerKnowsTheDeadline() async throws {
        func timeout(_ executor: some StatementExecutor) async throws -> Int {
            try await executor.execute(
                "SELECT setting::int FROM pg_settings WHERE name = 'statement_timeout'"
            ).one(Int.self)
        }
        let pool = try TestDatabase.pool
        let inside = try await withDeadline(.seconds(20)) {
            try await pool.withTransaction { try await timeout($0) }
        }
        #expect((15_000...21_000).contains(inside))
        // Nothing of it stays, and without a deadline there is none.
        #expect(try await pool.withTransaction { try await timeout($0) } == 0)
        // A shorter one of the user's is kept.
        let kept = try await pool.withConnection { connection in
            try await connection.executeOnce("SET statement_timeout = '700ms'")
            return try await withDeadline(.seconds(20)) {
                try await connection.withTransaction { try await timeout($0) }
            }
        }
        #expect(kept == 700)
        // The configured one is the server's too, and survives a reset.
        try await withPool({
            $0.connection.statementTimeout = .seconds(5)
            $0.maximumConnections = 1
        }) { pool in
            #expect(try await timeout(pool) == 6_000)
            _ = try await pool.withConnection { try await $0.executeOnce("SET work_mem = '1MB'") }
            #expect(try await timeout(pool) == 6_000)
        }
    }
}
