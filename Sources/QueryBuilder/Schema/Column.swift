public import PGCore

/// A column of a table, with the Swift type of its values.
///
/// A nullable column has an optional type.
public struct Column<Value: SQLValue>: SQLExpression {
    /// The column, qualified with its table; made once, because a column stands in many trees.
    ///
    /// All that there is: a table's columns are copied with every query.
    public let node: SQLNode

    /// Makes a column.
    public init(_ table: TableReference, _ name: String) {
        node = SQLNode(.column(table, name))
    }

    private init(_ node: SQLNode) {
        self.node = node
    }

    /// The table as the query names it.
    public var table: TableReference { parts.table }

    /// The column's name.
    public var name: String { parts.name }

    private var parts: (table: TableReference, name: String) {
        guard case .column(let table, let name) = node.kind else { return (.unnamed, "") }
        return (table, name)
    }

    /// The same column where its row may be missing.
    var optional: Column<Value.Base?> { Column<Value.Base?>(node) }
}

/// A column of whatever type, where only its name counts.
public protocol NamedColumn: Sendable {
    /// The column's name.
    var name: String { get }
}

extension Column: NamedColumn {}

extension Column: GroupKey {
    /// The column, which may be NULL.
    public var optionalGroupKey: Column<Value.Base?> { optional }
}
