extension PGTimestamp: SQLValue, ArrayElement {
    /// `timestamp`.
    public static var sqlType: SQLType { "timestamp" }

    /// Decodes `timestamp`.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for another type or malformed bytes.
    @inlinable
    public init(from cell: Cell) throws(PGError) {
        guard cell.type == .timestamp else {
            throw PGError.cannotDecode(PGTimestamp.self, from: cell)
        }
        if cell.format == .binary {
            self.init(microsecondsSince2000: try cell.wholeInteger())
        } else {
            self = try cell.parsed()
        }
    }

    /// Binds to `timestamp`, and as text to the types that take any text.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` for other types.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        switch type {
        case .timestamp: writer.write(microsecondsSince2000)
        default: try writer.writeText(of: self, as: type)
        }
    }

    /// The ISO spelling.
    public var textRepresentation: String { description }
}
