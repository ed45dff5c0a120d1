/// Takes things in order as soon as nothing they depend on is left, and opens circles where all that
/// are left wait for each other.
///
/// It walks from one thing to what it waits for. The walk goes on where the last circle was opened, so
/// that thousands of circles cost no more than their edges.
struct LevelSearch {
    private let edges: [DependencyOrder.Edge]
    /// The edges that lead from each thing, by their positions.
    private var outgoing: [[Int]]
    private var incoming: [[Int]]
    /// How many of the outgoing edges are known to be done or broken, of those that come first.
    private var passed: [Int]
    /// How many things each waits for.
    private var waiting: [Int]
    private var ready: [Int] = []
    private var isDone: [Bool]
    private var isBroken: [Bool]
    private var remaining: Int
    /// The edges of the walk, each from where the last one leads.
    private var path: [Int] = []
    /// Where the walk left each thing, or -1.
    private var places: [Int]
    /// No thing before it is left.
    private var firstLeft = 0
    private var result: DependencyOrder.Levels

    init(count: Int, edges: [DependencyOrder.Edge]) {
        self.edges = edges
        outgoing = Array(repeating: [], count: count)
        incoming = outgoing
        passed = Array(repeating: 0, count: count)
        waiting = passed
        places = Array(repeating: -1, count: count)
        isDone = Array(repeating: false, count: count)
        isBroken = Array(repeating: false, count: edges.count)
        remaining = count
        result = DependencyOrder.Levels(levels: passed, broken: [])
        for (index, edge) in edges.enumerated() {
            outgoing[edge.from].append(index)
            incoming[edge.to].append(index)
            waiting[edge.from] += 1
        }
        ready = (0..<count).filter { waiting[$0] == 0 }
    }

    mutating func levels() throws(DependencyOrder.Cycle) -> DependencyOrder.Levels {
        while true {
            takeReady()
            guard remaining > 0 else { return result }
            try openCircle()
        }
    }

    private mutating func takeReady() {
        while let next = ready.popLast() {
            isDone[next] = true
            remaining -= 1
            for index in incoming[next] where !isBroken[index] {
                let from = edges[index].from
                result.levels[from] = max(result.levels[from], result.levels[next] + 1)
                release(from)
            }
        }
    }

    private mutating func release(_ thing: Int) {
        waiting[thing] -= 1
        if waiting[thing] == 0 { ready.append(thing) }
    }

    // MARK: The walk

    private mutating func openCircle() throws(DependencyOrder.Cycle) {
        // Whatever is done now is at the end: it was waited for.
        while let last = path.last, !isOpen(last) { stepBack() }
        while isDone[firstLeft] { firstLeft += 1 }
        var current = path.last.map { edges[$0].to } ?? firstLeft
        while let edge = nextOpenEdge(from: current) {
            if places[current] >= 0 { return try open(path[places[current]...]) }
            places[current] = path.count
            path.append(edge)
            current = edges[edge].to
        }
    }

    /// Opens a circle at the edge that costs least, the first of several.
    private mutating func open(_ circle: ArraySlice<Int>) throws(DependencyOrder.Cycle) {
        var cheapest: (edge: Int, cost: Int)?
        for edge in circle {
            guard let cost = edges[edge].cost, cost < cheapest?.cost ?? .max else { continue }
            cheapest = (edge, cost)
        }
        guard let broken = cheapest?.edge else {
            throw DependencyOrder.Cycle(members: circle.map { edges[$0].from })
        }
        let length = places[edges[broken].from]
        isBroken[broken] = true
        result.broken.append(edges[broken])
        while path.count > length { stepBack() }
        release(edges[broken].from)
    }

    private mutating func stepBack() {
        if let last = path.popLast() { places[edges[last].from] = -1 }
    }

    private func isOpen(_ edge: Int) -> Bool { !isBroken[edge] && !isDone[edges[edge].to] }

    /// Everything that is left waits for something that is left.
    private mutating func nextOpenEdge(from thing: Int) -> Int? {
        while passed[thing] < outgoing[thing].count {
            let edge = outgoing[thing][passed[thing]]
            if isOpen(edge) { return edge }
            passed[thing] += 1
        }
        return nil
    }
}
