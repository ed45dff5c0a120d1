/// A search for words in the labels of paths: the value of an `ltxtquery` column, such as
/// `europe & !paris@`.
///
/// See the extension `ltree` in the PostgreSQL manual.
public struct PGLTXTQuery: TextScalar {
    /// The text.
    public var text: String

    /// Makes a value from its text, which the server checks.
    public init(_ text: String) {
        self.text = text
    }

    /// `ltxtquery`.
    public static var sqlType: SQLType { "ltxtquery" }

    /// Types that are not built in.
    public static func isValue(of type: OID) -> Bool { !type.isBuiltIn }

    /// One; no other version exists.
    public static var binaryVersion: UInt8? { 1 }
}
