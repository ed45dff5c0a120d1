public import PGCore

/// What a test's database contains when the test starts.
///
/// A template is built once for each process, and every test gets a copy of its own.
public struct DatabaseTemplate: Sendable {
    /// The template's name, unique in the process.
    public let name: String
    /// What makes it, one statement each.
    public let statements: [SQLStatement]

    /// Makes a template.
    public init(_ name: String, _ statements: [SQLStatement]) {
        self.name = name
        self.statements = statements
    }

    /// An empty database.
    public static let empty = DatabaseTemplate("empty", [])
}
