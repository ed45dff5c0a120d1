/// A path into a JSON document: the value of a `jsonpath` column.
///
/// The server prints a path its own way, so that `$.a` comes back as `$."a"`.
public struct JSONPath: TextScalar {
    /// The path.
    public var text: String

    /// Makes a path from its text, which the server checks.
    public init(_ text: String) {
        self.text = text
    }

    /// `jsonpath`.
    public static var sqlType: SQLType { "jsonpath" }

    /// `jsonpath`.
    public static func isValue(of type: OID) -> Bool { type == .jsonpath }

    /// One; no other version exists.
    public static var binaryVersion: UInt8? { 1 }
}
