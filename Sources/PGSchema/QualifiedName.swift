import PGCore

/// A table's or type's name with the schema (namespace) it is in.
public struct QualifiedName: Sendable, Hashable {
    /// The schema, or `nil` for the search path's.
    public var schema: String?
    /// The name.
    public var name: String

    /// Makes a name.
    public init(schema: String? = nil, name: String) {
        self.schema = schema
        self.name = name
    }

    /// The name as SQL, quoted.
    public var quoted: String {
        guard let schema else { return SQLIdentifier.quote(name) }
        return SQLIdentifier.quote(schema) + "." + SQLIdentifier.quote(name)
    }
}

extension QualifiedName: CustomStringConvertible {
    /// The name for people to read, not quoted.
    public var description: String {
        schema.map { "\($0).\(name)" } ?? name
    }
}

extension TableDefinition {
    /// The name with its schema.
    public var qualifiedName: QualifiedName { QualifiedName(schema: schema, name: name) }
}

extension EnumDefinition {
    /// The name with its schema.
    public var qualifiedName: QualifiedName { QualifiedName(schema: schema, name: name) }
}

extension ForeignKeyDefinition {
    /// The referenced table's name with its schema.
    public var referencedName: QualifiedName {
        QualifiedName(schema: referencedSchema, name: referencedTable)
    }
}
