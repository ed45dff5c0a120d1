/// The number of a command within its transaction: the value of a `cid` column, such as `cmin`.
public struct PGCID: Hashable, Sendable {
    /// The number.
    public var number: UInt32

    /// Makes a value from its number.
    public init(_ number: UInt32) {
        self.number = number
    }
}

extension PGCID: Comparable {
    /// Whether the left number is smaller.
    public static func < (left: PGCID, right: PGCID) -> Bool { left.number < right.number }
}

extension PGCID: ExpressibleByIntegerLiteral {
    /// Makes a value from a literal.
    public init(integerLiteral number: UInt32) {
        self.number = number
    }
}

extension PGCID: PostgresScalar {
    /// Makes a value from its decimal digits.
    public init?(_ text: String) {
        guard let number = UInt32(text) else { return nil }
        self.number = number
    }

    /// The decimal digits.
    public var description: String { String(number) }

    /// `cid`.
    public static var sqlType: SQLType { "cid" }

    /// `cid`.
    public static func isValue(of type: OID) -> Bool { type == .cid }

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
