/// Values that are one word of JSON, or a short string that needs no escaping.
extension JSONWriter {
    mutating func null() {
        bytes.append(contentsOf: [0x6E, 0x75, 0x6C, 0x6C])
    }

    mutating func bool(_ value: Bool) {
        bytes.append(contentsOf: value ? "true".utf8 : "false".utf8)
    }

    mutating func integer(_ value: Int64) {
        bytes.append(decimal: value)
    }

    mutating func int8(_ value: Int64) {
        guard options.int8 == .string else { return bytes.append(decimal: value) }
        bytes.append(.quote)
        bytes.append(decimal: value)
        bytes.append(.quote)
    }

    /// Writes the shortest text that reads back as the same number.
    mutating func floatingPoint<Value: BinaryFloatingPoint & CustomStringConvertible>(
        _ value: Value
    ) {
        guard value.isFinite else {
            return nonFinite(value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity")
        }
        bytes.append(contentsOf: value.description.utf8)
        // A whole number is written without a fraction, as the server writes it.
        if bytes.count > 2, bytes[bytes.count - 1] == .zero,
            bytes[bytes.count - 2] == UInt8(ascii: ".")
        {
            bytes.removeLast(2)
        }
    }

    mutating func nonFinite(_ name: String) {
        if options.nonFinite == .null { null() } else { string(name) }
    }

    /// Writes a text that has no character to escape.
    mutating func string(_ text: String) {
        bytes.append(.quote)
        bytes.append(contentsOf: text.utf8)
        bytes.append(.quote)
    }

    mutating func uuid(_ cell: Cell) throws(PGError) {
        var bits = try cell.wholeInteger(as: UInt128.self)
        bytes.append(.quote)
        for index in 0..<32 {
            if index == 8 || index == 12 || index == 16 || index == 20 { bytes.append(.minus) }
            bytes.append(hexadecimal: UInt8(truncatingIfNeeded: bits >> 124))
            bits <<= 4
        }
        bytes.append(.quote)
    }

    mutating func bytea(_ value: [UInt8]) {
        bytes.append(.quote)
        switch options.bytea {
        case .base64: bytes.append(base64: value)
        case .hexadecimal:
            bytes.append(contentsOf: #"\\x"#.utf8)
            for byte in value {
                bytes.append(hexadecimal: byte >> 4)
                bytes.append(hexadecimal: byte & 15)
            }
        }
        bytes.append(.quote)
    }

    /// Writes a document as it is.
    ///
    /// `json` keeps the text as it was written, with its line breaks; between tokens a space does as
    /// well, and within strings there are none.
    mutating func document(_ cell: Cell) throws(PGError) {
        let document = try cell.jsonDocument(for: JSONText.self)
        guard document.count > 0 else { throw PGError.malformed(JSONText.self, cell) }
        let start = bytes.count
        bytes.append(cell: document)
        guard keepsOneLine, cell.type == .json else { return }
        for index in start..<bytes.count where bytes[index] == .newline || bytes[index] == 0x0D {
            bytes[index] = 0x20
        }
    }
}

extension [UInt8] {
    mutating func append(decimal value: Int64) {
        if value < 0 { append(.minus) }
        append(decimal: value.magnitude, width: 1)
    }

    /// Appends digits, with zeros in front when there are fewer than `width`.
    mutating func append(decimal value: UInt64, width: Int) {
        var length = 1
        var rest = value / 10
        while rest > 0 {
            rest /= 10
            length += 1
        }
        append(contentsOf: repeatElement(.zero, count: Swift.max(length, width)))
        var index = count - 1
        rest = value
        while rest > 0 {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            self[index] = .zero + UInt8(truncatingIfNeeded: digit)
            rest = quotient
            index -= 1
        }
    }

    mutating func append(hexadecimal digit: UInt8) {
        append(digit < 10 ? .zero + digit : UInt8(ascii: "a") - 10 + digit)
    }

    mutating func append(base64 value: [UInt8]) {
        reserveCapacity(count + (value.count + 2) / 3 * 4)
        for start in stride(from: 0, to: value.count, by: 3) {
            let left = value.count - start
            let group =
                UInt32(value[start]) << 16
                | (left > 1 ? UInt32(value[start + 1]) << 8 : 0)
                | (left > 2 ? UInt32(value[start + 2]) : 0)
            append(base64Digit: group >> 18)
            append(base64Digit: group >> 12)
            if left > 1 { append(base64Digit: group >> 6) } else { append(UInt8(ascii: "=")) }
            if left > 2 { append(base64Digit: group) } else { append(UInt8(ascii: "=")) }
        }
    }

    private mutating func append(base64Digit digit: UInt32) {
        let digit = UInt8(truncatingIfNeeded: digit & 63)
        switch digit {
        case 0..<26: append(UInt8(ascii: "A") + digit)
        case 26..<52: append(UInt8(ascii: "a") - 26 + digit)
        case 52..<62: append(UInt8(ascii: "0") + (digit - 52))
        case 62: append(UInt8(ascii: "+"))
        default: append(UInt8(ascii: "/"))
        }
    }
}
