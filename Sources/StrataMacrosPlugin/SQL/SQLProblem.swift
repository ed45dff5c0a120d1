/// A mistake in a text of SQL that needs no server to see.
struct SQLProblem: Equatable {
    /// What may be open when something is met that it changes the meaning of.
    enum Enclosure: Equatable {
        case string, name, dollarQuotes, comment, lineComment
    }

    enum Kind: Equatable {
        case empty
        case unclosed(Enclosure)
        case bind(in: Enclosure)
        case emptyName
        case unclosedBracket
        case strayBracket
        case wrongBracket
        case strayCommentEnd
        case ownPlaceholder
        case strayDollar
        case strayBackslash
        case typographic
        case semicolon(isLast: Bool)
        case nul
        case joinedBefore
        case joinedAfter
    }

    var kind: Kind
    /// The bytes at fault.
    var range: Range<Int>
    /// The bytes that make it understood: what a bracket fails to close, a string that ended early.
    var related: Range<Int>?

    init(_ kind: Kind, _ range: Range<Int>, related: Range<Int>? = nil) {
        self.kind = kind
        self.range = range
        self.related = related
    }
}

extension SQLProblem {
    var id: String {
        let name = "\(kind)"
        return "sql." + name.prefix { $0 != "(" }
    }

    /// The mistake in words; `text` is what stands there.
    func message(_ text: String) -> String {
        switch kind {
        case .empty: "There is no SQL in this text."
        case .unclosed(let enclosure): "\(enclosure.name) that begins with \(text) is never closed."
        case .bind(let enclosure): enclosure.bindMessage
        case .emptyName: "A quoted name cannot be empty: \"\"."
        case .unclosedBracket: "This '\(text)' is never closed."
        case .strayBracket: "This '\(text)' closes nothing."
        case .wrongBracket: "This '\(text)' comes before what is open is closed."
        case .strayCommentEnd: "This '*/' closes no comment."
        case .ownPlaceholder:
            "'\(text)' is a placeholder, and #sql numbers them itself: write the value as \\(…)."
        case .strayDollar:
            "'\(text)' begins no quoted text: that has two dollar signs, as in $tag$."
        case .strayBackslash: "A backslash means nothing to SQL outside of quotes."
        case .typographic:
            "'\(text)' is a part of a name to SQL: quotes are ' and \", and spaces are plain ones."
        case .semicolon(isLast: true): "A statement has no semicolon at its end here."
        case .semicolon(isLast: false): "One statement at a time: this semicolon begins another."
        case .nul: "A text of SQL cannot have a NUL character."
        case .joinedBefore:
            "The placeholder becomes a part of the word '\(text)': put a space between them."
        case .joinedAfter:
            "The placeholder goes on as '\(text)': put a space between them."
        }
    }

    /// What is to be said of `related`.
    var note: String? {
        guard related != nil else { return nil }
        switch kind {
        case .unclosed(.string):
            return "The string before it ends with a backslash, which is a plain character there: "
                + "write '' for a quote, or E'…'."
        case .wrongBracket: return "This is still open."
        default: return nil
        }
    }
}

extension SQLProblem.Enclosure {
    fileprivate var name: String {
        switch self {
        case .string: "The string"
        case .name: "The quoted name"
        case .dollarQuotes: "The dollar-quoted text"
        case .comment: "The comment"
        case .lineComment: "The comment"
        }
    }

    fileprivate var bindMessage: String {
        switch self {
        case .string, .dollarQuotes:
            "A value inside of quotes is not seen by the server: leave the quotes away, and join "
                + "texts with ||."
        case .name:
            "A value cannot be a part of a name: write a whole name as \\(identifier: …)."
        case .comment, .lineComment: "A value inside of a comment is not seen by the server."
        }
    }
}
