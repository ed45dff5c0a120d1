extension PGDate: SQLValue, ArrayElement {
    /// `date`.
    public static var sqlType: SQLType { "date" }

    /// Decodes `date`.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for another type or malformed bytes.
    @inlinable
    public init(from cell: Cell) throws(PGError) {
        guard cell.type == .date else { throw PGError.cannotDecode(PGDate.self, from: cell) }
        if cell.format == .binary {
            self.init(daysSince2000: try cell.wholeInteger())
        } else {
            self = try cell.parsed()
        }
    }

    /// Binds to `date`, and as text to the types that take any text.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` for other types.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        switch type {
        case .date: writer.write(daysSince2000)
        default: try writer.writeText(of: self, as: type)
        }
    }

    /// The ISO spelling.
    public var textRepresentation: String { description }
}

extension Cell {
    /// Reads the value's text; called by the decoders of types that are made from their text.
    @usableFromInline
    func parsed<Value: LosslessStringConvertible>(
        as type: Value.Type = Value.self
    ) throws(PGError) -> Value {
        guard let value = Value(string) else { throw PGError.malformed(Value.self, self) }
        return value
    }
}
