import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

/// Random work on rows with a version, while another connection writes them, compared with a model.
@Suite("Random races on a server", .liveDatabase(.writes), .timeLimit(.minutes(10)))
struct RandomRaceTests {
    @Test(arguments: RandomSeeds.groups(of: 16))
    func `a lost race is noticed, and no other is`(_ seeds: RandomSeeds) async throws {
        var losses = 0
        for seed in seeds.values {
            losses += try await run(Note.self, seed: seed)
            losses += try await run(Reading.self, seed: seed)
            losses += try await run(Ticket.self, seed: seed)
        }
        #expect(losses > 0)
    }

    private func run<E: VersionedRow>(_ type: E.Type, seed: UInt64) async throws -> Int {
        try await TestDatabase.pool.query("TRUNCATE \(raw: E.tableName)")
        let session = RecordingSession(RecordingSource(try TestDatabase.pool))
        let work = RaceWork<E>(session, seed: seed)
        do {
            for _ in 0..<10 {
                do {
                    for _ in 0..<Int.random(in: 1...16, using: &work.random) {
                        try await work.step(depth: 0)
                    }
                    try await work.end(commits: work.chance(70))
                } catch let error as PGError where error.code == .staleData {
                    try await work.lose()
                }
            }
        } catch {
            let story = work.log.suffix(60).joined(separator: "\n")
            Issue.record(error, "\(type), seed \(seed), after:\n\(story)")
        }
        await session.close()
        return work.losses
    }
}
