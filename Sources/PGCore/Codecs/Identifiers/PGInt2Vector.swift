/// A list of small integers as the catalogs keep it: the value of an `int2vector` column.
///
/// `pg_index.indkey` is one. Ordinary tables have arrays.
public struct PGInt2Vector: Hashable, Sendable {
    /// The numbers.
    public var elements: [Int16]

    /// Makes a list from its numbers.
    public init(_ elements: [Int16]) {
        self.elements = elements
    }
}

extension PGInt2Vector: ExpressibleByArrayLiteral {
    /// Makes a list from its numbers.
    public init(arrayLiteral elements: Int16...) {
        self.elements = elements
    }
}

extension PGInt2Vector: PostgresScalar {
    /// Makes a list from numbers separated by spaces.
    public init?(_ text: String) {
        var elements: [Int16] = []
        for part in text.split(separator: " ") {
            guard let element = Int16(part) else { return nil }
            elements.append(element)
        }
        self.elements = elements
    }

    /// The numbers separated by spaces, as the server prints them.
    public var description: String {
        elements.map { String($0) }.joined(separator: " ")
    }

    /// `int2vector`.
    public static var sqlType: SQLType { "int2vector" }

    /// `int2vector`.
    public static func isValue(of type: OID) -> Bool { type == .int2vector }

    /// Decodes the numbers, laid out as an array that starts at zero.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` for malformed bytes.
    public init(binary cell: Cell) throws(PGError) {
        elements = try NumberListCodec.decode(cell, of: .int2) { (number: Int16) in
            number
        }
    }

    /// Writes the numbers, laid out as an array that starts at zero.
    ///
    /// - Throws: Nothing.
    public func encodeBinary(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        // The server's binary input refuses an empty list; its text input does not.
        guard !elements.isEmpty else { return writer.write(text: "") }
        NumberListCodec.encode(elements.map { $0 }, of: .int2, into: &writer)
    }
}
