import PGCore
import PGTestKit
import PGWire
import Testing

/// What happens to statements the driver knows when the schema changes under them.
@Suite("Schema changes", .liveDatabase, .serialized, .timeLimit(.minutes(2)))
struct SchemaChangeTests {
    /// A schema, a statement that is used, what changes, and what the statement says then.
    struct Change: Sendable, CustomTestStringConvertible {
        let name: String
        var setup: [String] = ["CREATE TABLE t (a int)", "INSERT INTO t VALUES (1)"]
        var sql = "SELECT * FROM t"
        var values: [Int] = []
        let ddl: [String]
        /// The columns afterwards, and the text of the first row's values.
        let columns: [String]
        var testDescription: String { name }
    }

    static let changes: [Change] = [
        Change(name: "a column is added", ddl: ["ALTER TABLE t ADD b int"], columns: ["a", "b"]),
        Change(name: "a column is renamed", ddl: ["ALTER TABLE t RENAME a TO c"], columns: ["c"]),
        Change(
            name: "a column changes its type", ddl: ["ALTER TABLE t ALTER a TYPE text"],
            columns: ["a"]),
        Change(
            name: "a column changes to a type of the same size",
            ddl: ["ALTER TABLE t ALTER a TYPE real"], columns: ["a"]),
        Change(
            name: "a column is dropped", setup: ["CREATE TABLE t (a int, b int)"],
            ddl: ["ALTER TABLE t DROP b"], columns: ["a"]),
        Change(
            name: "columns swap names", setup: ["CREATE TABLE t (a int, b text)"],
            ddl: [
                "ALTER TABLE t RENAME a TO c", "ALTER TABLE t RENAME b TO a",
                "ALTER TABLE t RENAME c TO b",
            ], columns: ["b", "a"]),
        Change(
            name: "the table is made anew",
            ddl: ["DROP TABLE t", "CREATE TABLE t (x text, y int)"],
            columns: ["x", "y"]),
        Change(
            name: "the table becomes a view",
            ddl: ["DROP TABLE t", "CREATE VIEW t AS SELECT 1 AS v, 'x'::text AS w"],
            columns: ["v", "w"]),
        Change(
            name: "a view is replaced", setup: ["CREATE VIEW t AS SELECT 1 AS a"],
            ddl: ["CREATE OR REPLACE VIEW t AS SELECT 1 AS a, 2 AS b"], columns: ["a", "b"]),
        Change(
            name: "a compared column becomes text", sql: "SELECT a FROM t WHERE a = $1",
            values: [1], ddl: ["ALTER TABLE t ALTER a TYPE text"], columns: ["a"]),
        Change(
            name: "a compared column becomes real", sql: "SELECT a FROM t WHERE a = $1",
            values: [1], ddl: ["ALTER TABLE t ALTER a TYPE real"], columns: ["a"]),
        Change(
            name: "a compared column becomes bigint", sql: "SELECT a FROM t WHERE a = $1",
            values: [1], ddl: ["ALTER TABLE t ALTER a TYPE bigint"], columns: ["a"]),
        Change(
            name: "a compared column is in a table made anew", sql: "SELECT a FROM t WHERE a = $1",
            values: [1],
            ddl: ["DROP TABLE t", "CREATE TABLE t (a numeric)", "INSERT INTO t VALUES (1)"],
            columns: ["a"]),
        Change(
            name: "a function returns another type",
            setup: ["CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'"],
            sql: "SELECT f() AS r",
            ddl: [
                "DROP FUNCTION f()",
                "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT ''x'''",
            ], columns: ["r"]),
        Change(
            name: "a returned column changes",
            sql: "INSERT INTO t VALUES ($1) RETURNING *", values: [5],
            ddl: ["ALTER TABLE t ADD b int DEFAULT 7"], columns: ["a", "b"]),
    ]

    /// Uses a change's statement as any caller would.
    private func use<Executor: StatementExecutor>(
        _ change: Change, on executor: Executor
    ) async throws -> Rows where Executor.Rows == Rows {
        try await executor.execute(statement(change))
    }

    private func statement(_ change: Change) -> SQLStatement {
        var parts = change.sql.split(separator: "$1", omittingEmptySubsequences: false)
        var statement = SQLStatement()
        statement.append(raw: String(parts.removeFirst()))
        for (part, value) in zip(parts, change.values) {
            statement.append(parameter: value)
            statement.append(raw: String(part))
        }
        return statement
    }

    private func prepare(_ change: Change, _ pool: ConnectionPool) async throws {
        for sql in change.setup { try await pool.query("\(raw: sql)") }
    }

    @Test("By somebody else, outside a transaction", arguments: changes)
    func bySomebodyElse(_ change: Change) async throws {
        let connection = try await TestDatabase.current.connect()
        let stranger = try TestDatabase.pool
        try await prepare(change, stranger)
        for _ in 1...2 { _ = try await use(change, on: connection) }

        for sql in change.ddl { try await stranger.query("\(raw: sql)") }

        for _ in 1...2 {
            let rows = try await use(change, on: connection)
            #expect(rows.columnNames == change.columns)
            try requireReadable(rows)
        }
        await connection.close()
    }

