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

/// The columns of a table whose whole rows can be read into a Swift value.
public protocol TableColumns: ColumnSet, Selection where Value: Table {}
