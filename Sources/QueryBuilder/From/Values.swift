public import PGCore

/// Rows given by the client, as a query and, by `derived(_:)`, as a source.
///
/// ```swift
/// let prices = values([(1, "red"), (2, "blue")]).derived("prices")
/// let query = ItemRow.join(prices) { i, p in p.columns.0 == i.id }
/// ```
///
/// Every value is a parameter of its own; ``unnest(_:_:)`` binds each column as one array instead.
/// There has to be a row: the server refuses an empty list.
public func values<each Value: SQLValue>(
    _ rows: [(repeat each Value)]
) -> Select<OutputColumns<repeat each Value>, repeat each Value> {
    Select(OutputColumns(), SelectStatement(.values(rows.enumerated().map(typedRow))))
}

/// The first row says the types; the others follow it.
private func typedRow<each Value: SQLValue>(
    _ index: Int, _ row: (repeat each Value)
) -> [SQLNode] {
    var nodes: [SQLNode] = []
    for value in repeat each row {
        nodes.append(index == 0 ? .typed(value) : SQLNode(.parameter(value)))
    }
    return nodes
}

/// These expressions as one row: a SELECT without FROM.
///
/// ```swift
/// let (sum, text) = try await select(Expression.value(1) + 2, Expression.value("x"))
///     .fetchOne(on: pool)
/// ```
public func select<each Output: Selection>(
    _ outputs: repeat each Output
) -> Select<NoColumns, repeat (each Output).Value> {
    Select(NoColumns(), SelectStatement().selecting(repeat each outputs))
}

/// The scope of a query without FROM: there are no columns.
public struct NoColumns: Sendable {}

extension Table {
    /// The whole table in the server's order of columns, which must be that of the definition:
    /// the `TABLE` command.
    public static var wholeTable: Select<OutputColumns<Self>, Self> {
        Select(OutputColumns(), SelectStatement(.table(TableReference(definition))))
    }
}
