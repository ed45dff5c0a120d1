/// Reads a binary value from its beginning to its end; what is not there fails and never traps.
struct CellScanner {
    let cell: Cell
    private(set) var offset = 0

    init(_ cell: Cell) {
        self.cell = cell
    }

    /// The number of bytes not read yet.
    var remaining: Int { cell.count - offset }

    mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(
        as type: Value.Type = Value.self
    ) throws(PGError) -> Value {
        let value = try cell.integer(at: offset, as: Value.self)
        offset += MemoryLayout<Value>.size
        return value
    }

    mutating func double() throws(PGError) -> Double {
        Double(bitPattern: try integer())
    }

    mutating func float() throws(PGError) -> Float {
        Float(bitPattern: try integer())
    }

    /// Reads a four-byte count of things that take at least so many bytes each.
    ///
    /// - Throws: When so many cannot follow, which bounds what a bad count can reserve.
    mutating func count(ofSize size: Int) throws(PGError) -> Int {
        let count = Int(try integer(as: Int32.self))
        guard count >= 0, count <= remaining / max(size, 1) else {
            throw cell.truncated(size, at: offset)
        }
        return count
    }

    /// Takes so many bytes as a cell of their own.
    mutating func slice(_ length: Int) throws(PGError) -> Cell {
        guard length >= 0, length <= remaining else { throw cell.truncated(length, at: offset) }
        let slice = try cell.slice(offset..<offset + length, type: cell.type)
        offset += length
        return slice
    }

    /// Takes text up to a zero byte, and that byte.
    mutating func cString() throws(PGError) -> String {
        var end = offset
        while try cell.integer(at: end, as: UInt8.self) != 0 { end += 1 }
        let text = try slice(end - offset).string
        offset += 1
        return text
    }

    /// Checks that nothing is left.
    func end<Value>(_ type: Value.Type) throws(PGError) {
        guard remaining == 0 else { throw PGError.malformed(type, cell) }
    }
}
