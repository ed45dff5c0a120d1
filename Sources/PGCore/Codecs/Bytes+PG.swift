extension UInt8: ArrayElement {
    /// `bytea`: an array of bytes is one value, not an array.
    public static var arraySQLType: SQLType { "bytea" }

    /// Decodes `bytea`.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for another type or malformed text.
    @inlinable
    public static func decodeArray(from cell: Cell) throws(PGError) -> [UInt8] {
        guard cell.type == .bytea else { throw PGError.cannotDecode([UInt8].self, from: cell) }
        return cell.format == .binary ? cell.array : try ByteaText.parse(cell)
    }

    /// Binds to `bytea`, and as hexadecimal text to types made by users.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` for other types.
    public static func encodeArray(
        _ elements: [UInt8], as type: OID, into writer: inout ParameterWriter
    ) throws(PGError) {
        try ByteaText.write(elements, as: type, into: &writer)
    }

    /// `bytea[]`: arrays of bytes are elements themselves.
    public static var nestedArraySQLType: SQLType { "bytea[]" }

    /// Refuses: a byte is no element of any array.
    ///
    /// - Throws: ``PGError/Code/decodingFailed``.
    public static func decodeElement(
        from reader: inout ArrayReader, at dimension: Int
    ) throws(PGError) -> UInt8 {
        throw reader.wrongDimensions([UInt8].self)
    }

    /// Writes the bytes as one element.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch``.
    public static func encodeElements(
        _ elements: [UInt8], of array: inout ArrayWriter, into writer: inout ParameterWriter
    ) throws(PGError) {
        try array.write(elements, into: &writer)
    }

    /// Returns nothing: bytes are one value and have no dimension.
    public static func counts(of elements: [UInt8]) throws(PGError) -> [Int] { [] }

    /// Returns the bytes in hexadecimal, preceded by `\x`.
    public static func arrayText(_ elements: [UInt8], delimiter: Unicode.Scalar) -> String {
        ByteaText.render(elements)
    }

    /// Returns the same in quotes.
    public static func nestedArrayText(_ elements: [UInt8], delimiter: Unicode.Scalar) -> String {
        ArrayText.quote(ByteaText.render(elements))
    }
}

/// The text representation of `bytea`, in both spellings that `bytea_output` allows.
///
/// See "Binary Data Types" in the PostgreSQL manual.
@usableFromInline
enum ByteaText {
    static func write<Bytes: Sequence<UInt8>>(
        _ bytes: Bytes, as type: OID, into writer: inout ParameterWriter
    ) throws(PGError) {
        switch type {
        case .bytea: writer.write(bytes: bytes)
        case .unknown: writer.write(text: render(bytes))
        // A text column would keep the hexadecimal digits: that is never what was meant.
        case _ where type.isBuiltIn: throw .mismatch(Bytes.self, type)
        default: writer.write(text: render(bytes))
        }
    }

    static func render(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text = Array("\\x".utf8)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    @usableFromInline
    static func parse(_ cell: Cell) throws(PGError) -> [UInt8] {
        let text = cell.array
        let isHexadecimal = text.starts(with: "\\x".utf8)
        guard let bytes = isHexadecimal ? hexadecimal(text.dropFirst(2)) : escaped(text) else {
            throw PGError.malformed([UInt8].self, cell)
        }
        return bytes
    }

    private static func hexadecimal(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard text.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2)
        var index = text.startIndex
        while index < text.endIndex {
            guard let high = digit(text[index]), let low = digit(text[index + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
            index += 2
        }
        return bytes
    }

    /// The older spelling: a byte is itself, `\\` or three octal digits after a backslash.
    private static func escaped(_ text: [UInt8]) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            if rest.first == byte {
                bytes.append(byte)
                rest.removeFirst()
                continue
            }
            guard rest.count >= 3 else { return nil }
            var value = 0
            for octal in rest.prefix(3) {
                guard let number = digit(octal), number < 8 else { return nil }
                value = value * 8 + Int(number)
            }
            guard let byte = UInt8(exactly: value) else { return nil }
            bytes.append(byte)
            rest.removeFirst(3)
        }
        return bytes
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
