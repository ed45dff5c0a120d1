/// Strings of JSON, made from bytes that are meant to be UTF-8.
extension [UInt8] {
    /// Appends a text as a JSON string.
    mutating func appendJSONString(_ text: String) {
        var text = text
        append(.quote)
        text.withUTF8 { utf8 in unsafe appendEscaped(UnsafeRawBufferPointer(utf8)) }
        append(.quote)
    }

    /// Appends a value's bytes as a JSON string; invalid sequences become U+FFFD.
    mutating func appendJSONString(_ cell: Cell) {
        append(.quote)
        unsafe cell.withBytes { unsafe appendEscaped($0) }
        append(.quote)
    }

    /// Appends a value's bytes as they are.
    mutating func append(cell: Cell) {
        unsafe cell.withBytes { unsafe append(contentsOf: $0) }
    }

    /// Appends text, with what JSON does not allow in a string escaped.
    ///
    /// Most texts need nothing: they are looked through eight bytes at a time and copied whole.
    @unsafe private mutating func appendEscaped(_ text: UnsafeRawBufferPointer) {
        var start = 0
        var index = 0
        while index < text.count {
            if index + 8 <= text.count {
                let word = unsafe text.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                if !JSONEscape.needsCare(word) {
                    index += 8
                    continue
                }
            }
            let byte = unsafe text[index]
            if byte < 0x80 {
                if let escape = JSONEscape.escape(byte) {
                    unsafe append(contentsOf: text[start..<index])
                    append(contentsOf: escape)
                    start = index + 1
                }
                index += 1
                continue
            }
            let sequence = unsafe UTF8Sequence(text, at: index)
            if !sequence.isValid {
                unsafe append(contentsOf: text[start..<index])
                append(contentsOf: [0xEF, 0xBF, 0xBD])
                start = index + sequence.length
            }
            index += sequence.length
        }
        unsafe append(contentsOf: text[start..<text.count])
    }
}

/// What has to be escaped in a string of JSON.
enum JSONEscape {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// Whether one of eight bytes is a control character, a quote, a backslash or not ASCII.
    ///
    /// Subtracting borrows into the high bit of a byte that is less than what is subtracted. A
    /// borrow from a neighbour can only say yes too often.
    static func needsCare(_ word: UInt64) -> Bool {
        let control = word &- ones &* 0x20
        let quote = (word ^ ones &* 0x22) &- ones
        let backslash = (word ^ ones &* 0x5C) &- ones
        return (word | control | quote | backslash) & highs != 0
    }

    /// Returns how an ASCII character is escaped, or `nil` when it stands for itself.
    static func escape(_ byte: UInt8) -> [UInt8]? {
        switch byte {
        case .quote, .backslash: return [.backslash, byte]
        case 0x20...: return nil
        case 0x08: return [.backslash, UInt8(ascii: "b")]
        case 0x09: return [.backslash, UInt8(ascii: "t")]
        case 0x0A: return [.backslash, UInt8(ascii: "n")]
        case 0x0C: return [.backslash, UInt8(ascii: "f")]
        case 0x0D: return [.backslash, UInt8(ascii: "r")]
        default:
            var escape = Array("\\u00".utf8)
            escape.append(hexadecimal: byte >> 4)
            escape.append(hexadecimal: byte & 15)
            return escape
        }
    }
}

/// The bytes at one place of a text that are one character, or the longest beginning of one.
///
/// The rules are those of table 3-7 of the Unicode standard, "Well-Formed UTF-8 Byte Sequences".
struct UTF8Sequence {
    let length: Int
    let isValid: Bool

    /// Looks at a byte that is not ASCII and what follows it.
    @unsafe init(_ text: UnsafeRawBufferPointer, at start: Int) {
        let (count, second) = Self.shape(of: unsafe text[start])
        var length = 1
        while length < count, start + length < text.count,
            (length == 1 ? second : 0x80...0xBF).contains(unsafe text[start + length])
        {
            length += 1
        }
        self.length = length
        isValid = length == count
    }

    /// How many bytes a character has that begins with this one, and what its second byte may be.
    private static func shape(of first: UInt8) -> (count: Int, second: ClosedRange<UInt8>) {
        switch first {
        case 0xC2...0xDF: (2, 0x80...0xBF)
        case 0xE0: (3, 0xA0...0xBF)
        case 0xED: (3, 0x80...0x9F)
        case 0xE1...0xEF: (3, 0x80...0xBF)
        case 0xF0: (4, 0x90...0xBF)
        case 0xF1...0xF3: (4, 0x80...0xBF)
        case 0xF4: (4, 0x80...0x8F)
        // No sequence begins like this: none of its one byte is ever complete.
        default: (0, 0x80...0xBF)
        }
    }
}
