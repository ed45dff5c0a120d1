extension SelectStatement {
    /// Adds a condition to those there are; `nil` adds none.
    @usableFromInline
    package mutating func filter(_ condition: SQLNode?) {
        guard let condition else { return }
        predicate = SQLNode.all(predicate, condition)
    }

    /// Adds a condition on groups.
    package mutating func filterGroups(_ condition: SQLNode) {
        having = SQLNode.all(having, condition)
    }

    mutating func order(by terms: [any OrderTerm]) {
        orderBy += terms.map { $0.ordering }
    }

    mutating func group(by keys: [any GroupTerm]) {
        groupBy += keys.flatMap { $0.groupingElements }
    }

    mutating func deduplicate(on keys: [any GroupTerm]) {
        rareClauses.distinctOn = keys.flatMap { $0.groupingElements }
    }

    mutating func lock(
        _ strength: LockStrength, _ tables: [any TableColumns], _ waiting: LockWaiting?
    ) {
        rareClauses.locks.append(
            LockClause(
                strength: strength, tables: tables.compactMap { $0.exposedName },
                waiting: waiting))
    }

    @usableFromInline
    package consuming func selecting<each Output: Selection>(
        _ outputs: repeat each Output
    ) -> SelectStatement {
        selection = []
        for output in repeat each outputs { selection += output.selectedExpressions }
        return self
    }

    @usableFromInline
    package consuming func selecting(_ nodes: [SQLNode]) -> SelectStatement {
        selection = nodes
        return self
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

extension TableColumns {
    /// The name that the query gives the table.
    fileprivate var exposedName: String? {
        guard case .column(let table, _) = selectedExpressions.first?.kind else { return nil }
        return table.exposedName
    }
}

// A clause's closure returns a tuple of at least two parts: one that may be empty lets the compiler
// take any closure for one that returns nothing. Only a function passes such a tuple on.

/// The terms of a tuple.
func tupleParts<each Part: OrderTerm>(_ parts: () -> (repeat each Part)) -> [any OrderTerm] {
    var all: [any OrderTerm] = []
    for part in repeat each parts() { all.append(part) }
    return all
}

/// The keys of a tuple.
func tupleParts<each Part: GroupTerm>(_ parts: () -> (repeat each Part)) -> [any GroupTerm] {
    var all: [any GroupTerm] = []
    for part in repeat each parts() { all.append(part) }
    return all
}

/// The tables of a tuple.
func tupleParts<each Part: TableColumns>(_ parts: () -> (repeat each Part)) -> [any TableColumns] {
    var all: [any TableColumns] = []
    for part in repeat each parts() { all.append(part) }
    return all
}
