/// An XML document or fragment as text: the value of an `xml` column.
///
/// The server takes off or rewrites the declaration in front, `<?xml …?>`; the rest comes back as it
/// was written.
public struct XMLText: TextScalar {
    /// The document.
    public var text: String

    /// Makes a document from its text, which the server checks.
    public init(_ text: String) {
        self.text = text
    }

    /// `xml`.
    public static var sqlType: SQLType { "xml" }

    /// `xml`.
    public static func isValue(of type: OID) -> Bool { type == .xml }
}
