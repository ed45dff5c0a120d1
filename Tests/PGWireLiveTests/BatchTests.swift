import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("Batches", .liveDatabase, .serialized, .timeLimit(.minutes(1)))
struct BatchTests {
    static let units: [Batch.Unit] = [.oneTransaction, .eachAlone]

    @Test(arguments: units)
    func differentStatementsAreReadEachInItsWay(unit: Batch.Unit) async throws {
        let pool = try TestDatabase.pool
        var batch = Batch(unit)
        let numbers = batch.add("SELECT generate_series(1, \(3))", as: Int.self)
        let pairs = batch.add("SELECT 'a', 1.5::float8") { (rows) throws(PGError) in
            try rows.decode(String.self, Double.self)
        }
        let created = batch.add("CREATE TABLE t (n int)")
        let inserted = batch.add("INSERT INTO t VALUES (1), (2)")

        let results = try await pool.run(batch)

        #expect(results.count == 4 && batch.count == 4)
        #expect(try results[numbers] == [1, 2, 3])
        #expect(try results[pairs].map(\.0) == ["a"] && results[pairs].map(\.1) == [1.5])
        #expect(try results[created].commandTag == "CREATE TABLE")
        #expect(try results[inserted].affectedRows == 2)
    }

    @Test(arguments: units)
    func itTakesOneRoundTripAndOneMoreForUnknownTypes(unit: Batch.Unit) async throws {
        let connection = try await TestDatabase.current.connect()
        var plain = Batch(unit)
        for number in 0..<10 { plain.add("SELECT \(raw: String(number))") }
        var values = Batch(unit)
        for number in 0..<10 { values.add("SELECT \(number) + \(raw: String(number))") }
        var trips: [Int] = []
        for batch in [plain, plain, values, values] {
            let before = await connection.roundTrips
            try await connection.run(batch).check()
            trips.append(await connection.roundTrips - before)
        }
        #expect(trips == [1, 1, 2, 1])
        await connection.close()
    }

    @Test func anErrorLeavesNothingOfOneTransaction() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TABLE t (n int PRIMARY KEY)")
        var batch = Batch()
        for number in [1, 2, 1, 3] { batch.add("INSERT INTO t VALUES (\(number))") }

        for _ in 1...2 {
            let error = await #expect(throws: PGError.self) { _ = try await pool.run(batch) }
            #expect(error?.sqlState == .uniqueViolation)
            #expect(error?.row == 2)
            #expect(error?.statement == "INSERT INTO t VALUES ($1)")
        }

