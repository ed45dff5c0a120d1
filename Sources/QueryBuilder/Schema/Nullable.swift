public import PGCore

/// The columns of a table on the outer side of a join: each of them, and the row, may be missing.
@dynamicMemberLookup
public struct Nullable<Columns: TableColumns>: Selection {
    /// The row, or `nil` where the join found none.
    public typealias Value = Columns.Value?

    // The long name leaves all others to the columns, which are looked up dynamically.
    private let nullableColumns: Columns

    init(_ columns: Columns) {
        nullableColumns = columns
    }

    /// All columns, in the order in which a row is read.
    public var selectedExpressions: [SQLNode] { nullableColumns.selectedExpressions }

    /// A column of the table, optional once.
    public subscript<Value: SQLValue>(
        dynamicMember path: KeyPath<Columns, Column<Value>>
    ) -> Column<Value.Base?> {
        let column = nullableColumns[keyPath: path]
        return Column(column.table, column.name)
    }
}
