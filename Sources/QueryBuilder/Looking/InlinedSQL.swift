public import PGCore

/// A statement with its values written into it, to look at or to paste into psql.
///
/// It is no ``PGCore/SQLStatement``, so nothing that runs statements takes it: what is sent always
/// has its values apart from the text. It shows the values, so keep it out of logs.
public struct InlinedSQL: Sendable, Hashable, CustomStringConvertible {
    /// The SQL, with every value as a quoted literal.
    public let text: String

    init(_ statement: SQLStatement) {
        text = statement.textWithLiterals
    }

    /// The SQL, laid out over several lines.
    public var pretty: String { SQLLayout.lines(of: text) }

    /// The SQL.
    public var description: String { text }
}

extension SQLStatement {
    /// The statement with its values written into it, for looking at while debugging.
    public var inlined: InlinedSQL { InlinedSQL(self) }

    /// The text laid out over several lines, without the values.
    ///
    /// Only white space differs from the statement's text.
    public var prettyText: String { SQLLayout.lines(of: text) }
}
