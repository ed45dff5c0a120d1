extension Double: SQLValue, ArrayElement {
    /// `double precision`.
    public static var sqlType: SQLType { "double precision" }

    /// Decodes `double precision` and `real`.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for another type or malformed bytes.
    @inlinable
    public init(from cell: Cell) throws(PGError) {
        switch (cell.type, cell.format) {
        case (.float8, .binary): self.init(bitPattern: try cell.wholeInteger())
        case (.float4, .binary): self.init(Float(bitPattern: try cell.wholeInteger()))
        case (.float8, .text), (.float4, .text): self = try Double(floatText: cell)
        default: throw PGError.cannotDecode(Double.self, from: cell)
        }
    }

    /// Binds to `double precision`, `numeric` and text, and to `real` with the nearest value.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch``;
    ///   ``PGError/Code/parameterOutOfRange`` for a number too large for `real`.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        switch type {
        case .float8: writer.write(bitPattern)
        case .float4:
            let narrow = Float(self)
            guard narrow.isFinite || !isFinite else { throw .outOfRange(Double.self, type) }
            writer.write(narrow.bitPattern)
        case .numeric: writer.write(text: textRepresentation)
        default: try writer.writeText(of: self, as: type)
        }
    }

    /// The shortest decimal text that reads back as the same number.
    public var textRepresentation: String { floatText(self) }
}

extension Float: SQLValue, ArrayElement {
    /// `real`.
    public static var sqlType: SQLType { "real" }

    /// Decodes `real`.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for another type or malformed bytes.
    @inlinable
    public init(from cell: Cell) throws(PGError) {
        switch (cell.type, cell.format) {
        case (.float4, .binary): self.init(bitPattern: try cell.wholeInteger())
        case (.float4, .text): self = try Float(floatText: cell)
        default: throw PGError.cannotDecode(Float.self, from: cell)
        }
    }

    /// Binds to `real`, `double precision`, `numeric` and text.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch``.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        switch type {
        case .float4: writer.write(bitPattern)
        case .float8: writer.write(Double(self).bitPattern)
        case .numeric: writer.write(text: textRepresentation)
        default: try writer.writeText(of: self, as: type)
        }
    }

    /// The shortest decimal text that reads back as the same number.
    public var textRepresentation: String { floatText(self) }
}

extension BinaryFloatingPoint where Self: LosslessStringConvertible {
    /// Reads the server's text, which spells a number as Swift does; called by the decoders above.
    @usableFromInline
    init(floatText cell: Cell) throws(PGError) {
        guard let value = Self(cell.string) else { throw PGError.malformed(Self.self, cell) }
        self = value
    }
}

/// PostgreSQL spells infinity out; the rest of Swift's shortest representation it reads exactly.
private func floatText<Value: BinaryFloatingPoint & CustomStringConvertible>(
    _ value: Value
) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
    return value.description
}
