extension PGMultirange: SQLValue {
    /// The bound's multirange type.
    public static var sqlType: SQLType { Bound.multirangeType }

    /// Decodes a multirange type over a type that the bound reads.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for another type or malformed bytes.
    public init(from cell: Cell) throws(PGError) {
        let range = cell.type.multirangeElement(in: cell.catalog)
        guard range != nil || (cell.hasUnknownType && cell.format == .text) else {
            throw PGError.cannotDecode(Self.self, from: cell)
        }
        // Without a catalog the numbers are not known; the text is enough for most.
        let type = range ?? cell.type
        ranges =
            switch cell.format {
            case .binary: try Self.binary(cell, range: type)
            case .text: try Self.text(cell, bound: type.rangeBound(in: cell.catalog) ?? type)
            }
    }

    /// The layout is that of `multirange_send`: a count, then each range preceded by its length.
    private static func binary(_ cell: Cell, range: OID) throws(PGError) -> [PGRange<Bound>] {
        let count = Int(try cell.integer(at: 0, as: Int32.self))
        // Each range has at least its four length bytes and its flags.
        guard count >= 0, count <= cell.count / 5 else {
            throw PGError.malformed(Self.self, cell)
        }
        var ranges: [PGRange<Bound>] = []
        ranges.reserveCapacity(count)
        var offset = 4
        for _ in 0..<count {
            let length = Int(try cell.integer(at: offset, as: Int32.self))
            guard length >= 0 else { throw PGError.malformed(Self.self, cell) }
            let start = offset + 4
            offset = start + length
            ranges.append(try PGRange(from: cell.inner(start..<offset, type: range)))
        }
        guard offset == cell.count else { throw PGError.malformed(Self.self, cell) }
        return ranges
    }

    private static func text(_ cell: Cell, bound: OID) throws(PGError) -> [PGRange<Bound>] {
        var scanner = RangeText(cell.string)
        guard let parts = scanner.multirange(), scanner.isAtEnd else {
            throw PGError.malformed(Self.self, cell)
        }
        var ranges: [PGRange<Bound>] = []
        ranges.reserveCapacity(parts.count)
        for part in parts { ranges.append(try PGRange(part, in: cell, bound: bound)) }
        return ranges
    }

    /// Binds to a multirange type over a type that the bound writes, or as text to types of users.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` or ``PGError/Code/parameterOutOfRange``.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        guard let range = type.multirangeElement(in: writer.catalog) else {
            try writer.writeText(of: self, as: type)
            return
        }
        let start = writer.count
        writer.write(Int32(truncatingIfNeeded: ranges.count))
        var isBinary = true
        for element in ranges {
            do throws(PGError) {
                if try !writer.writeInner(element, as: range) { isBinary = false }
            } catch {
                throw error.code == .parameterMismatch ? .mismatch(Self.self, type) : error
            }
        }
        guard !isBinary else {
            writer.format = .binary
            return
        }
        writer.truncate(to: start)
        writer.write(text: textRepresentation)
    }

    /// The multirange's literal, such as `{[1,3),[5,7)}`.
    public var textRepresentation: String {
        "{" + ranges.map(\.textRepresentation).joined(separator: ",") + "}"
    }
}
