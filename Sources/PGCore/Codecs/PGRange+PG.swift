extension PGRange: SQLValue {
    /// The bound's range type.
    public static var sqlType: SQLType { Bound.rangeType }

    /// Decodes a range type over a type that the bound reads.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for another type or malformed bytes.
    public init(from cell: Cell) throws(PGError) {
        let bound = cell.type.rangeBound(in: cell.catalog)
        guard bound != nil || (cell.hasUnknownType && cell.format == .text) else {
            throw PGError.cannotDecode(Self.self, from: cell)
        }
        // Without a catalog the bound's number is not known; its text is enough for most.
        let type = bound ?? cell.type
        switch cell.format {
        case .binary: self = try Self.binary(cell, bound: type)
        case .text: self = try Self.text(cell, bound: type)
        }
    }

    /// Binds to a range type over a type that the bound writes, or as text to types of users.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` or ``PGError/Code/parameterOutOfRange``.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        guard let bound = type.rangeBound(in: writer.catalog) else {
            try writer.writeText(of: self, as: type)
            return
        }
        let start = writer.count
        do throws(PGError) {
            if try writeBinary(bound.base(in: writer.catalog), into: &writer) {
                writer.format = .binary
                return
            }
        } catch {
            throw error.code == .parameterMismatch ? .mismatch(Self.self, type) : error
        }
        writer.truncate(to: start)
        writer.write(text: textRepresentation)
    }

    /// The range's literal, such as `[1,5)` or `empty`.
    public var textRepresentation: String {
        guard !isEmpty else { return "empty" }
        let (start, end) =
            switch (lower, upper) {
            case (.inclusive, .inclusive): ("[", "]")
            case (.inclusive, _): ("[", ")")
            case (_, .inclusive): ("(", "]")
            default: ("(", ")")
            }
        let bounds = [lower, upper].map { limit in
            limit.bound.map { RangeText.quoteIfNeeded($0.textRepresentation) } ?? ""
        }
        return start + bounds.joined(separator: ",") + end
    }
}

/// The binary layout is that of `range_send`: flags, then each bound preceded by its length.
extension PGRange {
    private static var emptyFlag: UInt8 { 0x01 }
    private static var lowerInclusive: UInt8 { 0x02 }
    private static var upperInclusive: UInt8 { 0x04 }
    private static var lowerUnbounded: UInt8 { 0x08 }
    private static var upperUnbounded: UInt8 { 0x10 }

    private static func binary(_ cell: Cell, bound: OID) throws(PGError) -> PGRange {
        let flags = try cell.integer(at: 0, as: UInt8.self)
        var offset = 1
        func limit(unbounded: UInt8, inclusive: UInt8) throws(PGError) -> Limit {
            guard flags & unbounded == 0 else { return .unbounded }
            let length = Int(try cell.integer(at: offset, as: Int32.self))
            guard length >= 0 else { throw PGError.malformed(Self.self, cell) }
            let start = offset + 4
            offset = start + length
            let value = try Bound(from: cell.inner(start..<offset, type: bound))
            return flags & inclusive == 0 ? .exclusive(value) : .inclusive(value)
        }
        if flags & emptyFlag != 0 {
            guard cell.count == 1 else { throw PGError.malformed(Self.self, cell) }
            return .empty
        }
        let lower = try limit(unbounded: lowerUnbounded, inclusive: lowerInclusive)
        let upper = try limit(unbounded: upperUnbounded, inclusive: upperInclusive)
        guard offset == cell.count else { throw PGError.malformed(Self.self, cell) }
        return PGRange(unchecked: lower, upper)
    }

    private func writeBinary(
        _ bound: OID, into writer: inout ParameterWriter
    ) throws(PGError) -> Bool {
        guard !isEmpty else {
            writer.write(byte: Self.emptyFlag)
            return true
        }
        var flags: UInt8 = 0
        if case .inclusive = lower { flags |= Self.lowerInclusive }
        if case .inclusive = upper { flags |= Self.upperInclusive }
        if case .unbounded = lower { flags |= Self.lowerUnbounded }
        if case .unbounded = upper { flags |= Self.upperUnbounded }
        writer.write(byte: flags)
        var isBinary = true
        for limit in [lower, upper] {
            guard let value = limit.bound else { continue }
            if try !writer.writeInner(value, as: bound) { isBinary = false }
        }
        return isBinary
    }

    private static func text(_ cell: Cell, bound: OID) throws(PGError) -> PGRange {
        var scanner = RangeText(cell.string)
        guard let range = scanner.range(), scanner.isAtEnd else {
            throw PGError.malformed(Self.self, cell)
        }
        return try PGRange(range, in: cell, bound: bound)
    }

    /// Decodes the bounds of a range whose text was taken apart.
    init(_ parts: RangeText.Parts, in cell: Cell, bound: OID) throws(PGError) {
        guard case .bounds(let lower, let upper) = parts else {
            self = .empty
            return
        }
        func limit(_ end: RangeText.End) throws(PGError) -> Limit {
            guard let text = end.text else { return .unbounded }
            let value = try cell.withInner(text: text, type: bound) { (cell) throws(PGError) in
                try Bound(from: cell)
            }
            return end.isInclusive ? .inclusive(value) : .exclusive(value)
        }
        self.init(unchecked: try limit(lower), try limit(upper))
    }
}
