import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("Prepared statements", .liveDatabase, .serialized, .timeLimit(.minutes(1)))
struct PreparedStatementTests {
    private func names(on connection: Connection) async throws -> [String] {
        try await connection.query(
            "SELECT name FROM pg_prepared_statements WHERE statement NOT LIKE '%pg_prepared%'"
        ).decode(String.self)
    }

    @Test func itIsDescribedAndRunWithValues() async throws {
        let connection = try await TestDatabase.current.connect()
        try await connection.query("CREATE TABLE t (id int, name varchar(10), tags text[])")
        try await connection.query("INSERT INTO t VALUES (1, 'one', '{a}'), (2, NULL, '{}')")

        let find = try await connection.prepare("SELECT name, id + 1, tags FROM t WHERE id = $1")

        #expect(find.parameterTypes == [.int4])
        #expect(find.columns.map(\.name) == ["name", "?column?", "tags"])
        #expect(find.columns.map(\.type) == [.varchar, .int4, .textArray])
        #expect(find.columns[0].typeModifier == 14 && find.columns[0].numberInTable == 2)
        #expect(find.columns[1].table == nil && find.columns[1].numberInTable == nil)
        #expect(find.columns[0].table == find.columns[2].table)
        let one = try await find.query(1).one(String?.self, Int.self, [String].self)
        #expect(one.0 == "one" && one.1 == 2 && one.2 == ["a"])
        let two = try await find.query(2).one(String?.self, Int.self, [String].self)
        #expect(two.0 == nil && two.1 == 3 && two.2.isEmpty)
        #expect(try await find.query(3).isEmpty)
        await connection.close()
    }

    @Test func itIsParsedOnceAndOutlivesItsFreeing() async throws {
        let connection = try await TestDatabase.current.connect()
        let add = try await connection.prepare("SELECT $1::int4 + $2::int4")
        for _ in 1...3 { #expect(try await add.query(1, 2).one(Int.self) == 3) }
        #expect(try await names(on: connection).count == 1)
        for sql in [
            "DEALLOCATE ALL", "DISCARD ALL", "DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$",
        ] {
            try await connection.query("\(raw: sql)")
            #expect(try await add.query(3, 4).one(Int.self) == 7)
        }
        await connection.close()
    }

    @Test(arguments: [
        "SELECT", "SELECT * FROM nowhere", "SELECT $1", "INSERT INTO nowhere VALUES ($1)",
    ])
    func mistakesAreFoundBeforeItRuns(sql: String) async throws {
        let connection = try await TestDatabase.current.connect()
        if sql == "SELECT $1" || sql == "SELECT" {
            // Odd and right: text by default, and a row without columns.
            _ = try await connection.prepare("\(raw: sql)")
        } else {
            let error = await #expect(throws: PGError.self) {
                _ = try await connection.prepare("\(raw: sql)")
            }
            #expect(error?.sqlState == "42P01")
        }
        #expect(try await names(on: connection).isEmpty)
        await connection.close()
    }

