/// Where a row is in its table: the value of a `tid` column, such as `ctid`.
public struct PGTID: Hashable, Sendable {
    /// The number of the page.
    public var block: UInt32

    /// The number of the row in its page, from 1.
    public var offset: UInt16

    /// Makes a place.
    public init(block: UInt32, offset: UInt16) {
        self.block = block
        self.offset = offset
    }
}

extension PGTID: Comparable {
    /// Whether the left place comes before the right one in the table.
    public static func < (left: PGTID, right: PGTID) -> Bool {
        (left.block, left.offset) < (right.block, right.offset)
    }
}

extension PGTID: PostgresScalar {
    /// Makes a place from its text, `(0,1)`.
    public init?(_ text: String) {
        var scanner = TextScanner(text)
        guard scanner.take("("), let block = scanner.number(), scanner.take(","),
            let offset = scanner.number(), scanner.take(")"), scanner.isAtEnd,
            let block = UInt32(exactly: block), let offset = UInt16(exactly: offset)
        else { return nil }
        self.init(block: block, offset: offset)
    }

    /// Page and row in parentheses, as the server prints them.
    public var description: String { "(\(block),\(offset))" }

    /// `tid`.
    public static var sqlType: SQLType { "tid" }

    /// `tid`.
    public static func isValue(of type: OID) -> Bool { type == .tid }

    /// Decodes page and row.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(binary cell: Cell) throws(PGError) {
        guard cell.count == 6 else { throw PGError.malformed(PGTID.self, cell) }
        block = try cell.integer()
        offset = try cell.integer(at: 4)
    }

    /// Writes page and row.
    ///
    /// - Throws: Nothing.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        writer.write(block)
        writer.write(offset)
    }
}
