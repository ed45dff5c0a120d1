package import PGSchema

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

    package mutating func group<each Key: Selection>(by keys: repeat each Key) {
        for key in repeat each keys { groupBy += key.selectedExpressions }
    }

    package func selecting<each Output: Selection>(_ outputs: repeat each Output) -> SelectStatement
    {
        var copy = self
        copy.selection = []
        for output in repeat each outputs { copy.selection += output.selectedExpressions }
        return copy
    }

    package func joining(
        _ table: TableReference, _ kind: Source.Join, on condition: SQLNode
    ) -> SelectStatement {
        var copy = self
        copy.sources.append(Source(table: table, join: (kind, condition)))
        return copy
    }

    /// Names a table to be joined, so that no two tables of the statement go by one name.
    package func reference(
        to definition: TableDefinition, as alias: String?
    ) -> TableReference {
        let reference = TableReference(definition, alias: alias)
        let taken = Set(sources.map(\.table.exposedName))
        guard alias == nil, taken.contains(reference.exposedName) else { return reference }
        var number = 2
        while taken.contains("\(definition.name)_\(number)") { number += 1 }
        return TableReference(definition, alias: "\(definition.name)_\(number)")
    }
}

extension SQLNode {
    /// Both conditions, or the one there is.
    package static func all(_ first: SQLNode?, _ second: SQLNode?) -> SQLNode? {
        guard let first, let second else { return first ?? second }
        return SQLNode(.binary(first, .and, second))
    }
}
