/// `numeric`, written from its groups of four digits; see `PGNumeric+PG.swift` for the layout.
extension JSONWriter {
    mutating func numeric(_ cell: Cell) throws(PGError) {
        let sign = try cell.integer(at: 4, as: UInt16.self)
        // Not a number and the infinities are rare: the codec knows them.
        guard sign == 0 || sign == 0x4000 else { return numeric(try PGNumeric(from: cell)) }
        let groups = Int(try cell.integer(at: 0, as: UInt16.self))
        let weight = Int(try cell.integer(at: 2, as: Int16.self))
        let scale = Int(try cell.integer(at: 6, as: UInt16.self))
        guard cell.count == 8 + 2 * groups, scale <= PGNumeric.maximumScale else {
            throw PGError.malformed(PGNumeric.self, cell)
        }
        if options.numeric == .string { bytes.append(.quote) }
        if sign != 0 { bytes.append(.minus) }
        try integerPart(cell, groups, weight)
        if scale > 0 { try fraction(cell, groups, weight, scale) }
        if options.numeric == .string { bytes.append(.quote) }
    }

    private mutating func integerPart(
        _ cell: Cell, _ groups: Int, _ weight: Int
    ) throws(PGError) {
        var isLeading = true
        var index = 0
        while index <= weight {
            let group = try group(at: index, of: groups, in: cell)
            if !isLeading || group > 0 {
                bytes.append(decimal: UInt64(group), width: isLeading ? 1 : 4)
                isLeading = false
            }
            index += 1
        }
        if isLeading { bytes.append(.zero) }
    }

    private mutating func fraction(
        _ cell: Cell, _ groups: Int, _ weight: Int, _ scale: Int
    ) throws(PGError) {
        bytes.append(UInt8(ascii: "."))
        let end = bytes.count + scale
        // The first group after the point; negative when zeros follow the point.
        var index = weight + 1
        while bytes.count < end {
            let group = try group(at: index, of: groups, in: cell)
            bytes.append(decimal: UInt64(group), width: 4)
            index += 1
        }
        bytes.removeLast(bytes.count - end)
    }

    private func group(at index: Int, of groups: Int, in cell: Cell) throws(PGError) -> UInt16 {
        guard index >= 0, index < groups else { return 0 }
        let group = try cell.integer(at: 8 + 2 * index, as: UInt16.self)
        guard group < 10_000 else { throw PGError.malformed(PGNumeric.self, cell) }
        return group
    }

    /// Writes a number from its canonical text, which JSON reads as it is.
    mutating func numeric(_ value: PGNumeric) {
        guard value.isFinite else { return nonFinite(value.description) }
        if options.numeric == .string {
            string(value.description)
        } else {
            bytes.append(contentsOf: value.description.utf8)
        }
    }
}
