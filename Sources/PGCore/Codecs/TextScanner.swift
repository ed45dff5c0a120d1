/// Reads a value's text from left to right; a step that does not match fails and never traps.
struct TextScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { position == bytes.count }

    /// The next byte, left in place.
    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Takes the character when it is next.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let peek, UInt32(peek) == character.value else { return false }
        position += 1
        return true
    }

    /// Takes the text when it is next.
    mutating func take(_ text: String) -> Bool {
        let wanted = text.utf8
        guard bytes[position...].starts(with: wanted) else { return false }
        position += wanted.count
        return true
    }

    /// Takes an unsigned number of at most `limit` digits, at most 18.
    mutating func number(upTo limit: Int = 18) -> Int? {
        let start = position
        var value = 0
        while let digit = digit(), position - start < min(limit, 18) {
            value = value * 10 + digit
            position += 1
        }
        return position > start ? value : nil
    }

    /// Takes exactly two digits.
    mutating func twoDigits() -> Int? {
        let start = position
        guard let value = number(upTo: 2), position - start == 2 else { return nil }
        return value
    }

    /// Takes a sign, which may be absent, and returns -1 or 1.
    mutating func sign() -> Int {
        if take("-") { return -1 }
        _ = take("+")
        return 1
    }

    /// Takes what follows a decimal point, up to six digits, as microseconds.
    mutating func microseconds() -> Int? {
        let start = position
        guard let value = number(upTo: 6) else { return nil }
        var scaled = value
        for _ in (position - start)..<6 { scaled *= 10 }
        return scaled
    }

    /// Takes lower and upper case letters.
    mutating func word() -> String {
        let start = position
        while let peek, Unicode.Scalar(peek).properties.isAlphabetic, peek < 0x80 { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Takes bytes for as long as they are wanted.
    mutating func characters(while isWanted: (UInt8) -> Bool) -> String {
        let start = position
        while let peek, isWanted(peek) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Takes text between two of the same quotes, or returns `nil` when it does not end.
    ///
    /// A doubled quote is one, and whatever follows a backslash is itself.
    mutating func quoted(by quote: Unicode.Scalar) -> String? {
        guard take(quote) else { return nil }
        var text: [UInt8] = []
        while let byte = peek {
            position += 1
            if UInt32(byte) == quote.value {
                guard take(quote) else { return String(decoding: text, as: UTF8.self) }
                text.append(byte)
            } else if byte == UInt8(ascii: "\\") {
                guard let escaped = peek else { return nil }
                position += 1
                text.append(escaped)
            } else {
                text.append(byte)
            }
        }
        return nil
    }

    /// Takes a number of double precision, `NaN` or `Infinity`.
    mutating func double() -> Double? { floatingPoint() }

    /// Takes a number of single precision, `NaN` or `Infinity`.
    mutating func float() -> Float? { floatingPoint() }

    private mutating func floatingPoint<Value: LosslessStringConvertible>() -> Value? {
        let token = characters { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "+"),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
        // Swift also reads hexadecimal digits, which the server never writes.
        return token.contains("x") || token.contains("X") ? nil : Value(token)
    }

    private func digit() -> Int? {
        guard let peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(peek) else { return nil }
        return Int(peek - UInt8(ascii: "0"))
    }
}
