extension Double: SQLValue, ArrayElement {
    public typealias Base = Double
    public static var sqlType: SQLType { "double precision" }

    @inlinable
    public init(from cell: Cell) throws(PGError) {
        switch (cell.type, cell.format) {
        case (.float8, .binary): self.init(bitPattern: try cell.integer())
        case (.float4, .binary): self.init(Float(bitPattern: try cell.integer()))
        case (.float8, .text), (.float4, .text): self = try Double(floatText: cell)
        default: throw PGError.cannotDecode(Double.self, from: cell)
        }
    }

    @usableFromInline
    init(floatText cell: Cell) throws(PGError) {
        guard let value = Double(cell.string) else { throw PGError.malformed(Double.self, cell) }
        self = value
    }

    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        switch type {
        case .float8: writer.write(bitPattern)
        case .float4:
            let narrow = Float(self)
            guard narrow.isFinite || !isFinite else { throw .outOfRange(Double.self, type) }
            writer.write(narrow.bitPattern)
        case .numeric, .text, .varchar, .bpchar, .unknown: writer.write(text: textRepresentation)
        default: throw .mismatch(Double.self, type)
        }
    }

    public var textRepresentation: String { floatText(self) }
}

extension Float: SQLValue, ArrayElement {
    public typealias Base = Float
    public static var sqlType: SQLType { "real" }

    @inlinable
    public init(from cell: Cell) throws(PGError) {
        switch (cell.type, cell.format) {
        case (.float4, .binary): self.init(bitPattern: try cell.integer())
        case (.float4, .text): self.init(try Double(floatText: cell))
        default: throw PGError.cannotDecode(Float.self, from: cell)
        }
    }

    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        switch type {
        case .float4: writer.write(bitPattern)
        case .float8: writer.write(Double(self).bitPattern)
        case .numeric, .text, .varchar, .bpchar, .unknown: writer.write(text: textRepresentation)
        default: throw .mismatch(Float.self, type)
        }
    }

    public var textRepresentation: String { floatText(self) }
}

/// PostgreSQL spells infinity out; the rest of Swift's shortest representation it reads exactly.
private func floatText<Value: BinaryFloatingPoint & CustomStringConvertible>(
    _ value: Value
) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
    return value.description
}
