import ORM
import PGTestKit
import Testing

/// Random work on a session, compared with a model that copies everything, and with the database.
///
/// A failure names its seed: it is the test's argument.
@Suite("Random work on a server", .liveDatabase(.entities), .timeLimit(.minutes(3)))
struct RandomWorkTests {
    @Test(arguments: 0..<8)
    func `instances and rows are what a model says`(_ group: UInt64) async throws {
        for number in 1...12 {
            try await TestDatabase.pool.query(
                "TRUNCATE users, posts, categories, countries, comments")
            try await run(seed: group * 1_000 + UInt64(number))
        }
    }

    private func run(seed: UInt64) async throws {
        let source = RecordingSource(try TestDatabase.pool)
        let session = RecordingSession(source)
        let work = WorldWork(session, seed: seed)
        do {
            for _ in 0..<10 {
                for _ in 0..<Int.random(in: 1...14, using: &work.random) {
                    try await work.step(depth: 0)
                }
                try work.checkInstances()
                try await work.end(commits: Int.random(in: 0..<100, using: &work.random) < 65)
                try work.checkInstances()
                try await work.checkRows()
            }
        } catch {
            let story = work.log.suffix(150).joined(separator: "\n")
            Issue.record(error, "seed \(seed), after:\n\(story)")
        }
        await session.close()
    }
}
