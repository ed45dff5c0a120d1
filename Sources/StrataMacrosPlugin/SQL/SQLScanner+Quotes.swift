// What encloses text. Each function stands at the opening and passes over the closing; it answers false
// when there is none.
extension SQLScanner {
    /// A string; `start` is where its prefix begins, if it has one.
    mutating func scanString(from start: Int, hasEscapes: Bool) -> Bool {
        offset += 1
        while let byte = peek() {
            switch byte {
            case Self.bind: take(.bind(in: .string), 1)
            case UInt8(ascii: "\\") where hasEscapes && peek(1) != nil && peek(1) != Self.bind:
                offset += 2
            case UInt8(ascii: "'") where peek(1) == byte: offset += 2
            case UInt8(ascii: "'"):
                let endsInBackslash = !hasEscapes && bytes[offset - 1] == UInt8(ascii: "\\")
                offset += 1
                guard skipToContinuation() else {
                    suspect = endsInBackslash ? start..<offset : nil
                    return true
                }
            default: offset += 1
            }
        }
        report(.unclosed(.string), start..<bytes.count, related: suspect)
        return false
    }

    /// A string goes on after its end if a line ends and another begins with a quote.
    private mutating func skipToContinuation() -> Bool {
        let end = offset
        var sawNewline = false
        while let byte = peek() {
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                sawNewline = true
            } else if byte == UInt8(ascii: "'"), sawNewline {
                offset += 1
                return true
            } else if byte == UInt8(ascii: "-"), peek(1) == byte {
                let comment = bytes[offset...].firstIndex(of: UInt8(ascii: "\n"))
                guard let comment, !bytes[offset..<comment].contains(Self.bind) else { break }
                offset = comment
                sawNewline = true
            } else if !byte.isSQLSpace {
                break
            }
            offset += 1
        }
        offset = end
        return false
    }

    /// A name in quotes.
    mutating func scanName() -> Bool {
        let start = offset
        offset += 1
        while let byte = peek() {
            switch byte {
            case Self.bind: take(.bind(in: .name), 1)
            case UInt8(ascii: "\"") where peek(1) == byte: offset += 2
            case UInt8(ascii: "\""):
                offset += 1
                if offset == start + 2 { report(.emptyName, start..<offset) }
                return true
            default: offset += 1
            }
        }
        report(.unclosed(.name), start..<bytes.count)
        return false
    }

    /// What begins with a dollar sign: a text between two `$tag$`, or a mistake.
    mutating func scanDollar() -> Bool {
        let start = offset
        offset += 1
        if let byte = peek(), byte.isSQLDigit {
            skipWhile(\.isSQLDigit)
            report(.ownPlaceholder, start..<offset)
            return true
        }
        if let byte = peek(), byte.startsSQLWord {
            skipWhile { $0.startsSQLWord || $0.isSQLDigit }
        }
        guard peek() == UInt8(ascii: "$") else {
            report(.strayDollar, start..<offset)
            return true
        }
        offset += 1
        let tag = bytes[start..<offset]
        while let byte = peek() {
            if byte == Self.bind {
                take(.bind(in: .dollarQuotes), 1)
            } else if bytes[offset...].starts(with: tag) {
                offset += tag.count
                return true
            } else {
                offset += 1
            }
        }
        report(.unclosed(.dollarQuotes), start..<bytes.count)
        return false
    }
}

// MARK: - Comments

extension SQLScanner {
    var startsComment: Bool { startsBlockComment || startsLineComment }

    var endsComment: Bool { peek() == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/") }

    private var startsLineComment: Bool { peek() == UInt8(ascii: "-") && peek(1) == peek() }

    private var startsBlockComment: Bool {
        peek() == UInt8(ascii: "/") && peek(1) == UInt8(ascii: "*")
    }

    mutating func skipSpaceOrComment() -> Bool {
        if startsBlockComment { return skipBlockComment() }
        guard startsLineComment else {
            offset += 1
            return true
        }
        while let byte = peek(), byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") {
            if byte == Self.bind { report(.bind(in: .lineComment), offset..<offset + 1) }
            offset += 1
        }
        return true
    }

    /// Unlike in C, comments nest.
    private mutating func skipBlockComment() -> Bool {
        let start = offset
        var depth = 0
        repeat {
            if startsBlockComment {
                depth += 1
                offset += 2
            } else if endsComment {
                depth -= 1
                offset += 2
            } else if let byte = peek() {
                if byte == Self.bind { report(.bind(in: .comment), offset..<offset + 1) }
                offset += 1
            } else {
                report(.unclosed(.comment), start..<bytes.count)
                return false
            }
        } while depth > 0
        return true
    }
}
