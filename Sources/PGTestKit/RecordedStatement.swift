public import PGCore
public import PGWire

/// One statement that a connection has run.
public struct RecordedStatement: Sendable, CustomStringConvertible {
    /// The statement's text, with placeholders.
    public let text: String
    /// The number of values bound to placeholders.
    public let parameterCount: Int
    /// The values in PostgreSQL's text representation, where the recorder keeps them.
    public let values: [String]?
    /// Whether it was sent in the same round trip as the statement after it, as BEGIN is.
    public let isSentAhead: Bool
    /// How long it waited on its connection before it was sent.
    public let queued: Duration
    /// How long the whole took; zero for a statement sent ahead of another.
    public let duration: Duration
    /// The rows returned or changed.
    public let rowCount: Int
    /// Why it failed.
    public let error: PGError?
    /// Where it ran.
    ///
    /// The server process in it tells sessions apart.
    public let server: ServerEndpoint

    init(_ execution: StatementExecution, keepsValues: Bool) {
        text = execution.statement.text
        parameterCount = execution.statement.parameters.count
        values =
            keepsValues ? execution.statement.parameters.map(\.textRepresentation) : nil
        isSentAhead = false
        queued = execution.queued
        duration = execution.duration
        rowCount = execution.rowCount
        error = execution.error
        server = execution.server
    }

    init(sent text: String, aheadOf execution: StatementExecution) {
        self.text = text
        parameterCount = 0
        values = nil
        isSentAhead = true
        queued = execution.queued
        duration = .zero
        rowCount = 0
        error = nil
        server = execution.server
    }

    /// The statement on one line, with its values if they are kept, and its error if it failed.
    public var description: String {
        var line = Self.onOneLine(text)
        if let values, !values.isEmpty {
            let bound = values.enumerated().map { "$\($0 + 1) = \($1)" }
            line += "  -- \(bound.joined(separator: ", "))"
        }
        if let error {
            line += "  -- failed (\(error.sqlState?.rawValue ?? error.code.rawValue))"
        }
        return line
    }

    /// A text with each run of white space as one space.
    ///
    /// So how a statement is broken into lines does not matter.
    static func onOneLine(_ text: some StringProtocol) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Whether this is the statement that a test expects.
    ///
    /// An expected text that ends in `…` stands for every statement that begins with what is before it.
    func matches(_ expected: String) -> Bool {
        let text = Self.onOneLine(text)
        guard expected.hasSuffix("…") else { return text == Self.onOneLine(expected) }
        return text.hasPrefix(Self.onOneLine(expected.dropLast()))
    }
}
