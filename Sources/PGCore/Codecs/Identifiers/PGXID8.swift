/// The number of a transaction that never starts again: the value of an `xid8` column.
///
/// `pg_current_xact_id()` returns one.
public struct PGXID8: Hashable, Sendable {
    /// The number.
    public var number: UInt64

    /// Makes a value from its number.
    public init(_ number: UInt64) {
        self.number = number
    }
}

extension PGXID8: Comparable {
    /// Whether the left number is smaller.
    public static func < (left: PGXID8, right: PGXID8) -> Bool { left.number < right.number }
}

extension PGXID8: ExpressibleByIntegerLiteral {
    /// Makes a value from a literal.
    public init(integerLiteral number: UInt64) {
        self.number = number
    }
}

extension PGXID8: PostgresScalar {
    /// Makes a value from its decimal digits.
    public init?(_ text: String) {
        guard let number = UInt64(text) else { return nil }
        self.number = number
    }

    /// The decimal digits.
    public var description: String { String(number) }

    /// `xid8`.
    public static var sqlType: SQLType { "xid8" }

    /// `xid8`.
    public static func isValue(of type: OID) -> Bool { type == .xid8 }

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
