public import PGCore

/// A column of a table, with the Swift type of its values.
///
/// A nullable column has an optional type.
public struct Column<Value: SQLValue>: SQLExpression {
    /// The table as the query names it.
    public let table: TableReference

    /// The column's name.
    public let name: String

    /// Makes a column.
    public init(_ table: TableReference, _ name: String) {
        self.table = table
        self.name = name
    }

    /// The column, qualified with its table.
    public var node: SQLNode { SQLNode(.column(table, name)) }
}
