/// The columns of a table, one property each.
///
/// This is the part that everything mapped to a table has, an ORM's entities included. Making the
/// set from another reference gives the same columns under an alias.
///
/// The requirements have long names because every other name belongs to the table's columns.
public protocol ColumnSet: Sendable {
    /// Makes the columns of the table as it is named in one query.
    init(_ table: TableReference)

    /// All columns, in the order in which a row is read.
    var selectedExpressions: [SQLNode] { get }
}

/// What a query's closures get for one item of its FROM clause: the columns that can be used.
public protocol RowColumns: GroupKey where OptionalGroupKey == NullableColumns {
    /// The same columns where the row may be missing, on the outer side of a join.
    associatedtype NullableColumns: RowColumns
    where NullableColumns.NullableColumns == NullableColumns

    /// The same columns where the row may be missing.
    var nullableColumns: NullableColumns { get }
}

/// The columns of anything that may stand in FROM, made from the name it goes by.
public protocol SourceColumns: ColumnSet, RowColumns {}

extension SourceColumns where NullableColumns == Nullable<Self> {
    /// The columns, each of them optional.
    public var nullableColumns: Nullable<Self> { Nullable(self) }
}

/// The columns of a table whose whole rows can be read into a Swift value.
public protocol TableColumns: SourceColumns
where Value: Table, NullableColumns == Nullable<Self> {}
