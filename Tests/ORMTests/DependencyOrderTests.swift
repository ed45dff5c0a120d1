import Testing

@testable import ORM

@Suite("Dependency order")
struct DependencyOrderTests {
    private func edge(
        _ from: Int, _ to: Int, breakable: Bool = false, cost: Int = 0
    ) -> DependencyOrder.Edge {
        DependencyOrder.Edge(from: from, to: to, cost: breakable ? cost : nil, tag: 0)
    }

    @Test func `a level is one more than what it depends on`() throws {
        let levels = try DependencyOrder.levels(
            count: 4, edges: [edge(0, 1), edge(1, 2), edge(0, 2)])

        #expect(levels == .init(levels: [2, 1, 0, 0], broken: []))
    }

    @Test func `a circle is opened at a breakable edge`() throws {
        let back = edge(0, 2, breakable: true)
        let levels = try DependencyOrder.levels(count: 3, edges: [edge(2, 1), edge(1, 0), back])

        #expect(levels == .init(levels: [0, 1, 2], broken: [back]))
    }

    @Test func `of two breakable edges the cheaper one goes`() throws {
        let (dear, cheap) = (
            edge(0, 1, breakable: true, cost: 2), edge(1, 0, breakable: true, cost: 1)
        )
        let levels = try DependencyOrder.levels(count: 2, edges: [dear, cheap])

        #expect(levels == .init(levels: [1, 0], broken: [cheap]))
    }

    @Test func `a thing may depend on itself`() throws {
        let own = edge(0, 0, breakable: true)
        #expect(try DependencyOrder.levels(count: 1, edges: [own]).broken == [own])
    }

    @Test func `a circle without a breakable edge is an error`() {
        let error = #expect(throws: DependencyOrder.Cycle.self) {
            try DependencyOrder.levels(count: 3, edges: [edge(0, 1), edge(1, 0), edge(2, 0)])
        }
        #expect(error?.members.sorted() == [0, 1])
    }

    @Test func `groups that need each other share a rank`() {
        let ranks = DependencyOrder.ranks(
            count: 4, edges: [(0, 1), (1, 2), (2, 1), (3, 3)])

        #expect(ranks[1] == ranks[2])
        #expect(ranks[0] > ranks[1])
    }

    @Test func `thousands of circles are opened, each at one edge`() throws {
        let pairs = (0..<5_000).flatMap {
            [edge(2 * $0, 2 * $0 + 1, breakable: true), edge(2 * $0 + 1, 2 * $0)]
        }
        #expect(try DependencyOrder.levels(count: 10_000, edges: pairs).broken.count == 5_000)
    }

    @Test func `a chain that leads both ways is opened between any two`() throws {
        let chain = (0..<9_999).flatMap {
            [edge($0, $0 + 1, breakable: true), edge($0 + 1, $0, breakable: true)]
        }
        let result = try DependencyOrder.levels(count: 10_000, edges: chain)
        #expect(result.broken.count == 9_999)
        #expect(Set(result.levels).count == 10_000)
    }

    @Test(arguments: 0..<200)
    func `whatever is not broken is satisfied`(_ seed: UInt64) throws {
        var random = Lehmer(state: seed &* 2_654_435_761 | 1)
        let count = Int.random(in: 1...12, using: &random)
        let edges = (0..<Int.random(in: 0...24, using: &random)).map { number in
            DependencyOrder.Edge(
                from: Int.random(in: 0..<count, using: &random),
                to: Int.random(in: 0..<count, using: &random), cost: 0, tag: number)
        }

        let result = try DependencyOrder.levels(count: count, edges: edges)

        for edge in edges where !result.broken.contains(edge) {
            #expect(result.levels[edge.from] > result.levels[edge.to])
        }
        let ranks = DependencyOrder.ranks(count: count, edges: edges.map { ($0.from, $0.to) })
        for edge in edges { #expect(ranks[edge.from] >= ranks[edge.to]) }
    }
}

/// Random numbers that are the same in every run.
struct Lehmer: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
