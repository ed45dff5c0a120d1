import ORM
import ORMTestSupport
import PGTestKit
import Testing

extension DatabaseTemplate {
    /// The tables with keys of several columns, and one whose rows are only marked as deleted.
    static let keys = DatabaseTemplate(
        "orm_keys",
        (try? Schema(Order.self, OrderLine.self, Shipment.self, Document.self)
            .createStatements()) ?? [])
}

/// Random work on keys of several columns and on hidden rows, compared with a model.
@Suite("Random keys on a server", .liveDatabase(.keys), .timeLimit(.minutes(10)))
struct RandomKeyTests {
    @Test(arguments: RandomSeeds.groups(of: 16))
    func `keys that change are found again, and rows agree`(_ seeds: RandomSeeds) async throws {
        for seed in seeds.values { try await run(seed: seed) }
    }

    private func run(seed: UInt64) async throws {
        try await TestDatabase.pool.query(
            "TRUNCATE orders, order_lines, shipments, documents")
        let session = RecordingSession(RecordingSource(try TestDatabase.pool))
        let work = KeyWork(session, seed: seed)
        do {
            for _ in 0..<10 {
                for _ in 0..<Int.random(in: 1...14, using: &work.random) {
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
