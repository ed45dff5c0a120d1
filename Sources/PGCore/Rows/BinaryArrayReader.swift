/// Walks the elements of an array in binary format, of any dimensions, from the first to the last.
///
/// See "Arrays" in the PostgreSQL manual; the binary layout is that of `array_send`.
struct BinaryArrayReader {
    /// The server allows no more.
    private static let maximumDimensions = 6

    private let cell: Cell
    private var offset: Int
    /// The elements' type, as the array itself says it.
    let element: OID
    /// The lengths of the dimensions, the outermost first; none for an empty array.
    let lengths: [Int]

    /// Reads the header.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` when it is malformed or says that there are more
    ///   elements than the value has room for.
    init(_ cell: Cell) throws(PGError) {
        self.cell = cell
        let dimensions = Int(try cell.integer(at: 0, as: Int32.self))
        element = OID(try cell.integer(at: 8, as: UInt32.self))
        guard (0...Self.maximumDimensions).contains(dimensions) else { throw Self.malformed(cell) }
        offset = 12 + 8 * dimensions
        var lengths: [Int] = []
        var elements = 1
        for dimension in 0..<dimensions {
            let length = Int(try cell.integer(at: 12 + 8 * dimension, as: Int32.self))
            let (product, overflow) = elements.multipliedReportingOverflow(by: length)
            // Each element has at least its four length bytes: bounds what a bad header can ask for.
            // Only the vectors of the catalogs have a dimension without elements.
            guard length > 0 || length == 0 && dimensions == 1, !overflow, product <= cell.count / 4
            else {
                throw Self.malformed(cell)
            }
            elements = product
            lengths.append(length)
        }
        self.lengths = lengths
    }

    /// Returns the next element.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` when there is none.
    mutating func next() throws(PGError) -> Cell {
        let length = Int(try cell.integer(at: offset, as: Int32.self))
        offset += 4
        guard length >= 0 else { return .null(of: element) }
        let start = offset
        offset += length
        return try cell.slice(start..<start + length, type: element)
    }

    /// Checks that nothing follows the last element.
    ///
    /// - Throws: ``PGError/Code/decodingFailed``.
    func finish() throws(PGError) {
        guard offset == cell.count else { throw Self.malformed(cell) }
    }

    private static func malformed(_ cell: Cell) -> PGError {
        PGError(
            .decodingFailed,
            "the server sent \(cell.count) bytes that are not a valid \(cell.type) in binary format"
        )
    }
}
