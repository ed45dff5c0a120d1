import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("Input buffer", .liveDatabase, .timeLimit(.minutes(1)))
struct InputBufferTests {
    private let large: SQLStatement = "SELECT repeat('x', 100) FROM generate_series(1, 3000)"

    @Test func smallResultsLeaveItAlone() async throws {
        let connection = try await TestDatabase.current.connect()
        for _ in 0..<10 { try await connection.query("SELECT 1") }
        #expect(await connection.inputBuffer == .small)
        await connection.close()
    }

    @Test func aLargeResultMakesItGrowWithTheNextStatement() async throws {
        let connection = try await TestDatabase.current.connect()
        try await connection.query(large)
        #expect(await connection.inputBuffer == .tooSmall)
        #expect(await connection.pendingCount == 0)
        for number in 1...3 {
            #expect(
                try await connection.query("SELECT \(number)::int4").decode(Int.self) == [number])
            #expect(await connection.inputBuffer == .large)
        }
        #expect(try await connection.query(large).count == 3000)
        await connection.close()
    }

    @Test func aTransactionIsNotDisturbedByIt() async throws {
        let connection = try await TestDatabase.current.connect()
        try await connection.executeOnce("BEGIN")
        try await connection.query(large)
        await #expect(throws: PGError.self) { try await connection.query("SELECT 1 / 0") }
        await #expect(throws: PGError.self) { try await connection.query("SELECT 1") }
        try await connection.executeOnce("ROLLBACK")
        #expect(try await connection.query("SELECT 1").decode(Int.self) == [1])
        await connection.close()
    }

    @Test func aTaskCancelledRightAfterItLeavesTheConnectionUsable() async throws {
        let connection = try await TestDatabase.current.connect()
        try await connection.query(large)
        let task = Task { try await connection.query("SELECT pg_sleep(60)") }
        try await eventually("the growth and the sleep are under way") {
            await connection.pendingCount == 1
        }
        task.cancel()
        await #expect(throws: PGError.self) { try await task.value }
        #expect(try await connection.query("SELECT 1").decode(Int.self) == [1])
        await connection.close()
    }
}
