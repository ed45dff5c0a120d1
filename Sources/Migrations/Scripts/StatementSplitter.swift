/// Takes a script apart into statements.
///
/// It follows PostgreSQL's lexical rules: strings of every kind, dollar quotes, nested comments,
/// quoted names. A semicolon in parentheses (CREATE RULE) or in a `BEGIN ATOMIC … END` function
/// body does not end a statement. See "Lexical Structure" in the PostgreSQL manual.
public struct StatementSplitter {
    /// A comment to the end of a line.
    struct Comment {
        let text: String
        let position: SourcePosition
        /// Whether no statement stands above it.
        let isAtTop: Bool
    }

    private var scanner: ScriptScanner
    private(set) var statements: [ScriptStatement] = []
    private(set) var comments: [Comment] = []

    private var start: SourcePosition?
    private var end = 0
    private var words: [String] = []
    private var previous: ScriptScanner.Token?
    private var parentheses = 0
    /// How many BEGIN ATOMIC and CASE are open in a function's body.
    private var bodyDepth = 0
    private var copiesFromStdin = false

    /// Returns the script's statements in order.
    ///
    /// Empty statements are left out.
    ///
    /// - Throws: ``ScriptError`` with the place of what cannot be read or run.
    public static func split(_ script: String) throws(ScriptError) -> [ScriptStatement] {
        try StatementSplitter(reading: script).statements
    }

    init(reading script: String) throws(ScriptError) {
        scanner = ScriptScanner(script)
        while let token = try scanner.next() {
            try take(token)
        }
        try finish()
    }

    private mutating func take(_ token: ScriptScanner.Token) throws(ScriptError) {
        switch token {
        case .lineComment:
            comments.append(
                Comment(
                    text: scanner.restOfLine(), position: scanner.position(),
                    isAtTop: statements.isEmpty && start == nil))
            return
        case .semicolon where parentheses == 0 && bodyDepth == 0:
            try finish()
            return
        case .semicolon:
            break
        case .word(let word):
            takeWord(word)
        case .other(UInt8(ascii: "(")):
            parentheses += 1
        case .other(UInt8(ascii: ")")):
            parentheses = max(0, parentheses - 1)
        case .other(UInt8(ascii: "\\")):
            throw psqlCommand()
        case .other:
            break
        }
        if start == nil { start = scanner.position() }
        end = scanner.offset
        previous = token
    }

    private mutating func takeWord(_ word: String) {
        if words.count < Self.rememberedWords { words.append(word) }
        // After a dot or AS any keyword is a name.
        if previous == .other(UInt8(ascii: ".")) || previous == .word("as") { return }
        switch word {
        case "atomic" where previous == .word("begin") && words.first == "create":
            bodyDepth += 1
        case "stdin" where previous == .word("from") && words.first == "copy":
            copiesFromStdin = parentheses == 0
        case "case" where bodyDepth > 0:
            bodyDepth += 1
        case "end" where bodyDepth > 0:
            bodyDepth -= 1
        default:
            break
        }
    }

    /// Ends the statement that is open, if there is one.
    private mutating func finish() throws(ScriptError) {
        defer { reset() }
        guard let start else { return }
        if copiesFromStdin {
            throw ScriptError(
                .copyFromStdin, "COPY … FROM stdin needs data that a script cannot carry",
                at: start, hint: "Use INSERT, or load the data outside the migration")
        }
        statements.append(
            ScriptStatement(
                text: scanner.text(start.utf8Offset..<end), start: start, leadingWords: words))
    }

    private mutating func reset() {
        start = nil
        words = []
        previous = nil
        parentheses = 0
        bodyDepth = 0
        copiesFromStdin = false
    }

    private mutating func psqlCommand() -> ScriptError {
        let line = scanner.restOfLine()
        let command = line.prefix { $0 != " " && $0 != ";" }
        return ScriptError(
            .psqlCommand, "\(command) is a command of psql, not SQL", at: scanner.position(),
            hint: "Remove it, or write what it does as SQL")
    }

    private static let rememberedWords = 6
}
