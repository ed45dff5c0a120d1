/// Things in an order in which each comes after what it depends on.
///
/// The order is deterministic: what nothing constrains stays in the order it was given in. Where
/// dependencies form a cycle, as few as the walk needs are set aside in ``deferred``; the order
/// satisfies all others. Takes time linear in things and dependencies, and no recursion, so that
/// long chains are fine.
public struct DependencyOrder<Node: Hashable & Sendable>: Sendable {
    /// One thing that needs another.
    public struct Dependency: Sendable, Hashable {
        /// The thing that needs the other.
        public let dependent: Node
        /// The thing that is needed.
        public let dependency: Node

        /// Makes a dependency.
        public init(dependent: Node, dependency: Node) {
            self.dependent = dependent
            self.dependency = dependency
        }
    }

    /// Everything, dependencies first.
    public private(set) var nodes: [Node] = []

    /// The dependencies the order does not satisfy, each of them part of a cycle.
    ///
    /// A thing that depends on itself is not listed: no order could change that.
    public private(set) var deferred: [Dependency] = []

    /// The groups of two or more things that depend on each other, in the order of ``nodes``.
    public private(set) var cycles: [[Node]] = []

    /// Orders things.
    ///
    /// A dependency that is not among `nodes` is ignored, and so is a repeated node.
    public init(
        of nodes: some Sequence<Node>, dependencies: (Node) throws -> some Sequence<Node>
    ) rethrows {
        var unique: [Node] = []
        var positions: [Node: Int] = [:]
        for node in nodes where positions[node] == nil {
            positions[node] = unique.count
            unique.append(node)
        }
        let edges = try unique.map { node in
            try dependencies(node).compactMap { positions[$0] }
        }
        let walk = DependencyWalk(edges: edges)
        self.nodes = walk.order.map { unique[$0] }
        deferred = walk.backEdges.map {
            Dependency(dependent: unique[$0.from], dependency: unique[$0.to])
        }
        cycles = walk.components.map { $0.map { unique[$0] } }
    }
}
