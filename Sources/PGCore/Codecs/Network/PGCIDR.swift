/// An IPv4 or IPv6 network: the value of a `cidr` column.
public struct PGCIDR: Hashable, Sendable {
    /// The network's first address, with its prefix length.
    public let inet: PGInet

    /// Makes a network from an address of it and the prefix length.
    public init(of inet: PGInet) {
        let first = inet.number & ~inet.hostBits
        // The length is the address's own: it is in range.
        self.inet = PGInet(inet.family, first, prefixLength: inet.prefixLength) ?? inet
    }

    /// The number of leading bits that all addresses of the network share.
    public var prefixLength: Int { inet.prefixLength }

    /// Whether the address is in the network, as the server's `>>=` says.
    public func contains(_ address: PGInet) -> Bool {
        guard address.family == inet.family, address.prefixLength >= prefixLength else {
            return false
        }
        let free = UInt128(inet.family.bitCount - prefixLength)
        return free == 128 || address.number >> free == inet.number >> free
    }
}

extension PGCIDR: PostgresScalar {
    /// Makes a network from its text, such as `192.168.0.0/24`, or `nil` when bits are set after
    /// the prefix.
    public init?(_ text: String) {
        guard let inet = PGInet(text), inet.hostBits == 0 else { return nil }
        self.inet = inet
    }

    /// The first address and the prefix length, as the server prints it.
    public var description: String { "\(inet.address)/\(prefixLength)" }

    /// `cidr`.
    public static var sqlType: SQLType { "cidr" }

    /// `cidr`.
    public static func isValue(of type: OID) -> Bool { type == .cidr }

    /// Binds to `cidr` and `inet`, whose operators take both, and as text to the types that take it.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` for other types.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        switch type {
        case .cidr, .inet: try encodeBinary(as: type, into: &writer)
        default: try writer.writeText(of: self, as: type)
        }
    }

    /// Decodes family, prefix length and address.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(binary cell: Cell) throws(PGError) {
        let inet = try PGInet(binary: cell)
        guard inet.hostBits == 0 else { throw PGError.malformed(PGCIDR.self, cell) }
        self.inet = inet
    }

    /// Writes family, prefix length and address.
    ///
    /// - Throws: Nothing.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        try inet.encodeBinary(as: type, into: &writer)
    }
}
