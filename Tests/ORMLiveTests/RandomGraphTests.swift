import ORM
import PGTestKit
import Testing

/// Random work on relationships of every kind, compared with sets and dictionaries from every side,
/// and with the database.
///
/// A failure names its seed. `STRATA_RANDOM_SEEDS` says how many are tried.
@Suite("Random relationships on a server", .liveDatabase(.related), .timeLimit(.minutes(10)))
struct RandomGraphTests {
    @Test(arguments: RandomSeeds.groups(of: 16))
    func `every side and every row is what a model says`(_ seeds: RandomSeeds) async throws {
        for seed in seeds.values { try await run(seed: seed) }
    }

    private func run(seed: UInt64) async throws {
        try await TestDatabase.pool.query(
            """
            TRUNCATE authors, groups, articles, tags, taggings, profiles, badges, author_groups,
            friendships
            """)
        var graph = Graph()
        for part in 0..<3 {
            let session = RecordingSession(RecordingSource(try TestDatabase.pool))
            let work = GraphWork(
                session, graph, seed: seed &* 7 &+ UInt64(part), firstLabel: part * 10_000)
            do {
                try await work.begin()
                for _ in 0..<5 {
                    for _ in 0..<Int.random(in: 1...16, using: &work.random) {
                        try await work.step(depth: 0)
                    }
                    try await work.end(commits: work.chance(60))
                }
            } catch {
                let story = work.log.suffix(60).joined(separator: "\n")
                Issue.record(error, "seed \(seed), part \(part), after:\n\(story)")
                await session.close()
                return
            }
            graph = work.graph
            await session.close()
        }
    }
}
