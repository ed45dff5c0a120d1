public import PGSchema

/// A table as it is named in one query: its schema, its name, and the alias it goes by.
///
/// A table's columns are made from a reference, so that the same table can stand twice in a query
/// under two names.
public struct TableReference: Sendable, Hashable {
    /// The schema (namespace), or `nil` for the search path's.
    public let schema: String?

    /// The table's name.
    public let name: String

    /// The name the query gives the table, or `nil` for its own.
    public let alias: String?

    /// Makes a reference.
    @inlinable
    public init(_ name: String, schema: String? = nil, alias: String? = nil) {
        self.schema = schema
        self.name = name
        self.alias = alias
    }

    /// Makes a reference to a defined table.
    @inlinable
    public init(_ definition: TableDefinition, alias: String? = nil) {
        self.init(definition.name, schema: definition.schema, alias: alias)
    }

    /// The name that qualifies the table's columns.
    public var exposedName: String { alias ?? name }

    /// A table whose columns are named without it, where the grammar allows no table's name.
    static let unnamed = TableReference("")
}
