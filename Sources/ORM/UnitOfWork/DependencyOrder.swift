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
        var result = Levels(levels: Array(repeating: 0, count: count), broken: [])
        var waiting = Array(repeating: 0, count: count)
        var outgoing: [[Edge]] = Array(repeating: [], count: count)
        var incoming: [[Edge]] = Array(repeating: [], count: count)
        for edge in edges {
            waiting[edge.from] += 1
            outgoing[edge.from].append(edge)
            incoming[edge.to].append(edge)
        }
        var ready = (0..<count).filter { waiting[$0] == 0 }
        var isDone = Array(repeating: false, count: count)
        var isBroken: Set<Edge> = []
        var remaining = count
        while remaining > 0 {
            while let next = ready.popLast() {
                isDone[next] = true
                remaining -= 1
                for edge in incoming[next] where !isBroken.contains(edge) {
                    result.levels[edge.from] = max(
                        result.levels[edge.from], result.levels[next] + 1)
                    waiting[edge.from] -= 1
                    if waiting[edge.from] == 0 { ready.append(edge.from) }
                }
            }
            guard remaining > 0, let start = isDone.firstIndex(of: false) else { break }
            let open = outgoing.map { $0.filter { !isDone[$0.to] && !isBroken.contains($0) } }
            let cycle = findCycle(from: start, outgoing: open)
            guard let edge = cheapest(cycle) else { throw Cycle(members: cycle.map(\.from)) }
            isBroken.insert(edge)
            result.broken.append(edge)
            waiting[edge.from] -= 1
            if waiting[edge.from] == 0 { ready.append(edge.from) }
        }
        return result
    }

    private static func cheapest(_ cycle: [Edge]) -> Edge? {
        var best: (edge: Edge, cost: Int)?
        for edge in cycle {
            guard let cost = edge.cost, cost < best?.cost ?? .max else { continue }
            best = (edge, cost)
        }
        return best?.edge
    }

    /// Walks along open edges until a thing comes up again; every thing left has one.
    private static func findCycle(from start: Int, outgoing: [[Edge]]) -> [Edge] {
        var path: [Edge] = []
        var positions: [Int: Int] = [:]
        var current = start
        while let edge = outgoing[current].first {
            if let position = positions[current] { return Array(path[position...]) }
            positions[current] = path.count
            path.append(edge)
            current = edge.to
        }
        return path
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
