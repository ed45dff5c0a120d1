/// An IPv4 or IPv6 address with the length of its network's prefix: the value of an `inet` column.
///
/// The bits after the prefix are kept, unlike in ``PGCIDR``, so that a value can name both a host
/// and the network it is in.
public struct PGInet: Hashable, Sendable {
    /// The version of the internet protocol.
    public enum Family: Hashable, Sendable {
        /// Version 4, with addresses of 32 bits.
        case v4
        /// Version 6, with addresses of 128 bits.
        case v6

        /// The number of bits of an address.
        public var bitCount: Int { self == .v4 ? 32 : 128 }
    }

    /// The version of the internet protocol.
    public let family: Family

    /// The address as a number, its first byte the highest.
    public let number: UInt128

    /// The number of leading bits that name the network; all of them for a single host.
    public let prefixLength: Int

    init?(_ family: Family, _ number: UInt128, prefixLength: Int?) {
        let prefixLength = prefixLength ?? family.bitCount
        guard (0...family.bitCount).contains(prefixLength) else { return nil }
        self.family = family
        self.number = number
        self.prefixLength = prefixLength
    }

    /// Makes an address from its 4 or 16 bytes, or `nil` for another count or a prefix too long.
    ///
    /// Without a prefix length it is a single host.
    public init?(bytes: some Collection<UInt8>, prefixLength: Int? = nil) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        let number = bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        self.init(bytes.count == 4 ? .v4 : .v6, number, prefixLength: prefixLength)
    }

    /// The 4 or 16 bytes of the address.
    public var bytes: [UInt8] {
        stride(from: family.bitCount - 8, through: 0, by: -8).map {
            UInt8(truncatingIfNeeded: number >> UInt128($0))
        }
    }

    /// Whether this is a single host and not an address within a network.
    public var isHost: Bool { prefixLength == family.bitCount }

    /// The address without the prefix length.
    public var address: String { InternetAddressText.render(bytes) }

    /// The network the address is in.
    public var network: PGCIDR { PGCIDR(of: self) }

    /// The bits of the address that are set in no address of its network.
    var hostBits: UInt128 {
        let free = UInt128(family.bitCount - prefixLength)
        return free == 128 ? number : number & ((1 << free) - 1)
    }
}

extension PGInet: PostgresScalar {
    /// Makes an address from its text, such as `192.168.0.5/24` or `2001:db8::1`.
    public init?(_ text: String) {
        guard let (bytes, prefixLength) = InternetAddressText.parse(text) else { return nil }
        self.init(bytes: bytes, prefixLength: prefixLength)
    }

    /// The address, and the prefix length unless it is a single host, as the server prints it.
    public var description: String { isHost ? address : "\(address)/\(prefixLength)" }

    /// `inet`.
    public static var sqlType: SQLType { "inet" }

    /// `inet` and `cidr`.
    public static func isValue(of type: OID) -> Bool { type == .inet || type == .cidr }

    /// Decodes family, prefix length and address.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(binary cell: Cell) throws(PGError) {
        let prefixLength = Int(try cell.integer(at: 1, as: UInt8.self))
        // The numbers the server gives the families, whatever its operating system has.
        let value: PGInet?
        switch (try cell.integer(at: 0, as: UInt8.self), cell.count) {
        case (2, 8):
            let number = UInt128(try cell.integer(at: 4, as: UInt32.self))
            value = PGInet(.v4, number, prefixLength: prefixLength)
        case (3, 20):
            value = PGInet(.v6, try cell.integer(at: 4), prefixLength: prefixLength)
        default: value = nil
        }
        // The third byte tells of a network, which the type tells as well.
        let length = try cell.integer(at: 3, as: UInt8.self)
        guard let value, Int(length) == value.family.bitCount / 8 else {
            throw PGError.malformed(PGInet.self, cell)
        }
        self = value
    }

    /// Writes family, prefix length and address.
    ///
    /// - Throws: ``PGError/Code/parameterOutOfRange`` when bits are set after the prefix of a
    ///   `cidr`.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        let isNetwork = type == .cidr
        guard !isNetwork || hostBits == 0 else { throw .outOfRange(PGInet.self, type) }
        let header = [family == .v4 ? 2 : 3, prefixLength, isNetwork ? 1 : 0, family.bitCount / 8]
        writer.write(bytes: header.map { UInt8(truncatingIfNeeded: $0) })
        switch family {
        case .v4: writer.write(UInt32(truncatingIfNeeded: number))
        case .v6: writer.write(number)
        }
    }
}
