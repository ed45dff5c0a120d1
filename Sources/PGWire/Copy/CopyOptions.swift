public import PGCore

/// How the data of a COPY looks, and what the server does with it.
///
/// See "COPY" in the PostgreSQL manual. What is `nil` is the server's default.
public struct CopyOptions: Sendable {
    /// The representation of the rows.
    public enum Format: String, Sendable, CaseIterable {
        /// Lines of columns divided by tabs, `\N` for NULL.
        case text
        /// Comma-separated values.
        case csv
        /// The server's own binary representation: the fastest.
        case binary
    }

    /// Which columns a CSV option is for.
    public enum Columns: Sendable, Hashable {
        /// Every column.
        case all
        /// These.
        case some([String])
    }

    /// The representation of the rows.
    public var format: Format
    /// The character between columns, an ASCII one: a tab in text, a comma in CSV.
    public var delimiter: Character?
    /// The text that stands for NULL: `\N` in text, nothing at all in CSV.
    public var null: String?
    /// Whether the first line holds the names of the columns; CSV, and text since PostgreSQL 15.
    public var hasHeader = false
    /// Whether the server checks the names in the first line; since PostgreSQL 15, for input.
    public var checksHeader = false
    /// The character around a value, an ASCII one: a double quote in CSV.
    public var quote: Character?
    /// The character before a quote inside a value, an ASCII one: the quote itself in CSV.
    public var escape: Character?
    /// The columns whose values are always in quotes; CSV output.
    public var forceQuote: Columns?
    /// The columns where the text for NULL is read as text; CSV input.
    public var forceNotNull: [String] = []
    /// The columns where the text for NULL is read as NULL even in quotes; CSV input.
    public var forceNull: [String] = []
    /// The encoding of the data, such as `LATIN1`; otherwise UTF-8.
    public var encoding: String?
    /// Whether the rows are frozen at once, in a table made by the same transaction; input.
    public var freezes = false
    /// The condition a row must meet to be stored; input.
    public var condition: SQLStatement?

    /// Makes options.
    public init(_ format: Format) {
        self.format = format
    }

    /// The binary format.
    public static var binary: CopyOptions { CopyOptions(.binary) }

    /// The text format.
    public static var text: CopyOptions { CopyOptions(.text) }

    /// Comma-separated values, with the names of the columns in the first line unless told otherwise.
    public static func csv(header: Bool = true) -> CopyOptions {
        var options = CopyOptions(.csv)
        options.hasHeader = header
        return options
    }

    /// Returns the options with a condition that a row must meet to be stored.
    public func filtered(by condition: SQLStatement) -> CopyOptions {
        var options = self
        options.condition = condition
        return options
    }
}

extension CopyOptions {
    enum Direction: String {
        case fromClient = "FROM STDIN"
        case toClient = "TO STDOUT"
    }

    /// The statement that copies `source`, a table with its columns or a query in parentheses.
    func statement(_ source: String, _ direction: Direction) -> String {
        var sql = "COPY \(source) \(direction.rawValue) WITH (\(clauses(direction)))"
        if let condition { sql += " WHERE \(condition.textWithLiterals)" }
        return sql
    }

    private func clauses(_ direction: Direction) -> String {
        var clauses = ["FORMAT \(format.rawValue)"]
        func add(_ keyword: String, _ text: String?) {
            if let text { clauses.append("\(keyword) \(SQLIdentifier.quoteLiteral(text))") }
        }
        func add(_ keyword: String, _ columns: [String]) {
            guard !columns.isEmpty else { return }
            clauses.append("\(keyword) (\(Self.list(columns)))")
        }
        add("DELIMITER", delimiter.map(String.init))
        add("NULL", null)
        if checksHeader, direction == .fromClient {
            clauses.append("HEADER MATCH")
        } else if hasHeader {
            clauses.append("HEADER true")
        }
        add("QUOTE", quote.map(String.init))
        add("ESCAPE", escape.map(String.init))
        switch forceQuote {
        case .all?: clauses.append("FORCE_QUOTE *")
        case .some(let columns)?: add("FORCE_QUOTE", columns)
        case nil: break
        }
        add("FORCE_NOT_NULL", forceNotNull)
        add("FORCE_NULL", forceNull)
        add("ENCODING", encoding)
        if freezes { clauses.append("FREEZE true") }
        return clauses.joined(separator: ", ")
    }

    static func list(_ columns: [String]) -> String {
        columns.map(SQLIdentifier.quote).joined(separator: ", ")
    }
}

extension CopyTable {
    /// The table with its columns, as COPY has them; no columns mean all.
    func source(_ columns: [String]) -> String {
        columns.isEmpty ? quoted : "\(quoted) (\(CopyOptions.list(columns)))"
    }
}
