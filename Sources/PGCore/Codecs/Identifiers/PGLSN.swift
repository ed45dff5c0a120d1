/// A position in the write-ahead log: the value of a `pg_lsn` column.
///
/// `pg_current_wal_lsn()` returns one. The difference of two is a number of bytes.
public struct PGLSN: Hashable, Sendable {
    /// The number of bytes written before the position.
    public var number: UInt64

    /// Makes a position from its number.
    public init(_ number: UInt64) {
        self.number = number
    }

    /// The number of bytes from the right position to the left one, at most what an `Int` holds.
    public static func - (left: PGLSN, right: PGLSN) -> Int {
        Int(clamping: Int128(left.number) - Int128(right.number))
    }

    /// Returns the position that many bytes later, or `nil` past the ends.
    public func advanced(by bytes: Int) -> PGLSN? {
        UInt64(exactly: Int128(number) + Int128(bytes)).map { PGLSN($0) }
    }
}

extension PGLSN: Comparable {
    /// Whether the left position is earlier.
    public static func < (left: PGLSN, right: PGLSN) -> Bool { left.number < right.number }
}

extension PGLSN: PostgresScalar {
    /// Makes a position from its text, `16/B374D848`.
    public init?(_ text: String) {
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2, let high = Self.half(halves[0]), let low = Self.half(halves[1])
        else { return nil }
        number = UInt64(high) << 32 | UInt64(low)
    }

    private static func half(_ text: Substring) -> UInt32? {
        guard (1...8).contains(text.utf8.count), text.allSatisfy(\.isHexDigit) else { return nil }
        return UInt32(text, radix: 16)
    }

    /// Both halves in hexadecimal, as the server prints them.
    public var description: String {
        let halves = [number >> 32, number & 0xFFFF_FFFF]
        return halves.map { String($0, radix: 16, uppercase: true) }.joined(separator: "/")
    }

    /// `pg_lsn`.
    public static var sqlType: SQLType { "pg_lsn" }

    /// `pgLsn`.
    public static func isValue(of type: OID) -> Bool { type == .pgLsn }

    /// Decodes the number.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(binary cell: Cell) throws(PGError) {
        number = try cell.wholeInteger()
    }

    /// Writes the number.
    ///
    /// - Throws: Nothing.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        writer.write(number)
    }
}
