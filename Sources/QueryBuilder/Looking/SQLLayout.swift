/// Lays SQL out over several lines: each clause begins one, and what is inside of a subquery is
/// indented.
///
/// It reads words, quotes and parentheses and knows no more of the grammar than that. It changes
/// nothing but the spaces between words, and none inside quotes or comments.
struct SQLLayout {
    /// What a parenthesis, or the statement itself, has inside.
    private struct Frame {
        var isStatement: Bool
        var depth: Int
        /// An AND of BETWEEN is still to come.
        var awaitsBetween = false
        /// How many CASE are open.
        var cases = 0
    }

    private var output = ""
    private var frames = [Frame(isStatement: true, depth: 0)]
    private var previous = ""

    static func lines(of sql: String) -> String {
        var layout = SQLLayout()
        var scanner = SQLTokens(sql)
        while let token = scanner.next() { layout.append(token, followedBy: scanner.peekWord()) }
        return layout.output
    }

    private mutating func append(_ token: SQLTokens.Token, followedBy next: String) {
        switch token.kind {
        case .space: return
        case .open:
            separate(token)
            output += "("
            open(followedBy: next)
        case .close: close()
        case .word:
            word(token, followedBy: next)
        case .other:
            separate(token)
            output += token.text
        }
        previous = token.kind == .word ? token.text : ""
    }

    private mutating func open(followedBy next: String) {
        let depth = (frames.last?.depth ?? 0) + 1
        let isStatement = ["SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "MERGE"].contains(next)
        frames.append(Frame(isStatement: isStatement, depth: isStatement ? depth : depth - 1))
    }

    private mutating func close() {
        guard frames.count > 1, let frame = frames.popLast() else {
            output += ")"
            return
        }
        if frame.isStatement { newLine(frame.depth - 1) }
        output += ")"
    }

    private mutating func word(_ token: SQLTokens.Token, followedBy next: String) {
        guard let frame = frames.last else { return }
        let last = frames.count - 1
        switch token.text {
        case "CASE": frames[last].cases += 1
        case "END": frames[last].cases = max(0, frame.cases - 1)
        case "BETWEEN": frames[last].awaitsBetween = true
        default: break
        }
        let startsClause = frame.isStatement && frame.cases == 0
        if startsClause, Self.isClause(token.text, after: previous, before: next) {
            newLine(frame.depth)
        } else if startsClause, token.text == "AND" || token.text == "OR" {
            if token.text == "AND", frame.awaitsBetween {
                frames[last].awaitsBetween = false
                separate(token)
            } else {
                newLine(frame.depth + 1)
            }
        } else {
            separate(token)
        }
        output += token.text
    }

    /// The words that begin a clause, unless the word before makes them a part of it.
    private static func isClause(_ word: String, after previous: String, before next: String)
        -> Bool
    {
        switch word {
        case "SELECT", "WHERE", "HAVING", "WINDOW", "LIMIT", "OFFSET", "FETCH", "UNION",
            "INTERSECT", "EXCEPT", "VALUES", "RETURNING":
            !["OR", "NOTHING"].contains(previous)
        case "WITH": previous != "RETURNING" && !["ORDINALITY", "TIES", "TIME"].contains(next)
        case "INSERT", "MERGE": next == "INTO"
        case "UPDATE": !["DO", "FOR", "KEY", "THEN"].contains(previous)
        case "DELETE": next == "FROM"
        case "FROM": previous != "DISTINCT" && previous != "DELETE"
        case "GROUP", "ORDER": next == "BY" && previous != "SEARCH"
        case "SET": previous != "UPDATE"
        case "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "NATURAL":
            next == "JOIN" || next == "OUTER"
                || word == "NATURAL"
        case "JOIN":
            !["LEFT", "RIGHT", "FULL", "INNER", "CROSS", "NATURAL", "OUTER"]
                .contains(previous)
        case "ON": next == "CONFLICT"
        case "WHEN": next == "MATCHED" || next == "NOT"
        case "FOR": ["UPDATE", "SHARE", "NO", "KEY"].contains(next)
        default: false
        }
    }

    private mutating func newLine(_ depth: Int) {
        guard !output.isEmpty else { return }
        output += "\n" + String(repeating: "    ", count: depth)
    }

    /// Writes the space that stood before the token, unless a line begins here.
    private mutating func separate(_ token: SQLTokens.Token) {
        guard token.followsSpace, output.last != "\n", output.last != " " else { return }
        output += " "
    }
}
