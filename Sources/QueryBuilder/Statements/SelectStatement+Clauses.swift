extension SelectStatement {
    /// Adds a condition to those there are; `nil` adds none.
    package mutating func filter(_ condition: SQLNode?) {
        predicate = SQLNode.all(predicate, condition)
    }

    /// Adds a condition on groups.
    package mutating func filterGroups(_ condition: SQLNode) {
        having = SQLNode.all(having, condition)
    }

    package mutating func order<each Term: OrderTerm>(by terms: repeat each Term) {
        for term in repeat each terms { orderBy.append(term.ordering) }
    }

    package mutating func group<each Key: GroupTerm>(by keys: repeat each Key) {
        for key in repeat each keys { groupBy += key.groupingElements }
    }

    mutating func deduplicate<each Key: GroupTerm>(on keys: repeat each Key) {
        var nodes: [SQLNode] = []
        for key in repeat each keys { nodes += key.groupingElements }
        rareClauses.distinctOn = nodes
    }

    mutating func lock(_ strength: LockStrength, _ tables: [String], _ waiting: LockWaiting?) {
        rareClauses.locks.append(
            LockClause(strength: strength, tables: tables, waiting: waiting))
    }

    package func selecting<each Output: Selection>(_ outputs: repeat each Output) -> SelectStatement
    {
        var copy = self
        copy.selection = []
        for output in repeat each outputs { copy.selection += output.selectedExpressions }
        return copy
    }

    package func joining(
        _ item: SourceItem, _ table: TableReference, _ join: Source.Join,
        _ criterion: Source.Criterion, isLateral: Bool = false
    ) -> SelectStatement {
        var copy = self
        copy.sources.append(
            Source(
                item: item, table: table, join: join, criterion: criterion,
                isLateral: isLateral))
        return copy
    }

    /// Names an item to be joined, so that no two of the statement go by one name.
    package func reference(to item: SourceItem, as alias: String?) -> TableReference {
        let reference = item.reference(alias: alias)
        guard alias == nil else { return reference }
        let taken = Set(sources.map(\.table.exposedName))
        guard taken.contains(reference.exposedName) else { return reference }
        var number = 2
        while taken.contains("\(item.name)_\(number)") { number += 1 }
        return item.reference(alias: "\(item.name)_\(number)")
    }
}

extension SQLNode {
    /// Both conditions, or the one there is.
    package static func all(_ first: SQLNode?, _ second: SQLNode?) -> SQLNode? {
        guard let first, let second else { return first ?? second }
        return SQLNode(.binary(first, .and, second))
    }
}
