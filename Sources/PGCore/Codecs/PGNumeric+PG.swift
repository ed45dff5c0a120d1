extension PGNumeric: SQLValue, ArrayElement {
    /// `numeric`.
    public static var sqlType: SQLType { "numeric" }

    /// Decodes `numeric` and the integer types.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for another type or malformed bytes.
    public init(from cell: Cell) throws(PGError) {
        switch (cell.type, cell.format) {
        case (.numeric, .binary): self = try PGNumeric(binary: cell)
        case (.numeric, .text): self = try cell.parsed()
        case (.int2, _), (.int4, _), (.int8, _): self.init(try Int64(from: cell))
        default: throw PGError.cannotDecode(PGNumeric.self, from: cell)
        }
    }

    /// Binds to `numeric`, to integer types when it is exact, to `real` and `double precision` with
    /// the nearest value, and as text to the types that take any text.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` for other types;
    ///   ``PGError/Code/parameterOutOfRange`` when it has a fraction or does not fit.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        switch type {
        case .numeric: try writeBinary(into: &writer)
        case .int2, .int4, .int8:
            guard let value = Int64(exactly: self) else {
                throw .outOfRange(PGNumeric.self, type)
            }
            try value.encode(as: type, into: &writer)
        case .float4, .float8:
            let value = Double(self)
            guard value.isFinite == isFinite else { throw .outOfRange(PGNumeric.self, type) }
            try value.encode(as: type, into: &writer)
        default: try writer.writeText(of: self, as: type)
        }
    }

    /// The canonical text.
    public var textRepresentation: String { description }
}

/// The binary layout of `numeric_send`: count of groups, weight, sign, scale, groups.
extension PGNumeric {
    private enum Sign {
        static let positive: UInt16 = 0x0000
        static let negative: UInt16 = 0x4000
        static let nan: UInt16 = 0xC000
        static let infinity: UInt16 = 0xD000
        static let negativeInfinity: UInt16 = 0xF000
    }

    private init(binary cell: Cell) throws(PGError) {
        let sign = try cell.integer(at: 4, as: UInt16.self)
        guard cell.count == 8 || sign < Sign.nan else {
            throw PGError.malformed(PGNumeric.self, cell)
        }
        switch sign {
        case Sign.nan: self = .nan
        case Sign.infinity: self = .infinity
        case Sign.negativeInfinity: self = .negativeInfinity
        case Sign.positive, Sign.negative:
            let digits = try Self.digits(cell, isNegative: sign == Sign.negative)
            self.init(storage: .finite(digits))
        default: throw PGError.malformed(PGNumeric.self, cell)
        }
    }

    private static func digits(_ cell: Cell, isNegative: Bool) throws(PGError) -> Digits {
        let count = Int(try cell.integer(at: 0, as: UInt16.self))
        let weight = Int(try cell.integer(at: 2, as: Int16.self))
        let scale = Int(try cell.integer(at: 6, as: UInt16.self))
        guard cell.count == 8 + 2 * count, scale <= maximumScale else {
            throw PGError.malformed(PGNumeric.self, cell)
        }
        var groups: [UInt16] = []
        groups.reserveCapacity(count)
        for index in 0..<count {
            let group = try cell.integer(at: 8 + 2 * index, as: UInt16.self)
            guard group < 10_000 else { throw PGError.malformed(PGNumeric.self, cell) }
            groups.append(group)
        }
        return Digits(isNegative: isNegative, weight: weight, scale: scale, groups: groups)
    }

    private func writeBinary(into writer: inout ParameterWriter) throws(PGError) {
        guard case .finite(let digits) = storage else {
            writer.write(UInt32(0))
            writer.write(
                isNaN ? Sign.nan : self == .infinity ? Sign.infinity : Sign.negativeInfinity)
            // The server ignores the scale here; it sends 32 with an infinity, and so does this.
            writer.write(isNaN ? UInt16(0) : 32)
            return
        }
        guard let count = UInt16(exactly: digits.groups.count),
            let weight = Int16(exactly: digits.weight)
        else { throw .outOfRange(PGNumeric.self, .numeric) }
        writer.write(count)
        writer.write(weight)
        writer.write(digits.isNegative ? Sign.negative : Sign.positive)
        writer.write(UInt16(truncatingIfNeeded: digits.scale))
        for group in digits.groups { writer.write(group) }
    }
}
