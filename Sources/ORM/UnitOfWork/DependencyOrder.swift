/// Orders things so that each comes after what it depends on.
enum DependencyOrder {
    /// One thing depends on another.
    struct Edge: Hashable {
        let from: Int
        let to: Int
        /// What it costs to satisfy the dependency later, compared with others, or `nil` where that
        /// cannot be.
        let cost: Int?
        /// What the caller calls the edge.
        let tag: Int
    }

    struct Levels: Equatable {
        /// For each thing, one more than the highest level it depends on.
        var levels: [Int]
        /// The edges that were left out, because they closed a circle.
        var broken: [Edge]
    }

    /// A circle that no breakable edge opens: the things on it.
    struct Cycle: Error, Equatable {
        var members: [Int]
    }

    /// Returns a rank for each of `count` groups: what a group depends on has a lower rank, and
    /// groups that depend on each other share one.
    static func ranks(count: Int, edges: [(from: Int, to: Int)]) -> [Int] {
        var search = ComponentSearch(count: count, edges: edges)
        for group in 0..<count where search.index[group] < 0 { search.visit(group) }
        return search.rank
    }

    /// Returns the level of each of `count` things, leaving out breakable edges where there is no
    /// other way, and of those on a circle the one that costs least.
    static func levels(count: Int, edges: [Edge]) throws(Cycle) -> Levels {
        var search = LevelSearch(count: count, edges: edges)
        return try search.levels()
    }
}

/// Tarjan's search for groups that depend on each other.
private struct ComponentSearch {
    private let targets: [[Int]]
    private(set) var index: [Int]
    private(set) var rank: [Int]
    private var low: [Int]
    private var isOnStack: [Bool]
    private var stack: [Int] = []
    private var nextIndex = 0
    private var nextRank = 0

    init(count: Int, edges: [(from: Int, to: Int)]) {
        var targets: [[Int]] = Array(repeating: [], count: count)
        for edge in edges { targets[edge.from].append(edge.to) }
        self.targets = targets
        index = Array(repeating: -1, count: count)
        low = index
        rank = index
        isOnStack = Array(repeating: false, count: count)
    }

    /// Recursion is as deep as the longest chain of types, which people write by hand.
    mutating func visit(_ node: Int) {
        index[node] = nextIndex
        low[node] = nextIndex
        nextIndex += 1
        stack.append(node)
        isOnStack[node] = true
        for target in targets[node] {
            if index[target] < 0 {
                visit(target)
                low[node] = min(low[node], low[target])
            } else if isOnStack[target] {
                low[node] = min(low[node], index[target])
            }
        }
        guard low[node] == index[node] else { return }
        while let member = stack.popLast() {
            isOnStack[member] = false
            rank[member] = nextRank
            if member == node { break }
        }
        nextRank += 1
    }
}
