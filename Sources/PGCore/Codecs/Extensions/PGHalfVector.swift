/// Numbers of half precision: the value of a `halfvec` column.
///
/// The numbers are held as `Float`, which not all machines that Swift runs on have a half of, and
/// are rounded to the nearest half when they are bound. Its Codable form is that of an array. See the
/// extension `pgvector`.
public struct PGHalfVector: Hashable, Sendable {
    /// The numbers, one for each dimension; the server takes 1 to 16,000 finite ones.
    public var elements: [Float]

    /// Makes a vector from its numbers.
    public init(_ elements: [Float]) {
        self.elements = elements
    }
}

extension PGHalfVector: ExpressibleByArrayLiteral {
    /// Makes a vector from its numbers.
    public init(arrayLiteral elements: Float...) {
        self.elements = elements
    }
}

extension PGHalfVector: PostgresScalar {
    /// Makes a vector from its text, `[1,2.5,3]`.
    public init?(_ text: String) {
        guard let elements = VectorText.parse(text) else { return nil }
        self.elements = elements
    }

    /// The numbers in brackets, as the server prints them.
    public var description: String { VectorText.render(elements) }

    /// `halfvec`.
    public static var sqlType: SQLType { "halfvec" }

    /// Types that are not built in.
    public static func isValue(of type: OID) -> Bool { !type.isBuiltIn }

    /// Decodes the number of dimensions and the numbers.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(binary cell: Cell) throws(PGError) {
        elements = try VectorCodec.decode(cell, PGHalfVector.self) { (scanner) throws(PGError) in
            HalfFloat.float(try scanner.integer())
        }
    }

    /// Writes the number of dimensions and the numbers, each rounded.
    ///
    /// - Throws: ``PGError/Code/parameterOutOfRange`` for more numbers than a vector holds.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        try VectorCodec.writeHeader(elements.count, of: PGHalfVector.self, as: type, into: &writer)
        for element in elements { writer.write(HalfFloat.bits(element)) }
    }
}

extension PGHalfVector {
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
