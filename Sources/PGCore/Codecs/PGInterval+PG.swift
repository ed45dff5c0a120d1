extension PGInterval: SQLValue, ArrayElement {
    /// `interval`.
    public static var sqlType: SQLType { "interval" }

    /// Decodes `interval`.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for another type or malformed bytes.
    @inlinable
    public init(from cell: Cell) throws(PGError) {
        guard cell.type == .interval else {
            throw PGError.cannotDecode(PGInterval.self, from: cell)
        }
        if cell.format == .binary {
            guard cell.count == 16 else { throw PGError.malformed(PGInterval.self, cell) }
            self.init(
                months: try cell.integer(at: 12), days: try cell.integer(at: 8),
                microseconds: try cell.integer())
        } else {
            self = try cell.parsed()
        }
    }

    /// Binds to `interval`, and as text to the types that take any text.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` for other types.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        guard type == .interval else {
            try writer.writeText(of: self, as: type)
            return
        }
        writer.write(microseconds)
        writer.write(days)
        writer.write(months)
    }

    /// The server's `postgres` style.
    public var textRepresentation: String { description }
}
