import PGCore

/// The table a COPY reads or fills, by its exact name.
///
/// A literal is the name alone, on the search path: `"events"`. It is quoted as a whole, so a dot in it
/// is part of the name; give the schema apart.
public struct CopyTable: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The table's name.
    public let name: String
    /// The schema (namespace) it is in, or `nil` for the search path's.
    public let schema: String?

    /// Makes a table's name.
    public init(_ name: String, schema: String? = nil) {
        self.name = name
        self.schema = schema
    }

    /// Makes the name of a table on the search path.
    public init(stringLiteral name: String) {
        self.init(name)
    }

    /// The name as SQL.
    var quoted: String {
        (schema.map { SQLIdentifier.quote($0) + "." } ?? "") + SQLIdentifier.quote(name)
    }
}
