public import PGCore
public import PGSchema

/// A Swift value that is a row of a table.
///
/// `@Table` writes the conformance; by hand it is a column struct, a definition and a decoding
/// initializer:
///
/// ```swift
/// struct Tag: Table {
///     var id: Int
///     var label: String?
///
///     struct Columns: TableColumns {
///         typealias Value = Tag
///         let id: Column<Int>
///         let label: Column<String?>
///         init(_ table: TableReference) {
///             id = Column(table, "id")
///             label = Column(table, "label")
///         }
///         var selectedExpressions: [SQLNode] { [id.node, label.node] }
///     }
///     static let definition = TableDefinition(
///         name: "tags",
///         columns: [
///             ColumnDefinition("id", Int.sqlType), ColumnDefinition("label", String.sqlType),
///         ],
///         primaryKey: ["id"])
///     static let columns = Columns(TableReference(definition))
///     init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
///         id = try Int(from: row, at: &index)
///         label = try String?(from: row, at: &index)
///     }
/// }
/// ```
///
/// ``ColumnSet/selectedExpressions`` and the decoding initializer go through the columns in the
/// same order.
public protocol Table: RowDecodable {
    /// The table's columns.
    associatedtype Columns: TableColumns where Columns.Value == Self

    /// What the table looks like in the database.
    static var definition: TableDefinition { get }

    /// The columns under the table's own name. A stored constant saves making them for each query.
    static var columns: Columns { get }
}

extension Table {
    /// The columns under the table's own name, made anew.
    public static var columns: Columns { Columns(TableReference(definition)) }

    /// The number of columns in the definition.
    public static var columnCount: Int { definition.columns.count }
}
