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

    /// A number made of the statements: the same in every process, another for other statements.
    var contentHash: Int64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in statements.map(\.text).joined(separator: ";\n").utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return Int64(bitPattern: hash)
    }

    /// The template's database on the server.
    var databaseName: String {
        let hash = String(UInt64(bitPattern: contentHash), radix: 36)
        return "strata_template_\(name.prefix(32))_\(hash)"
    }

    /// An empty database.
    public static let empty = DatabaseTemplate("empty", [])
}
