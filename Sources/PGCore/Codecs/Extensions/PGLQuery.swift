/// A pattern that paths match: the value of an `lquery` column, such as `top.*{1,2}.astronomy`.
///
/// See the extension `ltree` in the PostgreSQL manual.
public struct PGLQuery: TextScalar {
    /// The text.
    public var text: String

    /// Makes a value from its text, which the server checks.
    public init(_ text: String) {
        self.text = text
    }

    /// `lquery`.
    public static var sqlType: SQLType { "lquery" }

    /// Types that are not built in.
    public static func isValue(of type: OID) -> Bool { !type.isBuiltIn }

    /// One; no other version exists.
    public static var binaryVersion: UInt8? { 1 }
}
