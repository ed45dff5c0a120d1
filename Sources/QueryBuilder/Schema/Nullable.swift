public import PGCore

/// The columns of a table on the outer side of a join: each of them, and the row, may be missing.
@dynamicMemberLookup
public struct Nullable<Columns: SourceColumns>: RowColumns {
    /// The row, or `nil` where the join found none.
    public typealias Value = Columns.Value?

    // The long name leaves all others to the columns, which are looked up dynamically.
    private let presentColumns: Columns

    init(_ columns: Columns) {
        presentColumns = columns
    }

    /// All columns, in the order in which a row is read.
    public var selectedExpressions: [SQLNode] { presentColumns.selectedExpressions }

    /// The same columns: no row is missing twice.
    public var nullableColumns: Nullable<Columns> { self }

    /// A column of the table, optional once.
    public subscript<Value: SQLValue>(
        dynamicMember path: KeyPath<Columns, Column<Value>>
    ) -> Column<Value.Base?> {
        presentColumns[keyPath: path].optional
    }
}
