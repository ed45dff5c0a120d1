/// A path of labels in a tree: the value of an `ltree` column, such as `top.science.astronomy`.
///
/// See the extension `ltree` in the PostgreSQL manual.
public struct PGLTree: TextScalar {
    /// The text.
    public var text: String

    /// Makes a value from its text, which the server checks.
    public init(_ text: String) {
        self.text = text
    }

    /// The labels, from the root down.
    public var labels: [Substring] { text.split(separator: ".") }

    /// `ltree`.
    public static var sqlType: SQLType { "ltree" }

    /// Types that are not built in.
    public static func isValue(of type: OID) -> Bool { !type.isBuiltIn }

    /// One; no other version exists.
    public static var binaryVersion: UInt8? { 1 }
}
