import PGCore

/// A script taken apart into its statements, as the server does it.
struct Script {
    /// One statement, with where it ends in the script's UTF-8.
    struct Statement: Equatable {
        let text: String
        let end: Int
    }

    let statements: [Statement]

    init(_ text: String) {
        var scanner = ScriptScanner(text)
        var statements: [Statement] = []
        while let range = scanner.nextStatement() {
            let text = String(decoding: scanner.bytes[range], as: UTF8.self)
            statements.append(Statement(text: text, end: range.upperBound))
        }
        self.statements = statements
    }

    /// The number of the statement that failed, counted from 1.
    ///
    /// A mistake that the server finds before it runs anything is only told by its position.
    static func numberOfStatement(
        at error: PGError, after results: Int, _ text: String
    ) -> Int {
        guard results == 0, let position = error.server?.position, position > 0 else {
            return results + 1
        }
        let before = text.unicodeScalars.prefix(position - 1)
        let offset = text.utf8.distance(from: text.startIndex, to: before.endIndex)
        let statements = Script(text).statements
        let index = statements.firstIndex { offset < $0.end } ?? max(0, statements.count - 1)
        return index + 1
    }

    /// The words that would end the transaction a script runs in, or begin another.
    var transactionCommand: String? {
        for statement in statements {
            var words = SQLWordScanner(statement.text)
            guard let first = words.next() else { continue }
            switch first {
            case "BEGIN", "START", "COMMIT", "END", "ABORT":
                return first
            case "ROLLBACK":
                let second = words.next()
                let third = second == "WORK" || second == "TRANSACTION" ? words.next() : second
                if third != "TO" { return first }
            case "PREPARE":
                if words.next() == "TRANSACTION" { return "PREPARE TRANSACTION" }
            default:
                continue
            }
        }
        return nil
    }
}

/// Finds where statements end: at semicolons outside quotes, comments, parentheses, and the bodies
/// of functions written in SQL.
struct ScriptScanner {
    let bytes: [UInt8]
    private var index = 0
    private var parentheses = 0
    private var blocks = 0
    private var words: [String] = []

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// Returns the range of the next statement that is not empty, without its semicolon.
    mutating func nextStatement() -> Range<Int>? {
        while index < bytes.count {
            (parentheses, blocks, words) = (0, 0, [])
            let start = index
            var isEmpty = true
            while index < bytes.count {
                let byte = bytes[index]
                if byte == UInt8(ascii: ";"), parentheses == 0, blocks == 0 { break }
                if !skipSpaceOrComment() {
                    isEmpty = false
                    skipToken()
                }
            }
            let range = start..<index
            index += 1
            if !isEmpty { return range }
        }
        return nil
    }

    private func byte(_ offset: Int) -> UInt8 {
        index + offset < bytes.count ? bytes[index + offset] : 0
    }

    private mutating func skipSpaceOrComment() -> Bool {
        switch (byte(0), byte(1)) {
        case (UInt8(ascii: " "), _), (9...13, _):
            index += 1
        case (UInt8(ascii: "-"), UInt8(ascii: "-")):
            while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
        case (UInt8(ascii: "/"), UInt8(ascii: "*")):
            skipBlockComment()
        default:
            return false
        }
        return true
    }

    private mutating func skipBlockComment() {
        var depth = 0
        repeat {
            switch (byte(0), byte(1)) {
            case (UInt8(ascii: "/"), UInt8(ascii: "*")):
                depth += 1
                index += 2
            case (UInt8(ascii: "*"), UInt8(ascii: "/")):
                depth -= 1
                index += 2
            default:
                index += 1
            }
        } while depth > 0 && index < bytes.count
        index = min(index, bytes.count)
    }

    private mutating func skipToken() {
        switch byte(0) {
        case UInt8(ascii: "'"):
            skipQuoted(UInt8(ascii: "'"), escapes: false)
        case UInt8(ascii: "\""):
            skipQuoted(UInt8(ascii: "\""), escapes: false)
        case UInt8(ascii: "$"):
            skipDollar()
        case UInt8(ascii: "("):
            parentheses += 1
            index += 1
        case UInt8(ascii: ")"):
            parentheses = max(0, parentheses - 1)
            index += 1
        case let first where Self.isWord(first):
            skipWord()
        default:
            index += 1
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (byte | 0x20 >= 97 && byte | 0x20 <= 122) || (byte >= 48 && byte <= 57) || byte == 95
            || byte >= 128
    }

    private mutating func skipQuoted(_ quote: UInt8, escapes: Bool) {
        index += 1
        while index < bytes.count, bytes[index] != quote {
            index += escapes && bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        // A doubled quote begins another quoted piece at once, which comes to the same.
        index = min(index + 1, bytes.count)
    }

    private mutating func skipWord() {
        let start = index
        // A dollar inside a word belongs to it.
        while index < bytes.count, Self.isWord(bytes[index]) || bytes[index] == UInt8(ascii: "$") {
            index += 1
        }
        let word = String(decoding: bytes[start..<index], as: UTF8.self).uppercased()
        if word == "E", byte(0) == UInt8(ascii: "'") {
            skipQuoted(UInt8(ascii: "'"), escapes: true)
            return
        }
        if words.count < 4 { words.append(word) }
        trackBody(word)
    }

    /// A function's body in SQL is `BEGIN ATOMIC …; …; END`, and a CASE in it has an END as well.
    private mutating func trackBody(_ word: String) {
        let name = words.dropFirst(words.dropFirst().first == "OR" ? 3 : 1).first
        guard words.first == "CREATE", name == "FUNCTION" || name == "PROCEDURE" else { return }
        switch word {
        case "BEGIN": blocks += 1
        case "CASE" where blocks > 0: blocks += 1
        case "END" where blocks > 0: blocks -= 1
        default: break
        }
    }

    /// Passes over `$1`, or over a string between two equal tags in dollars.
    private mutating func skipDollar() {
        var end = index + 1
        while end < bytes.count, Self.isWord(bytes[end]) { end += 1 }
        let startsWithDigit = byte(1) >= 48 && byte(1) <= 57
        guard end < bytes.count, bytes[end] == UInt8(ascii: "$"), !startsWithDigit else {
            index = end
            return
        }
        let tag = bytes[index...end]
        index = end + 1
        while index < bytes.count, !bytes[index...].starts(with: tag) { index += 1 }
        index = min(index + tag.count, bytes.count)
    }
}
