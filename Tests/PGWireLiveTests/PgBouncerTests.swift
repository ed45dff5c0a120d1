import PGCore
import PGTestKit
import PGWire
import Testing

/// A pooler in transaction mode that knows nothing of prepared statements, whose server connections
/// are used in turn.
@Suite(
    "PgBouncer", .liveDatabase, .serialized, .timeLimit(.minutes(1)),
    .enabled(if: PgBouncer.isExpected))
struct PgBouncerTests {
    static let preparations: [StatementPreparation] = [.automatic, .never]

    private func withPool<Result>(
        _ bouncer: PgBouncer, connections: Int = 2, _ preparation: StatementPreparation,
        _ body: (ConnectionPool) async throws -> Result
    ) async throws -> Result {
        var configuration = PoolConfiguration()
        configuration.maximumConnections = connections
        configuration.connection.preparedStatements = preparation
        let pool = try ConnectionPool(.url(bouncer.url), configuration: configuration)
        let result: Result
        do {
            result = try await body(pool)
        } catch {
            await pool.close()
            throw error
        }
        await pool.close()
        return result
    }

    @Test func withoutCareStatementsAreNotFound() async throws {
        let bouncer = try await PgBouncer()
        let error = await #expect(throws: PGError.self) {
            try await withPool(bouncer, connections: 1, .always) { pool in
                for number in 0..<10 {
                    _ = try await pool.withTransaction {
                        try await $0.query("SELECT \(number) + 1")
                    }
                }
            }
        }
        #expect(error?.code == .statementOutdated)
        #expect(error?.sqlState == "26000" || error?.sqlState == "42P05")
    }

    @Test(arguments: preparations)
    func statementsRunWhicheverServerAnswers(_ preparation: StatementPreparation) async throws {
        let bouncer = try await PgBouncer()
        try await withPool(bouncer, preparation) { pool in
            var processes: Set<Int> = []
            for number in 0..<30 {
                let rows = try await pool.query(
                    "SELECT \(number) + 1, pg_backend_pid(), \("x") || 'y'")
                let row = try rows.one(Int.self, Int.self, String.self)
                #expect(row.0 == number + 1 && row.2 == "xy")
                processes.insert(row.1)
            }
            #expect(processes.count > 1)
        }
    }

    @Test(arguments: preparations)
    func transactionsAreNotDisturbed(_ preparation: StatementPreparation) async throws {
        let bouncer = try await PgBouncer()
        try await withPool(bouncer, preparation) { pool in
            try await pool.query("CREATE TABLE t (n int)")
            for number in 0..<20 {
                try await pool.withTransaction { transaction in
                    try await transaction.query("INSERT INTO t VALUES (\(number))")
                    let rows = try await transaction.query("SELECT n FROM t WHERE n = \(number)")
                    #expect(try rows.one(Int.self) == number)
                }
            }
            #expect(try await pool.query("SELECT count(*) FROM t").one(Int.self) == 20)
        }
    }

    @Test(arguments: preparations)
    func manyTasksSharePipelines(_ preparation: StatementPreparation) async throws {
        let bouncer = try await PgBouncer()
        try await withPool(bouncer, preparation) { pool in
            let sum = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 1...200 {
                    group.addTask {
                        try await pool.query(
                            "SELECT \(number) + \(raw: String(number % 7)) - \(raw: String(number % 7))"
                        )
                        .one(Int.self)
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(sum == 20100)
        }
    }

    @Test(arguments: preparations)
    func batchesAndManyRowsWork(_ preparation: StatementPreparation) async throws {
        let bouncer = try await PgBouncer()
        try await withPool(bouncer, preparation) { pool in
            try await pool.query("CREATE TABLE t (n int)")
            for unit in [Batch.Unit.oneTransaction, .eachAlone] {
                for round in 0..<5 {
                    var batch = Batch(unit)
                    batch.add("INSERT INTO t VALUES (\(round))")
                    let count = batch.add("SELECT count(*) FROM t WHERE n = \(round)", as: Int.self)
                    let results = try await pool.run(batch)
                    try results.check()
                    #expect(try results[count] == [unit == .oneTransaction ? 1 : 2])
                }
            }
            let rows = (0..<2500).map { [$0 as any ParameterEncodable] }
            #expect(try await pool.executeMany("INSERT INTO t VALUES ($1)", rows: rows) == 2500)
        }
    }

    // MARK: Time limits

    /// The pooler refuses settings at the start: the first connection tries twice, and from then on
    /// the limit travels with each transaction.
    @Test func aTimeLimitReachesTheServerWithEachTransactionAndLeavesNoTrace() async throws {
        let bouncer = try await PgBouncer(servers: 1)
        var configuration = PoolConfiguration()
        configuration.maximumConnections = 2
        configuration.connection.statementTimeout = .seconds(5)
        let pool = try ConnectionPool(.url(bouncer.url), configuration: configuration)
        for _ in 1...3 {
            let trips = try await pool.withConnection { connection in
                let before = await connection.roundTrips
                let inside = try await connection.withTransaction {
                    try await $0.query("SHOW statement_timeout").one(String.self)
                }
                #expect(inside == "6s")
                return await connection.roundTrips - before
            }
            #expect(trips == 2)
        }
        let left = try await pool.query("SHOW statement_timeout").one(String.self)
        #expect(left == "0")
        let stranger = try await Connection.connect(.url(bouncer.url))
        #expect(try await stranger.query("SHOW statement_timeout").one(String.self) == "0")
        await stranger.close()
        await pool.close()
    }

    @Test(arguments: preparations)
    func aTimeLimitStopsStatements(_ preparation: StatementPreparation) async throws {
        let bouncer = try await PgBouncer(servers: 1)
        var configuration = PoolConfiguration()
        configuration.maximumConnections = 1
        configuration.connection.statementTimeout = .milliseconds(60)
        configuration.connection.preparedStatements = preparation
        let pool = try ConnectionPool(.url(bouncer.url), configuration: configuration)
        for _ in 1...2 {
            let error = await #expect(throws: PGError.self) {
                try await pool.query("SELECT pg_sleep(60)")
            }
            #expect(error?.code == .deadlineExceeded)
            let inside = await #expect(throws: PGError.self) {
                try await pool.withTransaction { try await $0.query("SELECT pg_sleep(60)") }
            }
            #expect(inside?.code == .deadlineExceeded)
        }
        await pool.close()
    }

    /// One that drops them without a word: the transaction says it again until it is known who is
    /// there, and behind the pooler always.
    @Test func aTimeLimitReachesTheServerWherePoolersIgnoreSettings() async throws {
        let bouncer = try await PgBouncer(
            servers: 1, settings: ["ignore_startup_parameters": "options"])
        var configuration = PoolConfiguration()
        configuration.maximumConnections = 1
        configuration.connection.statementTimeout = .seconds(5)
        let pool = try ConnectionPool(.url(bouncer.url), configuration: configuration)
        for _ in 1...3 {
            let inside = try await pool.withTransaction {
                try await $0.query("SHOW statement_timeout").one(String.self)
            }
            #expect(inside == "6s")
        }
        #expect(try await pool.query("SHOW statement_timeout").one(String.self) == "0")
        await pool.close()
    }

    @Test func settingsThatCannotBePassedOnAreReported() async throws {
        let bouncer = try await PgBouncer(servers: 1)
        var configuration = ConnectionConfiguration()
        configuration.settings = ["work_mem": "1MB"]
        configuration.statementTimeout = .seconds(5)
        let error = await #expect(throws: PGError.self) {
            try await Connection.connect(.url(bouncer.url), configuration: configuration)
        }
        #expect(error?.code == .connectionFailed)
        #expect(error?.message.contains("options") == true)
        #expect(error?.hint?.contains("ALTER ROLE") == true)
    }

    @Test func severalProgramsShareTheServers() async throws {
        let bouncer = try await PgBouncer()
        try await withPool(bouncer, .automatic) { first in
            try await withPool(bouncer, .automatic) { second in
                for number in 0..<20 {
                    for pool in [first, second] {
                        let rows = try await pool.query("SELECT \(number) + 1")
                        #expect(try rows.one(Int.self) == number + 1)
                    }
                }
            }
        }
    }

    @Test func streamsWork() async throws {
        let bouncer = try await PgBouncer()
        try await withPool(bouncer, .automatic) { pool in
            for _ in 0..<6 {
                var sum = 0
                for try await chunk in pool.stream("SELECT generate_series(1, \(100))", chunk: 30) {
                    sum += try chunk.decode(Int.self).reduce(0, +)
                }
                #expect(sum == 5050)
            }
        }
    }

    @Test func cancellingATaskStopsItsStatementBehindThePooler() async throws {
        let bouncer = try await PgBouncer()
        let outside = try observer()
        try await withPool(bouncer, connections: 1, .automatic) { pool in
            let task = Task { try await pool.query("SELECT pg_sleep(60) AS behind_pooler") }
            try await eventually("the statement runs") {
                try await isRunning("behind_pooler", on: outside)
            }
            task.cancel()
            let error = await #expect(throws: PGError.self) { try await task.value }
            #expect(error?.code == .cancelled)
            #expect(try await !isRunning("behind_pooler", on: outside))
            #expect(try await pool.query("SELECT \(1) + 1").one(Int.self) == 2)
        }
        await outside.close()
    }

    @Test func aSettingThatIsUndoneDoesNotReachTheNext() async throws {
        let bouncer = try await PgBouncer(servers: 1)
        try await withPool(bouncer, .automatic) { pool in
            try await pool.withTransaction { transaction in
                try await transaction.query("SET LOCAL work_mem = '1234kB'")
                let rows = try await transaction.query("SHOW work_mem")
                #expect(try rows.one(String.self) == "1234kB")
            }
            #expect(try await pool.query("SHOW work_mem").one(String.self) != "1234kB")
        }
    }

    @Test func aSchemaChangeIsOutlivedBehindThePooler() async throws {
        let bouncer = try await PgBouncer()
        let outside = try observer()
        try await withPool(bouncer, .automatic) { pool in
            try await outside.query("CREATE TABLE t (a int)")
            try await outside.query("INSERT INTO t VALUES (1)")
            for _ in 0..<6 { _ = try await pool.query("SELECT * FROM t WHERE a = \(1)") }
            try await outside.query("ALTER TABLE t ALTER a TYPE real, ADD b int")
            for _ in 0..<6 {
                let rows = try await pool.query("SELECT * FROM t WHERE a = \(1)")
                #expect(rows.columnNames == ["a", "b"])
                #expect(try rows.one(Double.self, Int?.self).0 == 1)
            }
        }
        await outside.close()
    }

    @Test func withoutAPoolerNothingIsGivenUp() async throws {
        let connection = try await TestDatabase.current.connect()
        _ = try await connection.withTransaction { try await $0.query("SELECT \(1) + 1") }
        try await connection.query("DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$")

        #expect(try await connection.query("SELECT \(1) + 1").one(Int.self) == 2)

        let kept = try await connection.query(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%$1 + 1'")
        #expect(try kept.one(Int.self) == 1)
        await connection.close()
    }
}