        #expect(try await pool.query("SELECT count(*) FROM t").one(Int.self) == 0)
    }

    @Test func anErrorLeavesTheOthersWhenEachIsAlone() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TABLE t (n int PRIMARY KEY)")
        var batch = Batch(.eachAlone)
        let items = [1, 2, 1, 3].map { batch.add("INSERT INTO t VALUES (\($0))") }

        let results = try await pool.run(batch)

        for index in [0, 1, 3] { #expect(try results[items[index]].affectedRows == 1) }
        let error = #expect(throws: PGError.self) { try results[items[2]] }
        #expect(error?.sqlState == .uniqueViolation)
        #expect(error?.row == 2)
        #expect(throws: PGError.self) { try results.check() }
        #expect(results.affectedRows == 3)
        #expect(try await pool.query("SELECT count(*) FROM t").one(Int.self) == 3)
    }

    @Test func laterStatementsSeeWhatEarlierOnesDid() async throws {
        let pool = try TestDatabase.pool
        var batch = Batch()
        batch.add("CREATE TABLE t (n int)")
        batch.add("INSERT INTO t SELECT generate_series(1, 5)")
        let sum = batch.add("SELECT sum(n) FROM t WHERE n > \(1)::int4", as: Int.self)
        #expect(try await pool.run(batch)[sum] == [14])
    }

    @Test func syntaxErrorsAndWrongValuesNameTheStatement() async throws {
        let pool = try TestDatabase.pool
        for unit in Self.units {
            var wrongValue = Batch(unit)
            wrongValue.add("SELECT 1")
            wrongValue.add("SELECT \("x")::int4")
            let mismatch = await #expect(throws: PGError.self) {
                _ = try await pool.run(wrongValue)
            }
            #expect(mismatch?.code == .parameterMismatch)
            #expect(mismatch?.row == 1 && mismatch?.parameter == 1)

            var wrongSQL = Batch(unit)
            wrongSQL.add("SELECT 1")
            wrongSQL.add("SELEKT 2")
            wrongSQL.add("SELECT 3")
            let syntax = await #expect(throws: PGError.self) {
                try await pool.run(wrongSQL).check()
            }
            #expect(syntax?.sqlState == "42601")
            #expect(syntax?.row == 1)
        }
        #expect(try await pool.query("SELECT 1").one(Int.self) == 1)
    }

    @Test(arguments: ["BEGIN", "COMMIT", "ROLLBACK"])
    func aStatementThatEndsTheTransactionIsRefused(sql: String) async throws {
        let connection = try await TestDatabase.current.connect()
        var batch = Batch()
        batch.add("SELECT 1")
        batch.add("\(raw: sql)")
        let error = await #expect(throws: PGError.self) { _ = try await connection.run(batch) }
        #expect(error?.code == .needsOwnConnection && error?.execution == .notSent)
        await connection.close()
    }

    @Test(arguments: units)
    func inATransactionItSharesTheTransactionsFate(unit: Batch.Unit) async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TABLE t (n int PRIMARY KEY)")
        try await inTransactionTakenBack(pool) { transaction in
            var batch = Batch(unit)
            let item = batch.add("INSERT INTO t VALUES (\(1)) RETURNING n", as: Int.self)
            batch.add("INSERT INTO t VALUES (\(2))")
            let results = try await transaction.run(batch)
            #expect(try results[item] == [1])
            await #expect(throws: PGError.self) {
                _ = try await transaction.withTransaction { try await $0.run(batch) }
            }
            let count = try await transaction.query("SELECT count(*) FROM t").one(Int.self)
            #expect(count == 2)
        }
        #expect(try await pool.query("SELECT count(*) FROM t").one(Int.self) == 0)
    }

    @Test(arguments: units)
    func manyBatchesShareOneConnection(unit: Batch.Unit) async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            let sum = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 1...50 {
                    group.addTask {
                        var batch = Batch(unit)
                        let first = batch.add("SELECT \(number)::int4", as: Int.self)
                        let second = batch.add("SELECT \(number) + 1", as: Int.self)
                        let results = try await pool.run(batch)
                        return try results[second][0] - results[first][0]
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(sum == 50)
        }
    }

    @Test(arguments: units)
    func cancellingStopsItOnTheServer(unit: Batch.Unit) async throws {
        let outside = try observer()
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            try await pool.query("CREATE TABLE t (n int)")
            let task = Task {
                var batch = Batch(unit)
                batch.add("SELECT pg_sleep(60) AS batch_to_cancel")
                batch.add("INSERT INTO t VALUES (1)")
                return try await pool.run(batch)
            }
            try await eventually("it runs") { try await isRunning("batch_to_cancel", on: outside) }
            task.cancel()
            let error = await #expect(throws: PGError.self) { _ = try await task.value }
            #expect(error?.code == .cancelled)
            try await eventually("the server stopped") {
                try await !isRunning("batch_to_cancel", on: outside)
            }
            if unit == .oneTransaction {
                #expect(try await pool.query("SELECT count(*) FROM t").one(Int.self) == 0)
            }
            #expect(try await pool.query("SELECT 1").one(Int.self) == 1)
        }
        await outside.close()
    }

    @Test func aSchemaChangeIsOutlived() async throws {
        let pool = try TestDatabase.pool
        let other = try observer()
        try await other.query("CREATE TABLE t (a int)")
        var batch = Batch()
        batch.add("INSERT INTO t (a) VALUES (\(1))")
        let all = batch.add("SELECT * FROM t")
        for _ in 1...2 { #expect(try await pool.run(batch)[all].columnCount == 1) }

        try await other.query("ALTER TABLE t ADD b int")

        let rows = try await pool.run(batch)[all]
        #expect(rows.columnNames == ["a", "b"] && rows.count == 3)
        await other.close()
    }

    @Test func anEmptyBatchSendsNothing() async throws {
        let connection = try await TestDatabase.current.connect()
        let before = await connection.roundTrips
        let results = try await connection.run(Batch())
        #expect(results.count == 0 && results.affectedRows == 0)
        #expect(throws: PGError.self) { try results.rows(at: 0) }
        #expect(await connection.roundTrips == before)
        await connection.close()
    }

    @Test func manyLargeResultsAndValuesCrossWithoutADeadlock() async throws {
        let pool = try TestDatabase.pool
        let text = String(repeating: "0123456789", count: 20_000)
        for unit in Self.units {
            var batch = Batch(unit)
            let items = (0..<60).map { _ in
                batch.add("SELECT \(text)::text || 'x'", as: String.self)
            }
            let results = try await pool.run(batch)
            for item in items { #expect(try results[item][0].utf8.count == 200_001) }
        }
    }
}