    @Test("By the same connection, outside and inside a transaction", arguments: changes)
    func byTheSameConnection(_ change: Change) async throws {
        let connection = try await TestDatabase.current.connect()
        try await prepare(change, try TestDatabase.pool)
        for _ in 1...2 { _ = try await use(change, on: connection) }

        // Seen inside the transaction, and taken back by it.
        let before = try await use(change, on: connection).columnNames
        await #expect(throws: CancellationError.self) {
            try await connection.withTransaction { transaction in
                for sql in change.ddl { try await transaction.query("\(raw: sql)") }
                #expect(try await use(change, on: transaction).columnNames == change.columns)
                throw CancellationError()
            }
        }
        #expect(try await use(change, on: connection).columnNames == before)

        try await connection.withTransaction { transaction in
            for sql in change.ddl { try await transaction.query("\(raw: sql)") }
        }
        try await connection.withTransaction { transaction in
            let rows = try await use(change, on: transaction)
            #expect(rows.columnNames == change.columns)
            try requireReadable(rows)
        }
        await connection.close()
    }

    @Test(
        "By another connection of the pool: seen by all, even in a transaction", arguments: changes)
    func byThePool(_ change: Change) async throws {
        try await withPool({ $0.maximumConnections = 2 }) { pool in
            try await prepare(change, pool)
            try await pool.withConnection { first in
                try await pool.withConnection { second in
                    for _ in 1...2 {
                        _ = try await use(change, on: first)
                        _ = try await use(change, on: second)
                    }
                    for sql in change.ddl { try await first.query("\(raw: sql)") }
                    try await second.withTransaction { transaction in
                        let rows = try await use(change, on: transaction)
                        #expect(rows.columnNames == change.columns)
                        try requireReadable(rows)
                    }
                }
            }
            #expect(try await use(change, on: pool).columnNames == change.columns)
        }
    }

    @Test("By somebody else, in a transaction: told, and right the next time", arguments: changes)
    func inATransaction(_ change: Change) async throws {
        let connection = try await TestDatabase.current.connect()
        let stranger = try TestDatabase.pool
        try await prepare(change, stranger)
        for _ in 1...2 { _ = try await use(change, on: connection) }
        for sql in change.ddl { try await stranger.query("\(raw: sql)") }

        do {
            try await connection.withTransaction { transaction in
                let rows = try await use(change, on: transaction)
                // Some changes do the statement no harm.
                #expect(rows.columnNames == change.columns)
            }
        } catch let error as PGError {
            #expect(error.server != nil)
            if error.sqlState == "0A000" {
                #expect(error.code == .statementOutdated)
                #expect(error.description.contains("run the transaction again"))
            }
        }

        try await connection.withTransaction { transaction in
            let rows = try await use(change, on: transaction)
            #expect(rows.columnNames == change.columns)
            try requireReadable(rows)
        }
        await connection.close()
    }

    @Test("By somebody else, before a transaction that is cancelled", arguments: changes)
    func inACancelledTransaction(_ change: Change) async throws {
        let connection = try await TestDatabase.current.connect()
        let stranger = try TestDatabase.pool
        try await prepare(change, stranger)
        for _ in 1...2 { _ = try await use(change, on: connection) }
        for sql in change.ddl { try await stranger.query("\(raw: sql)") }

        await #expect(throws: (any Error).self) {
            try await withDeadline(.milliseconds(30)) {
                try await connection.withTransaction { transaction in
                    try await transaction.query("SELECT pg_sleep(30)")
                    _ = try await use(change, on: transaction)
                }
            }
        }

        #expect(try await use(change, on: connection).columnNames == change.columns)
        await connection.close()
    }

    @Test(
        "Between the uses of two connections: a new one does not trust the old types",
        arguments: changes)
    func onANewConnection(_ change: Change) async throws {
        let stranger = try TestDatabase.pool
        try await withPool({ $0.maximumConnections = 2 }) { pool in
            try await prepare(change, stranger)
            try await pool.withConnection { first in
                _ = try await use(change, on: first)
                for sql in change.ddl { try await stranger.query("\(raw: sql)") }
                try await pool.withConnection { second in
                    let rows = try await use(change, on: second)
                    #expect(rows.columnNames == change.columns)
                    try requireReadable(rows)
                }
                #expect(try await use(change, on: first).columnNames == change.columns)
            }
        }
    }

    /// Every value can be read as what the column's type now says, and says the same as its text.
    private func requireReadable(_ rows: Rows) throws {
        for row in rows {
            for index in 0..<row.columnCount {
                let cell = row.cell(at: index)
                guard !cell.isNull else { continue }
                switch cell.type {
                case .int4, .int8: #expect([1, 2, 5, 7].contains(try Int(from: cell)))
                case .float4: #expect(try Double(from: cell) == 1)
                case .numeric: #expect(try PGNumeric(from: cell).description == "1")
                case .text: #expect(["1", "x"].contains(try String(from: cell)))
                default: Issue.record("unexpected type \(cell.type)")
                }
            }
        }
    }

    // MARK: Types

    @Test func anEnumThatGrowsTakesTheNewLabel() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TYPE mood AS ENUM ('sad')")
        try await pool.query("CREATE TABLE t (m mood)")
        let add = { (label: String) in
            try await pool.query("INSERT INTO t VALUES (\(label)) RETURNING m").one(String.self)
        }
        #expect(try await add("sad") == "sad")
        let error = await #expect(throws: PGError.self) { _ = try await add("happy") }
        #expect(error?.sqlState == "22P02")

        try await pool.query("ALTER TYPE mood ADD VALUE 'happy'")

        #expect(try await add("happy") == "happy")
    }

    @Test(arguments: [true, false])
    func anEnumThatIsMadeAnewIsBoundAndRead(byThePool: Bool) async throws {
        let pool = try TestDatabase.pool
        let other = try observer()
        let make = { (labels: String) in
            let ddl = [
                "DROP TABLE IF EXISTS t", "DROP TYPE IF EXISTS mood",
                "CREATE TYPE mood AS ENUM (\(labels))", "CREATE TABLE t (m mood)",
            ]
            for sql in ddl { try await (byThePool ? pool : other).query("\(raw: sql)") }
        }
        let add = { (label: String) in
            try await pool.query("INSERT INTO t VALUES (\(label)) RETURNING m").one(String.self)
        }
        try await make("'sad', 'ok'")
        #expect(try await add("ok") == "ok")
        for labels in ["'ok'", "'happy', 'ok'", "'ok', 'sad'"] {
            try await make(labels)
            #expect(try await add("ok") == "ok")
            let rows = try await pool.query("SELECT count(*) FROM t WHERE m = \("ok")")
            #expect(try rows.one(Int.self) == 1)
        }
        await other.close()
    }

    @Test func aDomainAndACompositeThatChangeAreReadAnew() async throws {
        let pool = try TestDatabase.pool
        let other = try observer()
        for sql in [
            "CREATE TYPE pair AS (a int, b int)", "CREATE DOMAIN small AS int CHECK (VALUE < 10)",
            "CREATE TABLE t (p pair, s small)", "INSERT INTO t VALUES ('(1,2)', 3)",
        ] { try await other.query("\(raw: sql)") }
        let texts = {
            try await pool.query("SELECT p::text, s::text FROM t").one(String.self, String.self)
        }
        let insert = { try await pool.query("INSERT INTO t (s) VALUES (\(12))") }
        #expect(try await texts() == ("(1,2)", "3"))
        await #expect(throws: PGError.self) { try await insert() }

        for sql in [
            "ALTER TYPE pair ADD ATTRIBUTE c int", "ALTER DOMAIN small DROP CONSTRAINT small_check",
        ] { try await other.query("\(raw: sql)") }

        #expect(try await texts() == ("(1,2,)", "3"))
        #expect(try await insert().affectedRows == 1)
        await other.close()
    }

    @Test func aTableThatIsGoneIsNamedAndItsReturnNoticed() async throws {
        let pool = try TestDatabase.pool
        let other = try observer()
        try await other.query("CREATE TABLE t (a int)")
        _ = try await pool.query("SELECT a FROM t WHERE a = \(1)")
        try await other.query("DROP TABLE t")

        for _ in 1...2 {
            let error = await #expect(throws: PGError.self) {
                try await pool.query("SELECT a FROM t WHERE a = \(1)")
            }
            #expect(error?.sqlState == "42P01")
        }
        try await other.query("CREATE TABLE t (a text)")
        #expect(try await pool.query("SELECT a FROM t WHERE a = \("x")").isEmpty)
        await other.close()
    }

    @Test func manyTasksMeetingTheSameChangeAllGoOn() async throws {
        let other = try observer()
        try await withPool({ $0.maximumConnections = 3 }) { pool in
            try await other.query("CREATE TABLE t (a int)")
            try await other.query("INSERT INTO t VALUES (1)")
            for round in 1...5 {
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<40 {
                        group.addTask {
                            try await pool.query("SELECT * FROM t WHERE a = \(1)").columnCount
                        }
                    }
                    if round > 1 {
                        try await other.query("ALTER TABLE t ADD \(raw: "c\(round)") int")
                    }
                    for try await count in group {
                        #expect(count == round || count == max(1, round - 1))
                    }
                }
            }
            #expect(try await pool.query("SELECT * FROM t WHERE a = \(1)").columnCount == 5)
        }
        await other.close()
    }
}
