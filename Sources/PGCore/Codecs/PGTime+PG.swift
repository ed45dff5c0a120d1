extension PGTime: SQLValue, ArrayElement {
    /// `time`.
    public static var sqlType: SQLType { "time" }

    /// Decodes `time`.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for another type or malformed bytes.
    public init(from cell: Cell) throws(PGError) {
        guard cell.type == .time else { throw PGError.cannotDecode(PGTime.self, from: cell) }
        if cell.format == .binary {
            guard let time = PGTime(microseconds: try cell.wholeInteger()) else {
                throw PGError.malformed(PGTime.self, cell)
            }
            self = time
        } else {
            self = try cell.parsed()
        }
    }

    /// Binds to `time`, and as text to the types that take any text.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` for other types.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        switch type {
        case .time: writer.write(microseconds)
        default: try writer.writeText(of: self, as: type)
        }
    }

    /// The ISO spelling.
    public var textRepresentation: String { description }
}
