/// The number of a transaction, as the server keeps it in rows: the value of an `xid` column.
///
/// The numbers start again after four thousand million, which is why they have no order. ``PGXID8``
/// does not start again.
public struct PGXID: Hashable, Sendable {
    /// The number.
    public var number: UInt32

    /// Makes a value from its number.
    public init(_ number: UInt32) {
        self.number = number
    }
}

extension PGXID: ExpressibleByIntegerLiteral {
    /// Makes a value from a literal.
    public init(integerLiteral number: UInt32) {
        self.number = number
    }
}

extension PGXID: PostgresScalar {
    /// Makes a value from its decimal digits.
    public init?(_ text: String) {
        guard let number = UInt32(text) else { return nil }
        self.number = number
    }

    /// The decimal digits.
    public var description: String { String(number) }

    /// `xid`.
    public static var sqlType: SQLType { "xid" }

    /// `xid`.
    public static func isValue(of type: OID) -> Bool { type == .xid }

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
