import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("What a returned connection forgets", .liveDatabase, .timeLimit(.minutes(1)))
struct PoolResetTests {
    struct Trace: Sendable, CustomTestStringConvertible {
        let leave: String
        /// True when nothing of it is left.
        let check: String
        var testDescription: String { leave }
    }

    /// The advisory locks of a number in the test's database.
    private static func locks(_ number: Int) -> String {
        """
        FROM pg_locks JOIN pg_database d ON d.oid = database
        WHERE locktype = 'advisory' AND objid = \(number) AND datname = current_database()
        """
    }

    static let traces = [
        Trace(
            leave: "SET work_mem = '1234kB'",
            check: "SELECT current_setting('work_mem') <> '1234kB'"),
        Trace(
            leave: "SELECT set_config('app.user', 'ada', false)",
            check: "SELECT coalesce(current_setting('app.user', true), '') = ''"),
        Trace(
            leave: "SELECT pg_advisory_lock(4711)",
            check: "SELECT count(*) = 0 \(locks(4711))"),
        Trace(leave: "LISTEN jobs", check: "SELECT count(*) = 0 FROM pg_listening_channels()"),
        Trace(
            leave: "CREATE TEMP TABLE scratch (n int)",
            check: "SELECT to_regclass('pg_temp.scratch') IS NULL"),
        Trace(
            leave: "PREPARE mine AS SELECT 1",
            check: "SELECT count(*) = 0 FROM pg_prepared_statements WHERE from_sql"),
        Trace(
            leave: "SET ROLE pg_monitor",
            check: "SELECT current_user = session_user"),
        Trace(
            leave: "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
            check: "SELECT current_setting('default_transaction_read_only') = 'off'"),
        Trace(
            leave: "SET DateStyle = 'German'",
            check: "SELECT current_setting('DateStyle') LIKE 'ISO%'"),
    ]

    @Test(arguments: traces)
    func nothingIsLeft(of trace: Trace) async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            let before = try await pool.query("SELECT pg_backend_pid()").decode(Int.self)
            try await pool.withConnection {
                try await $0.query(SQLStatement(stringLiteral: trace.leave))
            }

            let after = try await pool.query("SELECT pg_backend_pid()").decode(Int.self)
            #expect(before == after, "the connection was replaced instead")
            let isGone = try await pool.query(SQLStatement(stringLiteral: trace.check))
            #expect(try isGone.decode(Bool.self) == [true])
        }
    }

    @Test func statementsOfTheDriverStayPrepared() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            try await pool.query("SELECT 1 AS kept")
            try await pool.withConnection { try await $0.query("SET work_mem = '1MB'") }
            let rows = try await pool.query(
                "SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT 1 AS kept'")
            #expect(try rows.decode(Int.self) == [1])
            #expect(await pool.statistics.resets == 1)
        }
    }

    @Test func aConnectionThatIsCleanIsNotReset() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            try await pool.withConnection { try await $0.query("SELECT 1") }
            try await pool.withTransaction { try await $0.query("SELECT 1") }
            #expect(await pool.statistics.resets == 0)
            #expect(await pool.statistics.rollbacks == 0)
        }
    }

    @Test func whatAFunctionDoesInsideIsSeenOnlyByAResetEveryTime() async throws {
        try await withPool({
            $0.maximumConnections = 1
            $0.reset = .always
        }) { pool in
            try await pool.withConnection { connection in
                try await connection.executeOnce("DO 'BEGIN PERFORM pg_advisory_lock(9); END'")
            }
            let rows = try await pool.query(
                "SELECT count(*) \(raw: Self.locks(9))")
            #expect(try rows.decode(Int.self) == [0])
        }
    }

    @Test func withoutResetOnlyTheTransactionIsUndone() async throws {
        try await withPool({
            $0.maximumConnections = 1
            $0.reset = .never
        }) { pool in
            try await pool.withConnection { connection in
                try await connection.query("SET application_name = 'stays'")
                try await connection.executeOnce("BEGIN")
            }
            let rows = try await pool.query("SELECT current_setting('application_name')")
            #expect(try rows.decode(String.self) == ["stays"])
            #expect(await pool.statistics.rollbacks == 1)
        }
    }

    @Test func aFailedTransactionIsRolledBackToo() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            try await pool.withConnection { connection in
                try await connection.executeOnce("BEGIN")
                _ = try? await connection.query("SELECT 1 / 0")
            }
            #expect(try await pool.query("SELECT 1").count == 1)
            #expect(await pool.statistics.rollbacks == 1)
            #expect(await pool.statistics.connects == 1)
        }
    }

    @Test func aStatementLeftRunningIsStoppedOrTheConnectionGoes() async throws {
        try await withPool({
            $0.maximumConnections = 1
            $0.connection.cancelTimeout = .milliseconds(300)
        }) { pool in
            let left = try await pool.withConnection { connection in
                // In one step: described first, it could be begun after the return.
                let task = Task { try await connection.executeOnce("SELECT pg_sleep(60)") }
                try await eventually("it runs") { await connection.pendingCount == 1 }
                return task
            }
            #expect(try await pool.query("SELECT 1").count == 1)
            left.cancel()
            _ = await left.result
        }
    }

    /// A reset is seen through although the caller was cancelled, settings of the pool's own included.
    @Test func whatACancelledCallerLeavesIsResetToo() async throws {
        try await withPool({
            $0.maximumConnections = 1
            $0.connection.statementTimeout = .seconds(20)
        }) { pool in
            let before = try await pool.query("SELECT pg_backend_pid()").one(Int.self)
            let task = Task {
                try await pool.withConnection { connection in
                    try await connection.query("SET work_mem = '1234kB'")
                    unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                }
            }
            _ = await task.result

            let after = try await pool.query(
                "SELECT pg_backend_pid(), current_setting('statement_timeout')")
            #expect(try after.one(Int.self, String.self) == (before, "21s"))
            #expect(await pool.statistics.resets == 1)
        }
    }
}
