extension SelectStatement {
    /// The same grouped by all the keys, by all but the last, and so on to none.
    func rolledUp(_ keys: [any GroupKey]) -> SelectStatement {
        grouped(by: [.list("ROLLUP ", keys.map(\.element))])
    }

    /// The same grouped by every subset of the keys.
    func cubed(_ keys: [any GroupKey]) -> SelectStatement {
        grouped(by: [.list("CUBE ", keys.map(\.element))])
    }

    /// The same grouped by sets of the keys; a key that none of them names is in each.
    func grouped(_ keys: [any GroupKey], inSets sets: [[any GroupTerm]]) -> SelectStatement {
        let element = SQLNode.list("GROUPING SETS ", sets.map(groupingSet))
        let named = Set(element.leaves.map(\.text))
        let others = keys.filter { key in
            !key.selectedExpressions.allSatisfy { named.contains($0.text) }
        }
        return grouped(by: others.flatMap { $0.selectedExpressions } + [element])
    }

    private func grouped(by elements: [SQLNode]) -> SelectStatement {
        var copy = self
        copy.groupBy = elements
        return copy
    }
}

extension GroupKey {
    /// The key as one element of a list: several columns are taken as one.
    fileprivate var element: SQLNode {
        let nodes = selectedExpressions
        return nodes.count == 1 ? nodes[0] : .list("", nodes)
    }
}

extension SQLNode {
    /// The expressions in a list of lists.
    fileprivate var leaves: [SQLNode] {
        guard case .enclosed(_, let nodes) = kind else { return [self] }
        return nodes.flatMap(\.leaves)
    }

    /// The node as SQL, by which keys are told apart: they have no parameters.
    fileprivate var text: String {
        var renderer = Renderer()
        renderer.append(self)
        return renderer.statement.text
    }
}
