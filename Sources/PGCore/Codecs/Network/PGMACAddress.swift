/// A hardware address of six bytes: the value of a `macaddr` column.
public struct PGMACAddress: Hashable, Sendable {
    /// The address as a number of 48 bits, its first byte the highest.
    public let number: UInt64

    /// Makes an address from its six bytes, or `nil` for another count.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 6 else { return nil }
        number = MACAddressText.number(bytes)
    }

    /// The six bytes.
    public var bytes: [UInt8] { MACAddressText.bytes(number, count: 6) }

    /// The address of eight bytes that `macaddr8` makes of it, with `ff:fe` in the middle.
    public var extended: PGMACAddress8 {
        PGMACAddress8(number: (number >> 24) << 40 | 0xFF_FE00_0000 | number & 0xFF_FFFF)
    }
}

extension PGMACAddress: PostgresScalar {
    /// Makes an address from its text, such as `08:00:2b:01:02:03`.
    ///
    /// The bytes may be separated by colons, hyphens or nothing.
    public init?(_ text: String) {
        guard let bytes = MACAddressText.parse(text) else { return nil }
        self.init(bytes: bytes)
    }

    /// The bytes in hexadecimal, separated by colons, as the server prints them.
    public var description: String { MACAddressText.render(bytes) }

    /// `macaddr`.
    public static var sqlType: SQLType { "macaddr" }

    /// `macaddr`.
    public static func isValue(of type: OID) -> Bool { type == .macaddr }

    /// Decodes the six bytes.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(binary cell: Cell) throws(PGError) {
        guard let value = PGMACAddress(bytes: cell.array) else {
            throw PGError.malformed(PGMACAddress.self, cell)
        }
        self = value
    }

    /// Writes the six bytes.
    ///
    /// - Throws: Nothing.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        writer.write(bytes: bytes)
    }
}

extension PGMACAddress: Comparable {
    /// Whether the left address is the smaller number.
    public static func < (left: PGMACAddress, right: PGMACAddress) -> Bool {
        left.number < right.number
    }
}
