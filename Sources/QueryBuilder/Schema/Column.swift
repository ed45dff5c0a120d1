public import PGCore

/// A column of a table, with the Swift type of its values.
///
/// A nullable column has an optional type.
public struct Column<Value: SQLValue>: SQLExpression {
    /// The type of its values, said for the compiler, which does not find it everywhere.
    public typealias OperandValue = Value

    /// The table as the query names it.
    public let table: TableReference

    /// The column's name.
    public let name: String

    /// The column, qualified with its table; made once, because a column stands in many trees.
    public let node: SQLNode

    /// Makes a column.
    public init(_ table: TableReference, _ name: String) {
        self.table = table
        self.name = name
        node = SQLNode(.column(table, name))
    }
}

extension Column {
    /// The same column where its row may be missing.
    var optional: Column<Value.Base?> { Column<Value.Base?>(table, name) }
}

/// A column of whatever type, where only its name counts.
public protocol NamedColumn: Sendable {
    /// The column's name.
    var name: String { get }
}

extension Column: NamedColumn {}
