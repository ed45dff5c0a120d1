/// A string of bits: the value of a `bit` or `bit varying` column.
///
/// It is a collection of its bits, the leftmost first.
public struct PGBitString: Hashable, Sendable {
    /// The number of bits.
    public let count: Int

    /// The bits, eight to a byte from the highest down; unused bits of the last byte are zero.
    public let bytes: [UInt8]

    /// Makes a string from its bytes, or `nil` when they hold fewer bits or more than a byte more.
    ///
    /// What follows the last bit is set to zero.
    public init?(bytes: [UInt8], count: Int) {
        guard count >= 0, count <= Int.max - 7, bytes.count == (count + 7) / 8 else { return nil }
        self.count = count
        var bytes = bytes
        if count % 8 > 0 { bytes[bytes.count - 1] &= 0xFF << UInt8(8 - count % 8) }
        self.bytes = bytes
    }

    /// Makes a string from its bits.
    public init(_ bits: some Sequence<Bool>) {
        var bytes: [UInt8] = []
        var count = 0
        for bit in bits {
            if count % 8 == 0 { bytes.append(0) }
            if bit { bytes[count / 8] |= 0x80 >> UInt8(count % 8) }
            count += 1
        }
        self.count = count
        self.bytes = bytes
    }
}

extension PGBitString: RandomAccessCollection {
    /// The position of the leftmost bit.
    public var startIndex: Int { 0 }

    /// The position after the last bit.
    public var endIndex: Int { count }

    /// The bit at a position, counted from the left, which must exist.
    public subscript(index: Int) -> Bool {
        precondition((0..<count).contains(index), "the bit string has no such bit")
        return bytes[index / 8] & 0x80 >> UInt8(index % 8) != 0
    }
}

extension PGBitString: ExpressibleByArrayLiteral {
    /// Makes a string from its bits.
    public init(arrayLiteral bits: Bool...) {
        self.init(bits)
    }
}

extension PGBitString: PostgresScalar {
    /// Makes a string from zeros and ones.
    public init?(_ text: String) {
        let digits = text.utf8
        guard digits.allSatisfy({ $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: "1") }) else {
            return nil
        }
        self.init(digits.lazy.map { $0 == UInt8(ascii: "1") })
    }

    /// The zeros and ones, as the server prints them.
    public var description: String {
        String(decoding: map { UInt8(ascii: $0 ? "1" : "0") }, as: UTF8.self)
    }

    /// `bit varying`.
    public static var sqlType: SQLType { "bit varying" }

    /// `bit` and `bit varying`.
    public static func isValue(of type: OID) -> Bool { type == .varbit || type == .bit }

    /// Decodes the number of bits and the bytes.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(binary cell: Cell) throws(PGError) {
        let count = Int(try cell.integer(as: Int32.self))
        let bytes = try cell.slice(4..<cell.count, type: cell.type).array
        guard let value = PGBitString(bytes: bytes, count: count) else {
            throw PGError.malformed(PGBitString.self, cell)
        }
        self = value
    }

    /// Writes the number of bits and the bytes.
    ///
    /// - Throws: ``PGError/Code/parameterOutOfRange`` for more than two thousand million bits.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        guard let count = Int32(exactly: count) else { throw .outOfRange(PGBitString.self, type) }
        writer.write(count)
        writer.write(bytes: bytes)
    }
}
