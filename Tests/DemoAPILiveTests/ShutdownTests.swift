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
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "strata-demo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let demo = try await RunningDemo.serving(
            in: folder, database: try TestDatabase.current.url)
        let answer = try await TestDatabase.pool.withTransaction { transaction in
            try await transaction.query("LOCK TABLE users IN ACCESS EXCLUSIVE MODE")
            let answer = Task { try await demo.get("/raw/users?limit=1") }
            try await eventually("the request waits") {
                try await TestDatabase.pool.query(
                    """
                    SELECT count(*) FROM pg_stat_activity
                    WHERE datname = current_database() AND wait_event_type = 'Lock'
                    """
                ).one(Int.self) == 1
            }
            demo.interrupt()
            return answer
        }
        #expect(try await answer.value.0 == .ok)
        #expect(await demo.finish().status == 0)
    }
}
