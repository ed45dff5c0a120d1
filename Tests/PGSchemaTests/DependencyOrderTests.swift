import PGSchema
import Testing

@Suite("Dependency order")
struct DependencyOrderTests {
    private func order(_ nodes: String, _ edges: [Character: String])
        -> DependencyOrder<Character>
    {
        DependencyOrder(of: nodes) { Array(edges[$0] ?? "") }
    }

    @Test func `keeps the given order where nothing constrains it`() {
        #expect(String(order("cab", [:]).nodes) == "cab")
    }

    @Test func `puts dependencies first`() {
        let result = order("abcd", ["a": "c", "c": "d", "b": "a"])

        #expect(String(result.nodes) == "dcab")
        #expect(result.deferred.isEmpty)
        #expect(result.cycles.isEmpty)
    }

    @Test func `reports a cycle and sets aside one dependency of it`() {
        let result = order("abcx", ["a": "b", "b": "c", "c": "a", "x": "b"])

        #expect(String(result.nodes) == "cbax")
        #expect(result.deferred.map { "\($0.dependent)\($0.dependency)" } == ["ca"])
        #expect(result.cycles == [["c", "b", "a"]])
    }

    @Test func `a node that depends on itself is no cycle`() {
        let result = order("a", ["a": "a"])

        #expect(String(result.nodes) == "a")
        #expect(result.deferred.isEmpty)
        #expect(result.cycles.isEmpty)
    }

    @Test func `ignores unknown dependencies and repeated nodes`() {
        #expect(String(order("aba", ["a": "zb"]).nodes) == "ba")
    }

    @Test func `a chain of a hundred thousand does not exhaust the stack`() {
        let count = 100_000

        let result = DependencyOrder(of: 0..<count) { $0 + 1 < count ? [$0 + 1] : [] }

        #expect(result.nodes == Array((0..<count).reversed()))
    }

    @Test(arguments: 0..<50)
    func `every dependency that is not set aside is satisfied`(seed: Int) {
        var generator = Generator(state: UInt64(seed) + 1)
        let count = Int.random(in: 1...12, using: &generator)
        let edges = (0..<count).map { _ in
            (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                Int.random(in: 0..<count, using: &generator)
            }
        }

        let result = DependencyOrder(of: 0..<count) { edges[$0] }

        #expect(result.nodes.sorted() == Array(0..<count))
        let rank = Dictionary(
            uniqueKeysWithValues: result.nodes.enumerated().map { ($1, $0) })
        let late = Set(result.deferred)
        let groups = result.cycles.map(Set.init)
        for (node, targets) in edges.enumerated() {
            for target in targets where target != node {
                let edge = DependencyOrder<Int>.Dependency(dependent: node, dependency: target)
                let isSatisfied = (rank[target] ?? 0) < (rank[node] ?? 0)
                #expect(isSatisfied != late.contains(edge))
                if late.contains(edge) {
                    #expect(groups.contains { $0.contains(node) && $0.contains(target) })
                }
            }
        }
    }

    /// A small deterministic generator, so that a failure can be repeated.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }
}
