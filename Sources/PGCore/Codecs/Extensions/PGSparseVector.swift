/// Numbers of single precision, most of which are zero: the value of a `sparsevec` column.
///
/// See the extension `pgvector`.
public struct PGSparseVector: Hashable, Sendable {
    /// The number of dimensions.
    public let dimensions: Int

    /// The numbers that are not zero, by dimension, counted from zero.
    public let elements: [Int: Float]

    /// Makes a vector, or `nil` when a number is outside the dimensions.
    ///
    /// Zeros are left out. The server takes a thousand million dimensions and 16,000 numbers.
    public init?(_ elements: [Int: Float], dimensions: Int) {
        guard (0...Int(Int32.max)).contains(dimensions),
            elements.keys.allSatisfy((0..<dimensions).contains)
        else { return nil }
        self.dimensions = dimensions
        self.elements = elements.filter { $0.value != 0 }
    }

    private var ordered: [(key: Int, value: Float)] { elements.sorted { $0.key < $1.key } }
}

extension PGSparseVector: PostgresScalar {
    /// Makes a vector from its text, `{1:1.5,3:2}/5`, which counts dimensions from one.
    public init?(_ text: String) {
        var scanner = TextScanner(text)
        guard scanner.take("{") else { return nil }
        var elements: [Int: Float] = [:]
        if !scanner.take("}") {
            repeat {
                guard let index = scanner.number(), scanner.take(":"),
                    let element = scanner.float(),
                    elements.updateValue(element, forKey: index - 1) == nil
                else { return nil }
            } while scanner.take(",")
            guard scanner.take("}") else { return nil }
        }
        guard scanner.take("/"), let dimensions = scanner.number(), scanner.isAtEnd else {
            return nil
        }
        self.init(elements, dimensions: dimensions)
    }

    /// The dimensions from one, their numbers and how many there are, as the server prints them.
    public var description: String {
        let pairs = ordered.map { "\($0.key + 1):\(FloatText.render($0.value))" }
        return "{" + pairs.joined(separator: ",") + "}/\(dimensions)"
    }

    /// `sparsevec`.
    public static var sqlType: SQLType { "sparsevec" }

    /// Types that are not built in.
    public static func isValue(of type: OID) -> Bool { !type.isBuiltIn }

    /// Decodes the number of dimensions, which of them are not zero, and those.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(binary cell: Cell) throws(PGError) {
        var scanner = CellScanner(cell)
        let dimensions = Int(try scanner.integer(as: Int32.self))
        let count = try scanner.count(ofSize: 8)
        guard try scanner.integer(as: Int32.self) == 0 else {
            throw PGError.malformed(PGSparseVector.self, cell)
        }
        var indices: [Int] = []
        for _ in 0..<count { indices.append(Int(try scanner.integer(as: Int32.self))) }
        var elements: [Int: Float] = [:]
        for index in indices { elements[index] = try scanner.float() }
        try scanner.end(PGSparseVector.self)
        guard elements.count == count,
            let value = PGSparseVector(elements, dimensions: dimensions)
        else { throw PGError.malformed(PGSparseVector.self, cell) }
        self = value
    }

    /// Writes the number of dimensions, which of them are not zero, and those.
    ///
    /// - Throws: Nothing.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        let ordered = ordered
        for number in [dimensions, ordered.count, 0] + ordered.map(\.key) {
            // None exceeds the number of dimensions, which was checked.
            writer.write(Int32(truncatingIfNeeded: number))
        }
        for (_, element) in ordered { writer.write(element.bitPattern) }
    }
}
