import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("Lost connections", .liveDatabase, .timeLimit(.minutes(1)))
struct LostServerTests {
    @Test func aServerKilledInMidQueryFailsTheStatementAndThePoolRecovers() async throws {
        let outside = try observer()
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            let task = Task { try await pool.query("SELECT pg_sleep(60) AS kill_me") }
            try await eventually("it runs") { try await isRunning("kill_me", on: outside) }

            try await outside.query(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND query LIKE '%kill_me%'
                AND pid <> pg_backend_pid()
                """)

            let error = await #expect(throws: PGError.self) { try await task.value }
            #expect(error?.code == .connectionLost)
            #expect(error?.execution == .mayHaveRun)
            #expect(error?.sqlState == "57P01")
            #expect(try await pool.query("SELECT 1").count == 1)
        }
        await outside.close()
    }

    @Test func aConnectionThatDiedWhileIdleIsNotLent() async throws {
        let outside = try observer()
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            let pid = try await pool.query("SELECT pg_backend_pid()").decode(Int.self)[0]

            try await outside.query("SELECT pg_terminate_backend(\(pid)::int4)")
            try await eventually("the pool notices") { await pool.statistics.connections == 0 }

            #expect(try await pool.query("SELECT pg_backend_pid()").decode(Int.self) != [pid])
        }
        await outside.close()
    }

    @Test func everyStatementInThePipelineIsAnswered() async throws {
        let outside = try observer()
        let connection = try await TestDatabase.current.connect()
        let tasks = (0..<10).map { number in
            Task { try await connection.query("SELECT pg_sleep(60), \(number)::int4 AS kill_all") }
        }
        try await eventually("all are under way") { await connection.pendingCount == 10 }
        try await eventually("one runs") { try await isRunning("kill_all", on: outside) }

        try await outside.query("SELECT pg_terminate_backend(\(connection.backendProcessID))")

        for task in tasks {
            let error = await #expect(throws: PGError.self) { try await task.value }
            #expect(error?.code == .connectionLost)
        }
        let after = await #expect(throws: PGError.self) { try await connection.query("SELECT 1") }
        #expect(after?.execution == .notSent)
        await outside.close()
    }

    @Test func aMissingDatabaseIsNamed() async throws {
        let url = try TestDatabase.current.url + " dbname=no_such_database"

        let error = await #expect(throws: PGError.self) { try await Connection.connect(.url(url)) }

        #expect(error?.code == .connectionFailed)
        #expect(error?.message.contains("no_such_database") == true)
    }

    @Test func anUnknownSettingIsRefusedWithoutShowingThePassword() async throws {
        let url = try TestDatabase.current.url + " password=wr0ng-s3cret nonsense=1"

        let error = await #expect(throws: PGError.self) { try await Connection.connect(.url(url)) }

        #expect(error?.code == .invalidConfiguration)
        #expect(String(reflecting: error).contains("wr0ng-s3cret") == false)
    }

    @Test func nobodyListening() async throws {
        let error = await #expect(throws: PGError.self) {
            try await Connection.connect(.url("postgresql://x@127.0.0.1:1/x"))
        }

        #expect(error?.code == .connectionFailed)
        #expect(error?.message.contains("127.0.0.1") == true)
    }

    @Test func aPoolTellsItsCallersWhyItCannotConnect() async throws {
        let pool = try ConnectionPool(.url("postgresql://x@127.0.0.1:1/x"))

        let errors = await withTaskGroup(of: PGError?.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    await #expect(throws: PGError.self) { try await pool.query("SELECT 1") }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }

        #expect(errors.allSatisfy { $0?.code == .connectionFailed && $0?.execution == .notSent })
        await pool.close()
    }

    @Test(arguments: ["postgresql://[", "host", "nonsense=1", "postgresql://h/d?sslmode"])
    func aMalformedConnectionStringIsRefused(text: String) throws {
        let error = #expect(throws: PGError.self) { _ = try ConnectionPool(.url(text)) }
        #expect(error?.code == .invalidConfiguration)
    }
}
