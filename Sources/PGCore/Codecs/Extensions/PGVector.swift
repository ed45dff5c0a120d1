/// Numbers of single precision: the value of a `vector` column.
///
/// Its Codable form, such as its JSON, is that of an array. See the extension `pgvector`.
public struct PGVector: Hashable, Sendable {
    /// The numbers, one for each dimension; the server takes 1 to 16,000 finite ones.
    public var elements: [Float]

    /// Makes a vector from its numbers.
    public init(_ elements: [Float]) {
        self.elements = elements
    }
}

extension PGVector: ExpressibleByArrayLiteral {
    /// Makes a vector from its numbers.
    public init(arrayLiteral elements: Float...) {
        self.elements = elements
    }
}

extension PGVector: PostgresScalar {
    /// Makes a vector from its text, `[1,2.5,3]`.
    public init?(_ text: String) {
        guard let elements = VectorText.parse(text) else { return nil }
        self.elements = elements
    }

    /// The numbers in brackets, as the server prints them.
    public var description: String { VectorText.render(elements) }

    /// `vector`.
    public static var sqlType: SQLType { "vector" }

    /// Types that are not built in.
    public static func isValue(of type: OID) -> Bool { !type.isBuiltIn }

    /// Decodes the number of dimensions and the numbers.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(binary cell: Cell) throws(PGError) {
        elements = try VectorCodec.decode(cell, PGVector.self) { (scanner) throws(PGError) in
            try scanner.float()
        }
    }

    /// Writes the number of dimensions and the numbers.
    ///
    /// - Throws: ``PGError/Code/parameterOutOfRange`` for more numbers than a vector holds.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        try VectorCodec.writeHeader(elements.count, of: PGVector.self, as: type, into: &writer)
        for element in elements { writer.write(element.bitPattern) }
    }
}

extension PGVector {
    /// Decodes an array of numbers.
    ///
    /// - Throws: `DecodingError`.
    public init(from decoder: any Decoder) throws {
        elements = try [Float](from: decoder)
    }

    /// Encodes an array of numbers.
    ///
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        try elements.encode(to: encoder)
    }
}
