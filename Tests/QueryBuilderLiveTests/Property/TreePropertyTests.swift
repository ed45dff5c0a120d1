import PGCore
import PGTestKit
import QueryBuilder
import Testing

@Suite("Random expressions on a server", .liveDatabase(.samples), .timeLimit(.minutes(2)))
struct TreePropertyTests {
    /// Each seed makes 600 rows of three trees.
    ///
    /// A failure names the seed and the row.
    @Test(arguments: [1, 20, 300, 4_000] as [UInt64])
    func `the server computes what the tree means`(seed: UInt64) async throws {
        var maker = TreeMaker(random: SeededGenerator(seed: seed))
        let pool = try TestDatabase.pool
        for number in 0..<600 {
            let integer = maker.integer(4)
            let truth = maker.boolean(5)
            let text = maker.text(4)
            let query = SampleRow.select { _ in
                (integer.expression, truth.expression, text.expression)
            }
            let row = try #require(
                try await query.fetchOne(on: pool), "seed \(seed), row \(number): \(query.sql)")
            #expect(
                row.0 == integer.value && row.1 == truth.value && row.2 == text.value,
                """
                seed \(seed), row \(number): \(query.sql)
                server: \(row)
                here: \((integer.value, truth.value, text.value))
                """)
        }
    }
}
