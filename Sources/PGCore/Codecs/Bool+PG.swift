extension Bool: SQLValue, ArrayElement {
    public typealias Base = Bool
    public static var sqlType: SQLType { "boolean" }

    @inlinable
    public init(from cell: Cell) throws(PGError) {
        guard cell.type == .bool else { throw PGError.cannotDecode(Bool.self, from: cell) }
        switch try cell.integer(as: UInt8.self) {
        case 1, UInt8(ascii: "t"): self = true
        case 0, UInt8(ascii: "f"): self = false
        default: throw PGError.malformed(Bool.self, cell)
        }
    }

    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        switch type {
        case .bool: writer.write(byte: self ? 1 : 0)
        case .text, .varchar, .bpchar, .unknown: writer.write(text: textRepresentation)
        default: throw .mismatch(Bool.self, type)
        }
    }

    public var textRepresentation: String { self ? "true" : "false" }
}
