/// A hardware address of eight bytes, EUI-64: the value of a `macaddr8` column.
public struct PGMACAddress8: Hashable, Sendable {
    /// The address as a number, its first byte the highest.
    public let number: UInt64

    /// Makes an address from its number.
    public init(number: UInt64) {
        self.number = number
    }

    /// Makes an address from its eight bytes, or `nil` for another count.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 8 else { return nil }
        number = MACAddressText.number(bytes)
    }

    /// The eight bytes.
    public var bytes: [UInt8] { MACAddressText.bytes(number, count: 8) }
}

extension PGMACAddress8: PostgresScalar {
    /// Makes an address from its text, such as `08:00:2b:ff:fe:01:02:03`.
    ///
    /// The bytes may be separated by colons, hyphens or nothing. Six bytes are extended as the
    /// server extends them.
    public init?(_ text: String) {
        guard let bytes = MACAddressText.parse(text) else { return nil }
        if let short = PGMACAddress(bytes: bytes) {
            self = short.extended
        } else {
            self.init(bytes: bytes)
        }
    }

    /// The bytes in hexadecimal, separated by colons, as the server prints them.
    public var description: String { MACAddressText.render(bytes) }

    /// `macaddr8`.
    public static var sqlType: SQLType { "macaddr8" }

    /// `macaddr8`.
    public static func isValue(of type: OID) -> Bool { type == .macaddr8 }

    /// Decodes the eight bytes.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(binary cell: Cell) throws(PGError) {
        number = try cell.wholeInteger()
    }

    /// Writes the eight bytes.
    ///
    /// - Throws: Nothing.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        writer.write(number)
    }
}

extension PGMACAddress8: Comparable {
    /// Whether the left address is the smaller number.
    public static func < (left: PGMACAddress8, right: PGMACAddress8) -> Bool {
        left.number < right.number
    }
}

/// The spellings of hardware addresses.
enum MACAddressText {
    static func number(_ bytes: some Collection<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    static func bytes(_ number: UInt64, count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
    }

    static func render(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
    }

    /// Reads pairs of digits, between which one kind of separator may stand.
    static func parse(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = Substring(text)
        let separator = rest.dropFirst(2).first.flatMap { $0 == ":" || $0 == "-" ? $0 : nil }
        while !rest.isEmpty {
            if let separator, !bytes.isEmpty, rest.popFirst() != separator { return nil }
            let pair = rest.prefix(2)
            guard pair.utf8.count == 2, pair.allSatisfy(\.isHexDigit),
                let byte = UInt8(pair, radix: 16), bytes.count < 8
            else { return nil }
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return bytes
    }
}
