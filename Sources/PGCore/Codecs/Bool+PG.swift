extension Bool: SQLValue, ArrayElement {
    /// `boolean`.
    public static var sqlType: SQLType { "boolean" }

    /// Decodes `boolean`.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for another type or malformed bytes.
    @inlinable
    public init(from cell: Cell) throws(PGError) {
        guard cell.type == .bool else { throw PGError.cannotDecode(Bool.self, from: cell) }
        switch (try cell.wholeInteger(as: UInt8.self), cell.format) {
        case (1, .binary), (UInt8(ascii: "t"), .text): self = true
        case (0, .binary), (UInt8(ascii: "f"), .text): self = false
        default: throw PGError.malformed(Bool.self, cell)
        }
    }

    /// Binds to `boolean`, and as text to the types that take any text.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch``.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        switch type {
        case .bool: writer.write(byte: self ? 1 : 0)
        default: try writer.writeText(of: self, as: type)
        }
    }

    /// `true` or `false`.
    public var textRepresentation: String { self ? "true" : "false" }
}
