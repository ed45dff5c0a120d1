import QueryBuilder
import Testing

/// A production of a synopsis in PostgreSQL's manual, and a statement that has it.
struct Production: CustomTestStringConvertible, Sendable {
    /// What the manual writes, shortened.
    let name: String
    /// What has to be in the text.
    let text: String
    /// The first server version that knows it.
    let since: Int
    /// The statement as it is rendered with and without the cache of texts.
    let statements: @Sendable () -> [SQLStatement]

    var testDescription: String { name }

    init(
        _ name: String, _ text: String, since: Int = 15,
        _ statement: @escaping @Sendable () -> some Query
    ) {
        self.name = name
        self.text = text
        self.since = since
        statements = { renderings(of: statement()) }
    }

    init(
        _ name: String, _ text: String, since: Int = 15,
        command: @escaping @Sendable () -> some Command
    ) {
        self.name = name
        self.text = text
        self.since = since
        statements = { renderings(of: command()) }
    }
}
