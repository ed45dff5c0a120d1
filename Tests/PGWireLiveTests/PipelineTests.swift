import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("Pipelines", .liveDatabase, .timeLimit(.minutes(1)))
struct PipelineTests {
    @Test(arguments: PollerKind.allCases)
    func hundredTasksShareOneConnection(poller: PollerKind) async throws {
        let loop = EventLoop(poller: poller)
        var configuration = PoolConfiguration()
        configuration.maximumConnections = 1
        configuration.pipelineDepth = 128
        let pool = try ConnectionPool(
            .url(TestDatabase.current.url), configuration: configuration, logger: nil, loops: [loop]
        )

        let sum = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 1...100 {
                group.addTask {
                    try await pool.query("SELECT \(number)::int4").decode(Int.self)[0]
                }
            }
            return try await group.reduce(0, +)
        }

        #expect(sum == 5050)
        #expect(await pool.statistics.connections == 1)
        await pool.close()
        loop.stop()
    }

    @Test func anErrorLeavesTheOthersAlone() async throws {
        let connection = try await TestDatabase.current.connect()
        try await connection.query("CREATE TABLE t (n int PRIMARY KEY)")
        let tasks = try await whileLockIsHeld { release in
            let blocker = Task { try await connection.query("SELECT pg_advisory_xact_lock(1)") }
            try await eventually("the blocker is under way") { await connection.pendingCount == 1 }
            let tasks = (1...20).map { number in
                Task { () -> Int in
                    if number % 5 == 0 {
                        return try await connection.query("SELECT 1 / \(0)::int4").count
                    }
                    return try await connection.query("INSERT INTO t VALUES (\(number))")
                        .affectedRows
                }
            }
            try await eventually("all are in the pipeline") { await connection.pendingCount == 21 }
            try await release()
            _ = try await blocker.value
            return tasks
        }

        for (index, task) in tasks.enumerated() {
            if (index + 1) % 5 == 0 {
                let error = await #expect(throws: PGError.self) { try await task.value }
                #expect(error?.sqlState == "22012")
            } else {
                #expect(try await task.value == 1)
            }
        }
        #expect(try await connection.query("SELECT count(*) FROM t").decode(Int.self) == [16])
        await connection.close()
    }

    @Test func aSyntaxErrorInManyCopiesIsReportedToEachCaller() async throws {
        let connection = try await TestDatabase.current.connect()
        let tasks = (0..<10).map { _ in Task { try await connection.query("SELEKT 1") } }

        for task in tasks {
            let error = await #expect(throws: PGError.self) { try await task.value }
            #expect(error?.sqlState == "42601")
        }
        #expect(try await connection.query("SELECT 1").count == 1)
        await connection.close()
    }

    @Test func resultsLargerThanTheSocketBuffersCrossBothWays() async throws {
        let pool = try TestDatabase.pool
        let text = String(repeating: "0123456789", count: 300_000)

        let lengths = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let rows = try await pool.query("SELECT \(text) || 'x'")
                    return try rows.decode(String.self)[0].utf8.count
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }

        #expect(lengths == Array(repeating: 3_000_001, count: 8))
    }

    @Test(arguments: ["DEALLOCATE ALL", "DISCARD ALL"])
    func statementsFreedBehindTheDriversBackAreParsedAgain(sql: String) async throws {
        let connection = try await TestDatabase.current.connect()
        for round in 1...3 {
            #expect(try await connection.query("SELECT \(round)::int4").decode(Int.self) == [round])
            try await connection.query("\(raw: sql)")
        }
        await connection.close()
    }

    @Test func moreStatementsThanAConnectionKeepsAreFreed() async throws {
        let connection = try await TestDatabase.current.connect()
        for number in 0..<300 {
            _ = try await connection.query("SELECT \(raw: String(number))")
        }

        let kept = try await connection.query("SELECT count(*) FROM pg_prepared_statements")

        #expect(try kept.decode(Int.self)[0] <= 257)
        await connection.close()
    }
}
