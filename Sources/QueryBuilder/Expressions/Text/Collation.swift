public import PGCore

/// A collation: the order and the equality of texts.
///
/// See "Collation Support" in the PostgreSQL manual.
public struct Collation: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The schema, or `nil` for the search path's.
    public let schema: String?
    /// The name.
    public let name: String

    /// Makes a collation of its name, which is quoted wherever it is rendered.
    public init(_ name: String, schema: String? = nil) {
        self.name = name
        self.schema = schema
    }

    /// Makes a collation of its name.
    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// The order of the bytes.
    public static let c = Collation("C")
    /// The database's collation.
    public static let `default` = Collation("default")
}

extension SQLExpression where Value.Base == String {
    /// The text, compared and sorted by a collation.
    public func collate(_ collation: Collation) -> Expression<Value> {
        var pieces: [SQLSyntax.Piece] = [.operand(node, .collation), .text(" COLLATE ")]
        if let schema = collation.schema { pieces += [.name(schema), .text(".")] }
        return Expression(.syntax(SQLSyntax(.collation, pieces + [.name(collation.name)])))
    }
}
