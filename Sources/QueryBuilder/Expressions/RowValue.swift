public import PGCore

/// Several expressions that are compared as one: `(a, b) < (x, y)`.
///
/// The first that differ decide. All methods take rows of the same types, or values:
///
/// ```swift
/// UserRow.where { row($0.name, $0.id).gt(row(values: "M", 7)) }
/// ```
///
/// See "Row Constructor Comparison" in the PostgreSQL manual.
public struct RowValue<each Value: SQLValue>: GroupTerm {
    let nodes: [SQLNode]

    /// The row as one element of a GROUP BY clause.
    public var groupingElements: [SQLNode] { [node] }

    private var node: SQLNode { SQLNode(.enclosed("ROW", nodes)) }

    /// Whether all parts are equal.
    public func eq(_ other: RowValue<repeat each Value>) -> Predicate { compare(.equal, other) }

    /// Whether some part differs.
    public func ne(_ other: RowValue<repeat each Value>) -> Predicate {
        compare(.notEqual, other)
    }

    /// Whether the first parts that differ say that this row is less.
    public func lt(_ other: RowValue<repeat each Value>) -> Predicate { compare(.less, other) }

    /// Whether the row is less, or equal.
    public func lte(_ other: RowValue<repeat each Value>) -> Predicate {
        compare(.lessOrEqual, other)
    }

    /// Whether the first parts that differ say that this row is greater.
    public func gt(_ other: RowValue<repeat each Value>) -> Predicate { compare(.greater, other) }

    /// Whether the row is greater, or equal.
    public func gte(_ other: RowValue<repeat each Value>) -> Predicate {
        compare(.greaterOrEqual, other)
    }

    /// Whether the rows are the same, where NULL is the same as NULL.
    public func `is`(_ other: RowValue<repeat each Value>) -> Predicate {
        compare(.isNotDistinct, other)
    }

    /// Whether the rows are not the same, where NULL is the same as NULL.
    public func isNot(_ other: RowValue<repeat each Value>) -> Predicate {
        compare(.isDistinct, other)
    }

    /// Whether the row is one of these; of none, the answer is no.
    public func `in`(_ rows: [RowValue<repeat each Value>]) -> Predicate {
        guard !rows.isEmpty else { return Predicate(SQLNode.text("false")) }
        return Predicate(.binary(node, .in, SQLNode(.enclosed("", rows.map { $0.node }))))
    }

    /// Whether the row is among those that the query returns.
    public func `in`<Scope>(_ query: Select<Scope, repeat each Value>) -> Predicate {
        Predicate(.binary(node, .in, SQLNode(.subquery(query.statement))))
    }

    /// Whether the row is not among those that the query returns.
    public func notIn<Scope>(_ query: Select<Scope, repeat each Value>) -> Predicate {
        Predicate(.binary(node, .notIn, SQLNode(.subquery(query.statement))))
    }

    private func compare(
        _ symbol: SQLOperator, _ other: RowValue<repeat each Value>
    ) -> Predicate {
        Predicate(.binary(node, symbol, other.node))
    }
}

/// Several expressions as one row.
public func row<each Part: SQLExpression>(
    _ parts: repeat each Part
) -> RowValue<repeat (each Part).Value> {
    var nodes: [SQLNode] = []
    for part in repeat each parts { nodes.append(part.node) }
    return RowValue(nodes: nodes)
}

/// Several values as one row, each of them bound.
public func row<each Part: SQLValue>(values parts: repeat each Part) -> RowValue<repeat each Part> {
    var nodes: [SQLNode] = []
    for part in repeat each parts { nodes.append(.typed(part)) }
    return RowValue(nodes: nodes)
}
