import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("Scripts", .liveDatabase, .timeLimit(.minutes(1)))
struct ScriptTests {
    @Test func everyStatementHasItsResult() async throws {
        let results = try await TestDatabase.pool.executeScript(
            """
            CREATE TABLE t (id int, name text); -- a comment;
            INSERT INTO t VALUES (1, 'a;b'), (2, NULL);
            SELECT id, name, now() < 'infinity' FROM t ORDER BY id;;
            DELETE FROM t
            """)

        #expect(
            results.map(\.commandTag) == ["CREATE TABLE", "INSERT 0 2", "SELECT 2", "DELETE 2"])
        #expect(results.map(\.affectedRows) == [0, 2, 2, 2])
        let rows = try results[2].decode(Int.self, String?.self, Bool.self)
        #expect(rows.map(\.0) == [1, 2])
        #expect(rows.map(\.1) == ["a;b", nil])
        #expect(results[2].columnNames == ["id", "name", "?column?"])
    }

    @Test(arguments: ["", "  ;; -- nothing"])
    func nothingGivesNoResults(script: String) async throws {
        let connection = try await TestDatabase.current.connect()
        #expect(try await connection.executeScript(script).isEmpty)
        #expect(try await connection.query("SELECT 1").count == 1)
        await connection.close()
    }

    @Test(
        arguments: [
            ("SELECT 1; SELECT 1 / 0; SELECT 3", 2, "22012"),
            ("SELECT 1; SELEKT 2", 2, "42601"),
            ("SELECT 1; SELECT 2; SELECT * FROM missing", 3, "42P01"),
        ])
    func anErrorNamesTheStatementAndUndoesTheOthers(
        script: String, number: Int, state: String
    ) async throws {
        let connection = try await TestDatabase.current.connect()
        try await connection.query("CREATE TABLE t (n int)")

        let error = await #expect(throws: PGError.self) {
            try await connection.executeScript("INSERT INTO t VALUES (1);" + script)
        }

        #expect(error?.statementNumber == number + 1)
        #expect(error?.sqlState?.rawValue == state)
        #expect(error?.description.contains("statement \(number + 1) of the script") == true)
        #expect(try await connection.query("SELECT count(*) FROM t").decode(Int.self) == [0])
        await connection.close()
    }

    @Test func statementsAroundAScriptKeepTheirOrder() async throws {
        let connection = try await TestDatabase.current.connect()
        let outside = try observer()
        try await connection.query("CREATE TABLE t (n serial, what text)")
        try await whileLockIsHeld { release in
            let blocker = Task { try await connection.query("SELECT pg_advisory_xact_lock(1)") }
            try await eventually("it waits") {
                try await isRunning("pg_advisory_xact_lock", on: outside)
            }
            let script = Task {
                try await connection.executeScript("INSERT INTO t (what) VALUES ('a'), ('b')")
            }
            try await eventually("both are") { await connection.pendingCount == 2 }
            let after = Task {
                try await connection.query("INSERT INTO t (what) VALUES ('c')").affectedRows
            }
            try await eventually("all are") { await connection.pendingCount == 3 }
            try await release()
            _ = try await blocker.value
            #expect(try await script.value.count == 1)
            #expect(try await after.value == 1)
        }
        let rows = try await connection.query("SELECT what FROM t ORDER BY n")
        #expect(try rows.decode(String.self) == ["a", "b", "c"])
        await outside.close()
        await connection.close()
    }

    @Test(
        arguments: [
            "SELECT 1; COPY t FROM STDIN; SELECT 2", "COPY t TO STDOUT",
            "COPY (SELECT generate_series(1, 3000000)) TO STDOUT; SELECT 1",
        ])
    func aCopyInAScriptIsRefusedAndTheConnectionStaysUsable(script: String) async throws {
        let connection = try await TestDatabase.current.connect()
        try await connection.query("CREATE TABLE t (n int)")
        try await connection.query("INSERT INTO t VALUES (1)")

        let error = await #expect(throws: PGError.self) {
            try await connection.executeScript(script)
        }

        #expect(error?.code == .unsupportedResult)
        #expect(error?.statementNumber == (script.hasPrefix("COPY") ? 1 : 2))
        #expect(try await connection.query("SELECT count(*) FROM t").decode(Int.self) == [1])
        await connection.close()
    }

    @Test func settingsOfAScriptDoNotReachTheNextUser() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            try await pool.executeScript("SELECT 1; SET application_name = 'left behind'")
            let rows = try await pool.query("SHOW application_name")
            #expect(try rows.decode(String.self) != ["left behind"])
        }
    }

    @Test func aTransactionLeftOpenByAScriptIsReportedAndRolledBack() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            try await pool.query("CREATE TABLE t (n int)")
            let error = await #expect(throws: PGError.self) {
                try await pool.executeScript("BEGIN; INSERT INTO t VALUES (1)")
            }
            #expect(error?.code == .transactionRolledBack)
            #expect(try await pool.query("SELECT count(*) FROM t").decode(Int.self) == [0])
        }
    }

    @Test func aScriptCannotEndTheTransactionAroundIt() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TABLE t (n int)")
        try await pool.withTransaction { transaction in
            try await transaction.executeScript(
                "INSERT INTO t VALUES (1); SAVEPOINT a; INSERT INTO t VALUES (2); ROLLBACK TO a")
            let error = await #expect(throws: PGError.self) {
                try await transaction.executeScript("SELECT 1; COMMIT")
            }
            #expect(error?.code == .needsOwnConnection)
            #expect(error?.execution == .notSent)
        }
        #expect(try await pool.query("SELECT n FROM t").decode(Int.self) == [1])
    }

    @Test func freedStatementsAreParsedAgain() async throws {
        let connection = try await TestDatabase.current.connect()
        for round in 1...2 {
            #expect(try await connection.query("SELECT \(round)::int4").decode(Int.self) == [round])
            try await connection.executeScript("SELECT 1; DEALLOCATE ALL")
        }
        await connection.close()
    }

    @Test func cancellingAScriptStopsIt() async throws {
        let outside = try observer()
        let connection = try await TestDatabase.current.connect()
        let task = Task {
            try await connection.executeScript("SELECT 1; SELECT pg_sleep(60) AS in_a_script")
        }
        try await eventually("it runs") { try await isRunning("in_a_script", on: outside) }

        task.cancel()

        let error = await #expect(throws: PGError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        #expect(try await connection.query("SELECT 1").count == 1)
        await connection.close()
        await outside.close()
    }

    @Test func aTransactionThatACancelledScriptBeganIsNobodyElses() async throws {
        let outside = try observer()
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            let task = Task {
                try await pool.withConnection {
                    try await $0.executeScript("BEGIN; SELECT pg_sleep(60) AS begun_in_a_script")
                }
            }
            try await eventually("it runs") {
                try await isRunning("begun_in_a_script", on: outside)
            }

            task.cancel()
            _ = await task.result

            #expect(try await pool.query("SELECT 1").count == 1)
            #expect(await pool.statistics.rollbacks == 1)
        }
        await outside.close()
    }

    @Test func aScriptHasADeadline() async throws {
        let connection = try await TestDatabase.current.connect()
        let error = await #expect(throws: PGError.self) {
            try await withDeadline(.milliseconds(50)) {
                try await connection.executeScript("SELECT 1; SELECT pg_sleep(60)")
            }
        }
        #expect(error?.code == .deadlineExceeded)
        #expect(try await connection.query("SELECT 1").count == 1)
        await connection.close()
    }

    @Test func aKilledServerEndsAScript() async throws {
        let connection = try await TestDatabase.current.connect()
        let error = await #expect(throws: PGError.self) {
            try await connection.executeScript(
                "SELECT 1; SELECT pg_terminate_backend(pg_backend_pid()); SELECT 2")
        }
        #expect(error?.code == .connectionLost)
        #expect(error?.sqlState == "57P01")
    }
}
