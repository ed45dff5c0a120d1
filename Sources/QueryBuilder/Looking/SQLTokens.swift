/// Cuts SQL into words, quoted pieces, parentheses and the rest.
struct SQLTokens {
    enum Kind {
        case word, open, close, other, space
    }

    struct Token {
        var kind: Kind
        var text: String
        var followsSpace: Bool
    }

    private let bytes: [UInt8]
    private var position = 0
    private var sawSpace = false

    init(_ sql: String) {
        bytes = Array(sql.utf8)
    }

    mutating func next() -> Token? {
        guard position < bytes.count else { return nil }
        let start = position
        let kind = scan()
        if kind == .space {
            sawSpace = true
            return Token(kind: .space, text: " ", followsSpace: false)
        }
        defer { sawSpace = false }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        return Token(kind: kind, text: text, followsSpace: sawSpace)
    }

    /// The next word, if a word comes next.
    func peekWord() -> String {
        var copy = self
        while let token = copy.next() {
            if token.kind == .word { return token.text }
            guard token.kind == .space else { return "" }
        }
        return ""
    }

    private mutating func scan() -> Kind {
        let byte = bytes[position]
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
            position += 1
            return .space
        case UInt8(ascii: "("):
            position += 1
            return .open
        case UInt8(ascii: ")"):
            position += 1
            return .close
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            skipQuoted(byte, escapes: false)
            return .other
        case UInt8(ascii: "/") where follows(UInt8(ascii: "*")):
            skipComment()
            return .other
        case UInt8(ascii: "-") where follows(UInt8(ascii: "-")):
            while position < bytes.count { position += 1 }
            return .other
        default: return scanWord()
        }
    }

    private mutating func scanWord() -> Kind {
        guard Self.isWord(bytes[position]) else {
            position += 1
            return .other
        }
        let start = position
        while position < bytes.count, Self.isWord(bytes[position]) { position += 1 }
        if position == start + 1, bytes[start] | 0x20 == UInt8(ascii: "e"),
            position < bytes.count, bytes[position] == UInt8(ascii: "'")
        {
            skipQuoted(UInt8(ascii: "'"), escapes: true)
            return .other
        }
        return .word
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
            true
        default: false
        }
    }

    private func follows(_ byte: UInt8) -> Bool {
        position + 1 < bytes.count && bytes[position + 1] == byte
    }

    private mutating func skipQuoted(_ quote: UInt8, escapes: Bool) {
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if escapes, byte == UInt8(ascii: "\\") { position += 1 }
            if byte == quote {
                guard position < bytes.count, bytes[position] == quote else { return }
                position += 1
            }
        }
    }

    private mutating func skipComment() {
        position += 2
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "*"), follows(UInt8(ascii: "/")) {
                position += 2
                return
            }
            position += 1
        }
    }
}
