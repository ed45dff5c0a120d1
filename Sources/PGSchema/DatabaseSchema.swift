/// The structure of a database as plain data: the same kind of value for what types ask for and for
/// what the catalogs report.
public struct DatabaseSchema: Sendable, Hashable {
    /// Enum types.
    public var enums: [EnumDefinition]
    /// Tables.
    public var tables: [TableDefinition]

    /// Makes a schema.
    public init(enums: [EnumDefinition] = [], tables: [TableDefinition] = []) {
        self.enums = enums
        self.tables = tables
    }
}

/// An enum type.
public struct EnumDefinition: Sendable, Hashable {
    /// The schema (namespace), or `nil` for the search path's first.
    public var schema: String?
    /// The type's name.
    public var name: String
    /// The labels in their order.
    public var labels: [String]

    /// Makes an enum type.
    public init(schema: String? = nil, name: String, labels: [String]) {
        self.schema = schema
        self.name = name
        self.labels = labels
    }
}
