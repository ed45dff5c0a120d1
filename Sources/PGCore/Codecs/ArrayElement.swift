/// A Swift type that may be the element of a PostgreSQL array.
///
/// Every ``SQLValue`` is one, with nothing to write: the defaults do all. `UInt8` is one too, and its
/// array is `bytea`: that is why the array's codec is chosen by the element. An array is an element
/// of an array with one more dimension.
public protocol ArrayElement: Sendable {
    /// The SQL type of an array of this element.
    static var arraySQLType: SQLType { get }

    /// The SQL type of an array of arrays of this element.
    static var nestedArraySQLType: SQLType { get }

    /// Decodes an array that is not NULL.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` or ``PGError/Code/unexpectedNull`` for an element.
    static func decodeArray(from cell: Cell) throws(PGError) -> [Self]

    /// Decodes the next element of an array, which is inside of so many dimensions of it.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` or ``PGError/Code/unexpectedNull``.
    static func decodeElement(
        from reader: inout ArrayReader, at dimension: Int
    ) throws(PGError) -> Self

    /// Writes an array.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` or ``PGError/Code/parameterOutOfRange``.
    static func encodeArray(
        _ elements: [Self], as type: OID, into writer: inout ParameterWriter
    ) throws(PGError)

    /// Writes elements, without the array's dimensions.
    ///
    /// - Throws: As ``encodeArray(_:as:into:)`` does.
    static func encodeElements(
        _ elements: [Self], of array: inout ArrayWriter, into writer: inout ParameterWriter
    ) throws(PGError)

    /// Returns how many elements an array has in each dimension.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` when its rows differ in length.
    static func counts(of elements: [Self]) throws(PGError) -> [Int]

    /// Returns an array's text representation.
    static func arrayText(_ elements: [Self], delimiter: Unicode.Scalar) -> String

    /// Returns the text representation of an array that is an element of another.
    static func nestedArrayText(_ elements: [Self], delimiter: Unicode.Scalar) -> String
}

extension ArrayElement {
    /// Returns an array's text representation, with commas between the elements.
    public static func arrayText(_ elements: [Self]) -> String {
        arrayText(elements, delimiter: ",")
    }

    /// Decodes the elements of one dimension of an array.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` or ``PGError/Code/unexpectedNull``.
    @inlinable
    public static func decodeElements(
        from reader: inout ArrayReader, at dimension: Int
    ) throws(PGError) -> [Self] {
        guard !reader.counts.isEmpty else { return [] }
        guard dimension < reader.counts.count else { throw reader.wrongDimensions([Self].self) }
        var values: [Self] = []
        let count = reader.counts[dimension]
        values.reserveCapacity(count)
        for _ in 0..<count {
            values.append(try decodeElement(from: &reader, at: dimension + 1))
        }
        return values
    }
}

/// The codec of ordinary arrays, for every element that is a value by itself.
///
/// See "Arrays" in the PostgreSQL manual.
extension ArrayElement where Self: SQLValue {
    /// The element's SQL type with `[]`.
    public static var arraySQLType: SQLType { sqlType.array }

    /// The same as of an array: PostgreSQL does not tell how many dimensions a type has.
    public static var nestedArraySQLType: SQLType { arraySQLType }

    /// Decodes an array that is not NULL.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` or ``PGError/Code/unexpectedNull`` for an element.
    @inlinable
    public static func decodeArray(from cell: Cell) throws(PGError) -> [Self] {
        var reader = try ArrayReader(cell, for: [Self].self)
        let values = try decodeElements(from: &reader, at: 0)
        try reader.finish(for: [Self].self)
        return values
    }

    /// Decodes the next element of an array.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` or ``PGError/Code/unexpectedNull``.
    @inlinable
    public static func decodeElement(
        from reader: inout ArrayReader, at dimension: Int
    ) throws(PGError) -> Self {
        guard dimension == reader.counts.count else { throw reader.wrongDimensions([Self].self) }
        return try reader.next()
    }

    /// Writes an array: in binary where every element has a binary form, otherwise as its literal.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` or ``PGError/Code/parameterOutOfRange``.
    public static func encodeArray(
        _ elements: [Self], as type: OID, into writer: inout ParameterWriter
    ) throws(PGError) {
        try ArrayWriter.write(
            elements, counts: try counts(of: elements), lowerBounds: nil, as: type,
            for: [Self].self, into: &writer)
    }

    /// Writes elements one after the other.
    ///
    /// - Throws: As ``encodeArray(_:as:into:)`` does.
    public static func encodeElements(
        _ elements: [Self], of array: inout ArrayWriter, into writer: inout ParameterWriter
    ) throws(PGError) {
        for element in elements { try array.write(element, into: &writer) }
    }

    /// Returns the number of elements.
    public static func counts(of elements: [Self]) throws(PGError) -> [Int] { [elements.count] }

    /// Returns an array's literal.
    public static func arrayText(_ elements: [Self], delimiter: Unicode.Scalar) -> String {
        ArrayText.render(
            elements.map { $0.isNull ? "NULL" : ArrayText.quote($0.textRepresentation) },
            delimiter: delimiter)
    }

    /// Returns an array's literal, which stands in another array's literal as it is.
    public static func nestedArrayText(_ elements: [Self], delimiter: Unicode.Scalar) -> String {
        arrayText(elements, delimiter: delimiter)
    }
}

extension Optional: ArrayElement where Wrapped: SQLValue {}
