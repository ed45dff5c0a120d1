public import PGSchema
import QueryBuilder

/// Makes a struct the row of a table.
///
/// ```swift
/// @Table("users") struct UserRow: Codable, Sendable {
///     @PrimaryKey(.identity) var id: Int
///     @Unique var email: String
///     var name: String
///     var age: Int?
/// }
/// ```
///
/// Every stored property becomes a column with the property's name in snake case, nullable when the
/// property is optional, of the SQL type that goes with its Swift type. The struct stays as it is,
/// memberwise initializer included. An extension adds the conformance to `Table`: `Columns` for
/// queries, `definition` for the schema, reading from a row, and `New`, the values of a new row
/// without those that the server makes.
///
/// Everything has the access of the struct, or of the property where that is lower. The initializer
/// of `New` leaves out properties with less access than the struct that are optional or have a
/// default; one that has neither lowers the access of the initializer, as it does in Swift's own.
///
/// All of it can be written by hand instead; see `Table`.
///
/// - Parameters:
///   - name: The table's name.
///   - schema: The schema (namespace), or `nil` for the search path's first.
///   - constraints: Constraints and indexes that are not about one column.
@attached(
    extension, conformances: Table,
    names: named(Columns), named(definition), named(columns), named(columnCount),
    named(init(from:at:)), named(New))
public macro Table(
    _ name: String, schema: String? = nil, constraints: [TableConstraint] = []
) =
    #externalMacro(module: "StrataMacrosPlugin", type: "TableMacro")
