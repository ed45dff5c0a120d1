/// A text whose case does not matter: the value of a `citext` column.
///
/// Two values are equal when their lower-case texts are. The server follows the database's locale,
/// which can differ for letters outside ASCII. A plain `String` binds to and decodes `citext` too.
public struct PGCIText: TextScalar {
    /// The text as it was written.
    public var text: String

    /// Makes a value.
    public init(_ text: String) {
        self.text = text
    }

    /// Whether both texts are the same in lower case.
    public static func == (left: PGCIText, right: PGCIText) -> Bool {
        left.text.lowercased() == right.text.lowercased()
    }

    /// Feeds the lower-case text to the hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(text.lowercased())
    }

    /// `citext`.
    public static var sqlType: SQLType { "citext" }

    /// Types that are not built in.
    public static func isValue(of type: OID) -> Bool { !type.isBuiltIn }
}
