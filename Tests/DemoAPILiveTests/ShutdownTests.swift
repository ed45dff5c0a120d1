import Foundation
import Hummingbird
import PGCore
import PGTestKit
import PGWire
import Testing

@testable import DemoAPI

@Suite("The end of the program", .liveDatabase, .timeLimit(.minutes(2)))
struct ShutdownTests {
    @Test("what is in flight when the program is told to end gets its answer")
    func finishesRequests() async throws {
        try await withDemo { demo in
            let answer = try await whileUsersAreLocked {
                let answer = Task { try await demo.get("/raw/users?limit=1") }
                try await requestWaits()
                demo.interrupt()
                return answer
            }
            #expect(try await answer.value.0 == .ok)
            #expect(await demo.finish().status == 0)
        }
    }

    @Test("what does not end in time is stopped, and so is its statement")
    func stopsRequests() async throws {
        let arguments = ["serve", "--request-timeout", "600", "--shutdown-timeout", "0.5"]
        try await withDemo(arguments) { demo in
            try await whileUsersAreLocked {
                let answer = Task { try await demo.get("/raw/users?limit=1") }
                try await requestWaits()
                let start = ContinuousClock.now
                demo.interrupt()
                _ = await demo.finish()
                #expect(ContinuousClock.now - start < Settings().shutdownTimeout)
                try await eventually("no statement waits") { try await waitingStatements() == 0 }
                _ = await answer.result
            }
        }
    }

    /// Runs `body` with the program, over the database of the test.
    private func withDemo(
        _ arguments: [String] = [], _ body: (RunningDemo) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            try await RunningDemo.withServing(
                in: folder, database: try TestDatabase.current.url, arguments: arguments, body)
        }
    }

    /// Nobody reads users while `body` runs.
    private func whileUsersAreLocked<Answer>(
        _ body: () async throws -> Answer
    ) async throws -> Answer {
        try await TestDatabase.pool.withTransaction { transaction in
            try await transaction.query("LOCK TABLE users IN ACCESS EXCLUSIVE MODE")
            return try await body()
        }
    }

    private func requestWaits() async throws {
        try await eventually("the request waits") { try await waitingStatements() == 1 }
    }

    private func waitingStatements() async throws -> Int {
        try await TestDatabase.pool.query(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'
            """
        ).one(Int.self)
    }
}
