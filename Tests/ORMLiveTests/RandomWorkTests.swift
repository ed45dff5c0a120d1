import ORM
import PGTestKit
import Testing

/// Random work on a session, compared with a model that copies everything, and with the database.
///
/// A failure names its seed. `STRATA_RANDOM_SEEDS` says how many are tried.
@Suite("Random work on a server", .liveDatabase(.entities), .timeLimit(.minutes(10)))
struct RandomWorkTests {
    @Test(arguments: RandomSeeds.groups(of: 96))
    func `instances and rows are what a model says`(_ seeds: RandomSeeds) async throws {
        for seed in seeds.values {
            try await TestDatabase.pool.query(
                "TRUNCATE users, posts, categories, countries, comments")
            try await run(seed: seed)
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
