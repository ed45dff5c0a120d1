/// A JSON document as text, undecoded: the value of a `json` or `jsonb` column.
///
/// A `json` column keeps the text as it was written; `jsonb` stores the document and prints it its
/// own way. Two values are equal when their texts are.
public struct JSONText: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The document.
    public var text: String

    /// Makes a document from its text, which the server checks.
    public init(_ text: String) {
        self.text = text
    }

    /// Makes a document from a literal.
    public init(stringLiteral value: String) {
        text = value
    }
}

extension JSONText: TextCodable {
    /// The document.
    public var description: String { text }
}
