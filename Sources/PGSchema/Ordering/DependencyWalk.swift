/// A depth-first walk over numbered nodes that finds an order, the edges closing a cycle, and the
/// strongly connected groups (Tarjan's algorithm, with an explicit stack instead of recursion).
struct DependencyWalk {
    /// The nodes in the order they were finished: dependencies first.
    private(set) var order: [Int] = []
    /// The edges that lead back to a node whose walk had not finished.
    private(set) var backEdges: [(from: Int, to: Int)] = []
    /// Strongly connected groups of more than one node, each in the order they were finished.
    private(set) var components: [[Int]] = []

    private let edges: [[Int]]
    private var discovered: [Int]
    private var lowest: [Int]
    private var isFinished: [Bool]
    private var isOpen: [Bool]
    private var open: [Int] = []
    private var path: [(node: Int, next: Int)] = []
    private var count = 0

    init(edges: [[Int]]) {
        self.edges = edges
        discovered = Array(repeating: -1, count: edges.count)
        lowest = Array(repeating: 0, count: edges.count)
        isFinished = Array(repeating: false, count: edges.count)
        isOpen = Array(repeating: false, count: edges.count)
        for root in edges.indices where discovered[root] < 0 {
            enter(root)
            while let (node, next) = path.last { step(node, next) }
        }
        sortComponents()
    }

    private mutating func enter(_ node: Int) {
        discovered[node] = count
        lowest[node] = count
        count += 1
        isOpen[node] = true
        open.append(node)
        path.append((node, 0))
    }

    private mutating func step(_ node: Int, _ next: Int) {
        guard next < edges[node].count else { return leave(node) }
        path[path.count - 1].next += 1
        let target = edges[node][next]
        if discovered[target] < 0 {
            enter(target)
        } else if isOpen[target] {
            lowest[node] = min(lowest[node], discovered[target])
            if !isFinished[target], target != node { backEdges.append((node, target)) }
        }
    }

    private mutating func leave(_ node: Int) {
        path.removeLast()
        isFinished[node] = true
        order.append(node)
        if let parent = path.last?.node { lowest[parent] = min(lowest[parent], lowest[node]) }
        if lowest[node] == discovered[node] { closeComponent(upTo: node) }
    }

    private mutating func closeComponent(upTo root: Int) {
        var component: [Int] = []
        while let node = open.popLast() {
            isOpen[node] = false
            component.append(node)
            if node == root { break }
        }
        if component.count > 1 { components.append(component) }
    }

    private mutating func sortComponents() {
        guard !components.isEmpty else { return }
        var rank = Array(repeating: 0, count: order.count)
        for (position, node) in order.enumerated() { rank[node] = position }
        components = components.map { $0.sorted { rank[$0] < rank[$1] } }
    }
}
