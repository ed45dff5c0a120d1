/// Reads SQL as PostgreSQL's lexer does, as far as quotes, comments and brackets are concerned.
///
/// What is right here can still be wrong for the server, which alone knows the grammar; what is wrong
/// here is wrong there, or means something that was not meant.
struct SQLScanner {
    /// Stands for a value in the text; no UTF-8 has this byte.
    static let bind: UInt8 = 0xFF

    let bytes: [UInt8]
    /// The values that become quoted names, which may touch anything.
    private let names: Set<Int>
    /// The next byte to read.
    var offset = 0
    private(set) var problems: [SQLProblem] = []
    private var open: [Int] = []
    private var words = SQLWords()
    private var hasContent = false
    /// The semicolons that may turn out to be the last thing in the text.
    private var lastSemicolon: Int?
    /// The word or number read last.
    private var word = 0..<0
    /// The string read last, if a backslash is the last character in it.
    var suspect: Range<Int>?

    private init(_ bytes: [UInt8], names: Set<Int>) {
        self.bytes = bytes
        self.names = names
    }

    /// The mistakes in a text, in their order.
    static func problems(in bytes: [UInt8], names: Set<Int> = []) -> [SQLProblem] {
        var scanner = SQLScanner(bytes, names: names)
        scanner.scan()
        return scanner.problems.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    private mutating func scan() {
        while let byte = peek() {
            guard !byte.isSQLSpace, !startsComment else {
                guard skipSpaceOrComment() else { return }
                continue
            }
            if let semicolon = lastSemicolon { endStatement(at: semicolon, isLast: false) }
            hasContent = true
            guard scanToken(byte) else { return }
        }
        if let semicolon = lastSemicolon { endStatement(at: semicolon, isLast: true) }
        if !hasContent { report(.empty, 0..<bytes.count) }
        for bracket in open { report(.unclosedBracket, bracket..<bracket + 1) }
    }

    /// Reads a token; false when the rest of the text is inside of something that is never closed.
    private mutating func scanToken(_ byte: UInt8) -> Bool {
        let start = offset
        switch byte {
        case Self.bind: scanBind()
        case UInt8(ascii: "'"): return scanString(from: start, hasEscapes: false)
        case UInt8(ascii: "\""): return scanName()
        case UInt8(ascii: "$"): return scanDollar()
        case UInt8(ascii: "("), UInt8(ascii: "["):
            open.append(offset)
            offset += 1
        case UInt8(ascii: ")"), UInt8(ascii: "]"): close(byte)
        case UInt8(ascii: ";"):
            if !words.mayHaveSemicolons { lastSemicolon = offset }
            offset += 1
        case 0: take(.nul, 1)
        case UInt8(ascii: "\\"): take(.strayBackslash, 1)
        case UInt8(ascii: "*") where endsComment && peek(2) != UInt8(ascii: "*"):
            take(.strayCommentEnd, 2)
        case _ where byte.startsSQLWord: return scanWord()
        case _ where byte.isSQLDigit:
            skipWhile { $0.startsSQLWord || $0.isSQLDigit || $0 == UInt8(ascii: ".") }
            word = start..<offset
        default: offset += 1
        }
        return true
    }

    private mutating func endStatement(at semicolon: Int, isLast: Bool) {
        report(.semicolon(isLast: isLast), semicolon..<semicolon + 1)
        lastSemicolon = nil
    }

    private mutating func close(_ byte: UInt8) {
        let range = offset..<offset + 1
        offset += 1
        guard let last = open.last else { return report(.strayBracket, range) }
        guard (bytes[last] == UInt8(ascii: "(")) == (byte == UInt8(ascii: ")")) else {
            report(.wrongBracket, range, related: last..<last + 1)
            // The one that is meant is closed, so that the mistake is named once.
            let meant = open.lastIndex { bytes[$0] != bytes[last] }
            if let meant { open.remove(at: meant) }
            return
        }
        open.removeLast()
    }

    /// A value: it becomes `$` and a number, which must not touch a word or another number.
    private mutating func scanBind() {
        let range = offset..<offset + 1
        offset += 1
        guard !names.contains(range.lowerBound) else { return }
        if !word.isEmpty, word.upperBound == range.lowerBound {
            report(.joinedBefore, range, related: word)
        } else if let next = peek(), next.startsSQLWord || next.isSQLDigit {
            let end = bytes[offset...].firstIndex { !$0.continuesSQLWord } ?? bytes.count
            report(.joinedAfter, range, related: offset..<end)
        }
    }

    private mutating func scanWord() -> Bool {
        let start = offset
        skipWhile(\.continuesSQLWord)
        let word = bytes[start..<offset]
        reportTypographic(in: start..<offset)
        let letter = word.count == 1 ? word[start] | 0x20 : 0
        if peek() == UInt8(ascii: "'"), "ebxn".utf8.contains(letter) {
            return scanString(from: start, hasEscapes: letter == UInt8(ascii: "e"))
        }
        if letter == UInt8(ascii: "u"), peek() == UInt8(ascii: "&") {
            if peek(1) == UInt8(ascii: "'") {
                offset += 1
                return scanString(from: start, hasEscapes: false)
            } else if peek(1) == UInt8(ascii: "\"") {
                offset += 1
                return scanName()
            }
        }
        words.add(String(decoding: word, as: UTF8.self).lowercased())
        self.word = start..<offset
        return true
    }

    /// Finds quotes and spaces of typography, which are letters to SQL.
    private mutating func reportTypographic(in range: Range<Int>) {
        for start in range where bytes[start] >= 0xC2 {
            let length = bytes[start] >= 0xE0 ? 3 : 2
            guard start + length <= range.upperBound else { continue }
            switch Array(bytes[start..<start + length]) {
            case [0xC2, 0xA0], [0xE2, 0x80, 0x98], [0xE2, 0x80, 0x99], [0xE2, 0x80, 0x9C],
                [0xE2, 0x80, 0x9D]:
                report(.typographic, start..<start + length)
            default: break
            }
        }
    }
}

// MARK: - Reading bytes

extension SQLScanner {
    func peek(_ distance: Int = 0) -> UInt8? {
        offset + distance < bytes.count ? bytes[offset + distance] : nil
    }

    mutating func skipWhile(_ condition: (UInt8) -> Bool) {
        while let byte = peek(), condition(byte) { offset += 1 }
    }

    mutating func report(
        _ kind: SQLProblem.Kind, _ range: Range<Int>, related: Range<Int>? = nil
    ) {
        problems.append(SQLProblem(kind, range, related: related))
    }

    /// Reports the next bytes and passes over them.
    mutating func take(_ kind: SQLProblem.Kind, _ length: Int) {
        report(kind, offset..<offset + length)
        offset += length
    }
}
