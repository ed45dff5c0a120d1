/// Reads a script token by token, as PostgreSQL's lexer does, as far as splitting needs it.
struct ScriptScanner {
    /// What the scanner met.
    enum Token: Equatable {
        /// An unquoted word in lower case.
        case word(String)
        /// A semicolon.
        case semicolon
        /// A comment to the end of the line.
        case lineComment
        /// Anything else of a statement: a string, a quoted name, an operator, a number.
        case other(UInt8)
    }

    let bytes: [UInt8]
    /// The next byte to read.
    private(set) var offset = 0
    /// Where the token read last starts.
    private(set) var tokenStart = 0
    /// The position computed last.
    private var known = SourcePosition.start

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// Returns the next token, or `nil` at the end.
    ///
    /// White space and block comments are passed over.
    mutating func next() throws(ScriptError) -> Token? {
        while let byte = peek(), isSpace(byte) || startsBlockComment {
            if isSpace(byte) { offset += 1 } else { try skipBlockComment() }
        }
        tokenStart = offset
        guard let byte = peek() else { return nil }
        switch byte {
        case UInt8(ascii: ";"):
            offset += 1
            return .semicolon
        case UInt8(ascii: "-") where peek(1) == byte:
            skipLine()
            return .lineComment
        case UInt8(ascii: "'"):
            try skipString(hasEscapes: false)
        case UInt8(ascii: "\""):
            try skipQuoted(by: byte, "quoted name")
        case UInt8(ascii: "$"):
            try skipDollar()
        case 0:
            throw ScriptError(.nulCharacter, "the script has a NUL character", at: position())
        case _ where isWordStart(byte):
            return try scanWord()
        case _ where isDigit(byte):
            skipWhile { isDigit($0) || $0 == UInt8(ascii: ".") }
        default:
            offset += 1
        }
        return .other(byte)
    }

    /// The position of the token read last.
    ///
    /// Asking in order keeps the whole scan linear.
    mutating func position() -> SourcePosition {
        if tokenStart < known.utf8Offset { known = .start }
        var line = known.line
        var column = known.column
        for byte in bytes[known.utf8Offset..<tokenStart] {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        known = SourcePosition(utf8Offset: tokenStart, line: line, column: column)
        return known
    }

    /// The text between two offsets.
    func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    /// The rest of the line the token read last starts in.
    func restOfLine() -> String {
        let end = bytes[tokenStart...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        return text(tokenStart..<end)
    }

    private func peek(_ distance: Int = 0) -> UInt8? {
        offset + distance < bytes.count ? bytes[offset + distance] : nil
    }

    private var startsBlockComment: Bool {
        peek() == UInt8(ascii: "/") && peek(1) == UInt8(ascii: "*")
    }

    private mutating func skipWhile(_ condition: (UInt8) -> Bool) {
        while let byte = peek(), condition(byte) { offset += 1 }
    }

    private mutating func skipLine() {
        skipWhile { $0 != UInt8(ascii: "\n") }
    }
}

// MARK: - Comments, strings and names

extension ScriptScanner {
    /// Passes over a block comment; unlike in C, they nest.
    private mutating func skipBlockComment() throws(ScriptError) {
        tokenStart = offset
        var depth = 0
        repeat {
            guard let byte = peek() else { throw unterminated("comment", closing: "*/") }
            if startsBlockComment {
                depth += 1
                offset += 2
            } else if byte == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
                depth -= 1
                offset += 2
            } else {
                offset += 1
            }
        } while depth > 0
    }

    /// Passes over a word; `E'…'` and `U&"…"` are a prefix and what it belongs to.
    private mutating func scanWord() throws(ScriptError) -> Token {
        skipWhile { isWordStart($0) || isDigit($0) || $0 == UInt8(ascii: "$") }
        let word = text(tokenStart..<offset).lowercased()
        let quote = UInt8(ascii: "'")
        switch word {
        case "e" where peek() == quote:
            try skipString(hasEscapes: true)
        case "b" where peek() == quote, "x" where peek() == quote, "n" where peek() == quote:
            try skipString(hasEscapes: false)
        case "u" where peek() == UInt8(ascii: "&") && peek(1) == quote:
            offset += 1
            try skipString(hasEscapes: false)
        case "u" where peek() == UInt8(ascii: "&") && peek(1) == UInt8(ascii: "\""):
            offset += 1
            try skipQuoted(by: UInt8(ascii: "\""), "quoted name")
        default:
            return .word(word)
        }
        return .other(quote)
    }

    /// Passes over a string and the strings on following lines that continue it.
    private mutating func skipString(hasEscapes: Bool) throws(ScriptError) {
        repeat {
            try skipQuoted(by: UInt8(ascii: "'"), "string", hasEscapes: hasEscapes)
        } while hasEscapes && skipToContinuation()
    }

    /// Passes over quoted text; a doubled quote stands for itself.
    private mutating func skipQuoted(
        by quote: UInt8, _ what: String, hasEscapes: Bool = false
    ) throws(ScriptError) {
        offset += 1
        while let byte = peek() {
            offset += 1
            if byte == UInt8(ascii: "\\"), hasEscapes {
                offset += 1
            } else if byte == quote {
                guard peek() == quote else { return }
                offset += 1
            }
        }
        offset = bytes.count
        throw unterminated(what, closing: quote == UInt8(ascii: "'") ? "'" : "\"")
    }

    /// Moves to the quote that continues a string, if only white space with a line end and line
    /// comments are in between.
    private mutating func skipToContinuation() -> Bool {
        let before = offset
        var hasLineEnd = false
        while let byte = peek() {
            if isSpace(byte) {
                hasLineEnd = hasLineEnd || byte == UInt8(ascii: "\n")
                offset += 1
            } else if byte == UInt8(ascii: "-"), peek(1) == byte {
                skipLine()
            } else if byte == UInt8(ascii: "'"), hasLineEnd {
                return true
            } else {
                break
            }
        }
        offset = before
        return false
    }

    /// Passes over `$tag$ … $tag$`, or over a lone `$` such as that of `$1`.
    private mutating func skipDollar() throws(ScriptError) {
        var end = offset + 1
        if end < bytes.count, isWordStart(bytes[end]) {
            while end < bytes.count, isWordStart(bytes[end]) || isDigit(bytes[end]) { end += 1 }
        }
        guard end < bytes.count, bytes[end] == UInt8(ascii: "$") else {
            offset += 1
            return
        }
        let tag = bytes[offset...end]
        offset = end + 1
        while offset + tag.count <= bytes.count {
            if bytes[offset] == UInt8(ascii: "$"),
                bytes[offset..<offset + tag.count].elementsEqual(tag)
            {
                offset += tag.count
                return
            }
            offset += 1
        }
        throw unterminated("dollar-quoted text", closing: String(decoding: tag, as: UTF8.self))
    }

    private mutating func unterminated(_ what: String, closing: String) -> ScriptError {
        ScriptError(
            .unterminated, "the \(what) that starts here has no end", at: position(),
            hint: "Close it with \(closing)")
    }
}

private func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (9...13).contains(byte)
}

private func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

/// Letters, the underscore, and every byte of a character beyond ASCII.
private func isWordStart(_ byte: UInt8) -> Bool {
    let lower = byte | 0x20
    return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lower) || byte == UInt8(ascii: "_")
        || byte >= 0x80
}
