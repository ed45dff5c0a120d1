/// Reads the elements of an array one after the other, in row-major order and in either format.
///
/// See "Arrays" in the PostgreSQL manual; the binary layout is that of `array_send`.
public struct ArrayReader {
    /// The most dimensions an array has on the server.
    public static let maximumDimensions = 6

    @usableFromInline let cell: Cell
    /// The elements' texts, in text format only.
    @usableFromInline let texts: [String?]
    /// The elements' type; of domains the type they are made of.
    @usableFromInline let element: OID
    /// Where the next element is: an offset in binary format, an index in text format.
    @usableFromInline var position: Int

    /// The number of elements in each dimension; none for an empty array.
    public let counts: [Int]
    /// The index of the first element in each dimension.
    public let lowerBounds: [Int]

    /// Reads the array's dimensions.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` when the value is not an array or is malformed.
    public init<Value>(_ cell: Cell, for type: Value.Type) throws(PGError) {
        switch cell.format {
        case .binary: try self.init(binary: cell, for: type)
        case .text: try self.init(text: cell, for: type)
        }
    }

    private init<Value>(binary cell: Cell, for type: Value.Type) throws(PGError) {
        guard cell.type.arrayElement(in: cell.catalog) != nil || cell.hasUnknownType else {
            throw PGError.cannotDecode(type, from: cell)
        }
        let dimensions = Int(try cell.integer(at: 0, as: Int32.self))
        guard (0...Self.maximumDimensions).contains(dimensions) else {
            throw PGError.malformed(type, cell)
        }
        var counts: [Int] = []
        var lowerBounds: [Int] = []
        // Each element has at least its four length bytes: bounds what a bad count can reserve.
        var total = 1
        for dimension in 0..<dimensions {
            let count = Int(try cell.integer(at: 12 + 8 * dimension, as: Int32.self))
            guard count >= 0, count <= cell.count / 4 else { throw PGError.malformed(type, cell) }
            total *= count
            guard total <= cell.count / 4 else { throw PGError.malformed(type, cell) }
            counts.append(count)
            lowerBounds.append(Int(try cell.integer(at: 16 + 8 * dimension, as: Int32.self)))
        }
        self.cell = cell
        texts = []
        element = OID(try cell.integer(at: 8, as: UInt32.self)).base(in: cell.catalog)
        position = 12 + 8 * dimensions
        let isEmpty = total == 0
        self.counts = isEmpty ? [] : counts
        self.lowerBounds = isEmpty ? [] : lowerBounds
    }

    private init<Value>(text cell: Cell, for type: Value.Type) throws(PGError) {
        let known = cell.type.arrayElement(in: cell.catalog)
        guard known != nil || cell.hasUnknownType else {
            throw PGError.cannotDecode(type, from: cell)
        }
        // Without a catalog the element's number is not known; its text is enough for most.
        element = (known ?? cell.type).base(in: cell.catalog)
        let delimiter = (known ?? cell.type).arrayDelimiter(in: cell.catalog)
        guard let parsed = ArrayText(parsing: cell.string, delimiter: delimiter) else {
            throw PGError.malformed(type, cell)
        }
        self.cell = cell
        texts = parsed.elements
        counts = parsed.counts
        lowerBounds = parsed.lowerBounds
        position = 0
    }

    /// The number of elements in all dimensions.
    public var count: Int { counts.isEmpty ? 0 : counts.reduce(1, *) }

    /// Decodes the next element.
    ///
    /// - Throws: ``PGError/Code/unexpectedNull``; ``PGError/Code/decodingFailed`` past the end, or
    ///   as the element's decoder does.
    @inlinable
    public mutating func next<Value: ColumnDecodable>(
        as type: Value.Type = Value.self
    ) throws(PGError) -> Value {
        guard cell.format == .binary else {
            return try nextText { (cell) throws(PGError) in try Value.decode(cell) }
        }
        let inner = try nextBinary()
        return try inner.isNull ? Value.decode(inner) : Value(from: inner)
    }

    /// Calls `body` with the next element's cell, valid only during the call.
    mutating func withNext<Result>(
        _ body: (Cell) throws(PGError) -> Result
    ) throws(PGError) -> Result {
        guard cell.format == .binary else { return try nextText(body) }
        return try body(try nextBinary())
    }

    @usableFromInline
    mutating func nextBinary() throws(PGError) -> Cell {
        let length = Int(try cell.integer(at: position, as: Int32.self))
        position += 4
        guard length >= 0 else { return .null(of: element) }
        let start = position
        position += length
        return try cell.inner(start..<position, type: element)
    }

    @usableFromInline
    mutating func nextText<Result>(
        _ body: (Cell) throws(PGError) -> Result
    ) throws(PGError) -> Result {
        guard position < texts.count else { throw PGError.malformed([String].self, cell) }
        defer { position += 1 }
        guard let text = texts[position] else { return try body(.null(of: element)) }
        return try cell.withInner(text: text, type: element, body)
    }

    /// Requires that all was read: more bytes than elements mean a malformed value.
    ///
    /// - Throws: ``PGError/Code/decodingFailed``.
    public func finish<Value>(for type: Value.Type) throws(PGError) {
        let end = cell.format == .binary ? cell.count : texts.count
        guard position == end else { throw PGError.malformed(type, cell) }
    }

    /// The error of a Swift type with another number of dimensions than the array has.
    @usableFromInline
    func wrongDimensions<Value>(_ type: Value.Type) -> PGError {
        let count = counts.count == 1 ? "one dimension" : "\(counts.count) dimensions"
        return PGError(
            .decodingFailed, "the array has \(count), which \(type) has not",
            hint: "Decode PGArray, which takes any, or nest as many Swift arrays")
    }
}

extension Cell {
    /// Whether nothing is known of a user's type, so that its bytes have to speak for it.
    var hasUnknownType: Bool { !type.isBuiltIn && catalog?[type] == nil }
}
