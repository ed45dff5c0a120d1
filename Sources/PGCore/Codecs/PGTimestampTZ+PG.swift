extension PGTimestampTZ: SQLValue, ArrayElement {
    /// `timestamptz`.
    public static var sqlType: SQLType { "timestamptz" }

    /// Decodes `timestamptz`.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for another type or malformed bytes.
    @inlinable
    public init(from cell: Cell) throws(PGError) {
        guard cell.type == .timestamptz else {
            throw PGError.cannotDecode(PGTimestampTZ.self, from: cell)
        }
        if cell.format == .binary {
            self.init(microsecondsSince2000: try cell.wholeInteger())
        } else {
            self = try cell.parsed()
        }
    }

    /// Binds to `timestamptz`, and as text to the types that take any text.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` for other types.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        switch type {
        case .timestamptz: writer.write(microsecondsSince2000)
        default: try writer.writeText(of: self, as: type)
        }
    }

    /// The ISO spelling.
    public var textRepresentation: String { description }
}