    @Test func aStatementWithValuesCannotBePrepared() async throws {
        let connection = try await TestDatabase.current.connect()
        let error = await #expect(throws: PGError.self) {
            _ = try await connection.prepare("SELECT \(1)")
        }
        #expect(error?.code == .parameterCountMismatch)
        await connection.close()
    }

    @Test func wrongValuesAreNamedAndNotSent() async throws {
        let connection = try await TestDatabase.current.connect()
        let add = try await connection.prepare("SELECT $1::int4 + $2::int4")
        let few = await #expect(throws: PGError.self) { try await add.query(1) }
        #expect(few?.code == .parameterCountMismatch && few?.execution == .notSent)
        let wrong = await #expect(throws: PGError.self) { try await add.query(1, "x") }
        #expect(wrong?.code == .parameterMismatch && wrong?.parameter == 2)
        #expect(try await add.query(1, 2).one(Int.self) == 3)
        await connection.close()
    }

    @Test func manyTasksUseOneAtOnce() async throws {
        let connection = try await TestDatabase.current.connect()
        let square = try await connection.prepare("SELECT $1::int4 * $1")
        let sum = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 1...50 {
                group.addTask { try await square.query(number).one(Int.self) }
            }
            return try await group.reduce(0, +)
        }
        #expect(sum == 42925)
        await connection.close()
    }

    @Test func namesAreTheSameOnEveryConnection() async throws {
        let first = try await TestDatabase.current.connect()
        let second = try await TestDatabase.current.connect()
        for connection in [first, second] {
            _ = try await connection.query("SELECT \(1) + 1")
            _ = try await connection.query("SELECT 'x'")
        }
        let names = try await names(on: first)
        #expect(names.count == 2)
        #expect(try await Set(self.names(on: second)) == Set(names))
        await first.close()
        await second.close()
    }

    @Test func aLongTextIsNotKept() async throws {
        let connection = try await TestDatabase.current.connect()
        let list = (1...5000).map(String.init).joined(separator: ", ")
        for _ in 1...2 {
            let rows = try await connection.query("SELECT \(3) IN (\(raw: list))")
            #expect(try rows.one(Bool.self))
        }
        #expect(try await names(on: connection).isEmpty)
        await connection.close()
    }

    @Test func neverPreparedMeansNothingIsKept() async throws {
        var configuration = ConnectionConfiguration()
        configuration.preparedStatements = .never
        let connection = try await TestDatabase.current.connect(configuration: configuration)
        var trips: [Int] = []
        for _ in 1...3 {
            let before = await connection.roundTrips
            #expect(try await connection.query("SELECT \(1) + 1").one(Int.self) == 2)
            trips.append(await connection.roundTrips - before)
        }
        #expect(trips == [2, 1, 1])
        let kept = try await connection.query("SELECT count(*) FROM pg_prepared_statements")
        #expect(try kept.one(Int.self) == 0)
        await connection.close()
    }

    @Test(arguments: [1, 2, 5])
    func theOldestIsFreedForANewOne(limit: Int) async throws {
        var configuration = ConnectionConfiguration()
        configuration.preparedStatementLimit = limit
        let connection = try await TestDatabase.current.connect(configuration: configuration)
        for round in 1...3 {
            for number in 0..<8 {
                let rows = try await connection.query(
                    "SELECT \(round)::int4 + \(raw: String(number))")
                #expect(try rows.one(Int.self) == round + number)
            }
        }
        #expect(try await names(on: connection).count <= limit + 1)
        await connection.close()
    }

    @Test func nothingIsFreedInAFailedTransaction() async throws {
        var configuration = ConnectionConfiguration()
        configuration.preparedStatementLimit = 1
        let connection = try await TestDatabase.current.connect(configuration: configuration)
        for number in 0..<3 { try await connection.query("SELECT \(raw: String(number))") }
        try await connection.query("BEGIN")
        await #expect(throws: PGError.self) { try await connection.query("SELECT 1 / 0") }
        for number in 0..<3 {
            let error = await #expect(throws: PGError.self) {
                try await connection.query("SELECT \(raw: String(number)) + 1")
            }
            #expect(error?.sqlState == "25P02")
        }
        try await connection.query("ROLLBACK")
        for number in 0..<3 {
            let rows = try await connection.query("SELECT \(raw: String(number))")
            #expect(try rows.one(Int.self) == number)
        }
        #expect(try await names(on: connection).count <= 2)
        await connection.close()
    }

    /// From 7,499 on, libpq cannot read the server's description.
    @Test(arguments: [7_000, 7_001, 7_499, 65_535])
    func manyParameters(count: Int) async throws {
        let pool = try TestDatabase.pool
        let placeholders = (1...count).map { "$\($0)" }.joined(separator: ",")
        let text: SQLStatement =
            "SELECT \(raw: String(count)) IN (\(raw: placeholders)), $1 + 'x'::json"
        let values: [any ParameterEncodable] = ["a"] + (2...count).map { String($0) }
        let sql: SQLStatement =
            "SELECT '\(raw: String(count))' IN (\(raw: placeholders)), $1 || 'x'"
        try await pool.withConnection { connection in
            let statement = try await connection.prepare(sql)
            #expect(statement.parameterTypes.count == count)
            for _ in 1...2 {
                let row = try await statement.execute(values).one(Bool.self, String.self)
                #expect(row.0 && row.1 == "ax")
            }
            // A mistake is reported like any other.
            let error = await #expect(throws: PGError.self) {
                _ = try await connection.prepare(text)
            }
            #expect(error?.code == .server)
            #expect(try await connection.query("SELECT 1").count == 1)
        }
    }

    @Test func moreParametersThanTheProtocolCarriesAreRefused() async throws {
        let connection = try await TestDatabase.current.connect()
        var statement: SQLStatement = "SELECT 1 IN ("
        for number in 0...65_535 {
            if number > 0 { statement.append(raw: ",") }
            statement.append(parameter: number)
        }
        statement.append(raw: ")")
        let tooLong = statement
        let error = await #expect(throws: PGError.self) { try await connection.query(tooLong) }
        #expect(error?.code == .parameterCountMismatch && error?.execution == .notSent)
        #expect(error?.hint?.contains("ANY") == true)
        await connection.close()
    }

    // MARK: Looking without running

    @Test func describingRunsNothing() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TABLE t (n int, e text)")
        let description = try await pool.describe(
            "DELETE FROM t WHERE n = $1 AND e LIKE $2 RETURNING n")
        #expect(description.parameterTypes == [.int4, .text])
        #expect(description.columns.map(\.name) == ["n"])
        let insert = try await pool.describe("INSERT INTO t VALUES (\(1), \("x"))")
        #expect(insert.parameterTypes == [.int4, .text] && insert.columns.isEmpty)
        #expect(try await pool.query("SELECT count(*) FROM t").one(Int.self) == 0)
    }

    @Test func explainReturnsATree() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TABLE t (n int PRIMARY KEY, m int)")
        try await pool.query("INSERT INTO t SELECT i, i % 7 FROM generate_series(1, 5000) AS i")
        try await pool.query("ANALYZE t")

        let plan = try await pool.explain("SELECT * FROM t AS x WHERE n = \(17)")

        #expect(plan.root.type == "Index Scan")
        #expect(plan.root.relation == "t" && plan.root.alias == "x" && plan.root.index == "t_pkey")
        #expect(plan.root.indexCondition != nil && plan.root.estimatedRows == 1)
        #expect(plan.root.totalCost > plan.root.startupCost && plan.root.actualRows == nil)
        #expect(plan.executionTime == nil)

        let joined = try await pool.explain(
            // Not on the key of both: newer servers would see that it is the same row.
            "SELECT a.m, count(*) FROM t a JOIN t b ON a.n = b.m WHERE b.m > \(3) GROUP BY a.m",
            .analyze)
        #expect(joined.nodes.contains { $0.type.contains("Join") || $0.type == "Nested Loop" })
        #expect(joined.nodes.count { $0.type.contains("Scan") } == 2)
        #expect(joined.root.actualRows ?? 0 > 0 && joined.root.loops == 1)
        #expect((joined.executionTime ?? .zero) > .zero && (joined.planningTime ?? .zero) > .zero)
        #expect(joined.root.sharedHitBlocks ?? 0 > 0)
        #expect(joined.json.contains("Execution Time"))
    }

    @Test func whatAnalyzeChangedIsUndoneUnlessItIsToStay() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TABLE t (n int)")
        let count = { try await pool.query("SELECT count(*) FROM t").one(Int.self) }

        let plan = try await pool.explain("INSERT INTO t VALUES (\(1))", .analyze)
        #expect(plan.root.type == "ModifyTable")
        #expect(try await count() == 0)

        try await pool.withTransaction { transaction in
            try await transaction.query("INSERT INTO t VALUES (1)")
            _ = try await transaction.explain("DELETE FROM t", .analyze)
            #expect(try await transaction.query("SELECT count(*) FROM t").one(Int.self) == 1)
        }
        var keeping = ExplainOptions.analyze
        keeping.rollsBack = false
        _ = try await pool.explain("INSERT INTO t VALUES (\(2))", keeping)
        #expect(try await count() == 2)

        let error = await #expect(throws: PGError.self) {
            _ = try await pool.explain("SELECT 1 / (n - n) FROM t", .analyze)
        }
        #expect(error?.sqlState == "22012")
        #expect(try await count() == 2)
    }
}
