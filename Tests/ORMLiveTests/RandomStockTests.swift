import ORM
import PGTestKit
import Testing

/// Random deletions that go on to other rows, by the session and by the server, compared with a model.
@Suite("Random deletions on a server", .liveDatabase(.cascading), .timeLimit(.minutes(10)))
struct RandomStockTests {
    @Test(arguments: RandomSeeds.groups(of: 16))
    func `a deletion takes along what it should, and no more`(
        _ seeds: RandomSeeds
    ) async throws {
        for seed in seeds.values { try await run(seed: seed) }
    }

    private func run(seed: UInt64) async throws {
        try await TestDatabase.pool.query("TRUNCATE archives, racks, volumes, stickers")
        let session = RecordingSession(RecordingSource(try TestDatabase.pool))
        let work = StockWork(session, seed: seed)
        do {
            for _ in 0..<10 {
                for _ in 0..<Int.random(in: 1...16, using: &work.random) {
                    try await work.step(depth: 0)
                }
                try await work.end(commits: work.chance(65))
            }
        } catch {
            let story = work.log.suffix(60).joined(separator: "\n")
            Issue.record(error, "seed \(seed), after:\n\(story)")
        }
        await session.close()
    }
}
