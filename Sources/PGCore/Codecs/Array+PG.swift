extension Array: ParameterEncodable where Element: ArrayElement {
    /// Binds to an array type, as the element type says.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` or ``PGError/Code/parameterOutOfRange``.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        try Element.encodeArray(self, as: type, into: &writer)
    }

    /// The array's literal, such as `{"1",NULL}`.
    public var textRepresentation: String { Element.arrayText(self) }
}

extension Array: RowDecodable where Element: ArrayElement {}

extension Array: ColumnDecodable where Element: ArrayElement {
    /// Decodes an array with as many dimensions as Swift arrays are nested, whatever its lower bounds.
    ///
    /// - Throws: ``PGError/Code/unexpectedNull`` for a NULL element of a type that is not optional;
    ///   ``PGError/Code/decodingFailed`` for other types, dimensions or malformed bytes.
    @inlinable
    public init(from cell: Cell) throws(PGError) {
        self = try Element.decodeArray(from: cell)
    }
}

extension Array: SQLValue where Element: ArrayElement {
    /// The array itself: an array is never an optional.
    public typealias Base = [Element]

    /// The element's array type.
    public static var sqlType: SQLType { Element.arraySQLType }
}

/// Nested arrays are arrays of several dimensions; `[[UInt8]]` is `bytea[]`.
extension Array: ArrayElement where Element: ArrayElement {
    /// The SQL type of an array of these.
    public static var arraySQLType: SQLType { Element.nestedArraySQLType }

    /// Decodes the next row of an array, or an element that is an array by itself, as `bytea` is.
    ///
    /// - Throws: ``PGError/Code/decodingFailed`` or ``PGError/Code/unexpectedNull``.
    @inlinable
    public static func decodeElement(
        from reader: inout ArrayReader, at dimension: Int
    ) throws(PGError) -> [Element] {
        guard dimension < reader.counts.count else { return try reader.next() }
        return try Element.decodeElements(from: &reader, at: dimension)
    }

    /// Writes the elements of every row.
    ///
    /// - Throws: As ``encodeArray(_:as:into:)`` does.
    public static func encodeElements(
        _ elements: [[Element]], of array: inout ArrayWriter, into writer: inout ParameterWriter
    ) throws(PGError) {
        for row in elements { try Element.encodeElements(row, of: &array, into: &writer) }
    }

    /// Returns the number of rows, and what all of them have in common.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` when they differ in length.
    public static func counts(of elements: [[Element]]) throws(PGError) -> [Int] {
        guard let first = elements.first else { return [0] }
        let counts = try Element.counts(of: first)
        for row in elements.dropFirst() where try Element.counts(of: row) != counts {
            throw PGError(
                .parameterMismatch, "the rows of \([[Element]].self) differ in length",
                hint: "PostgreSQL's arrays are rectangular: fill the rows up, or bind JSON")
        }
        return [elements.count] + counts
    }

    /// Returns the literal of an array of rows.
    public static func arrayText(_ elements: [[Element]], delimiter: Unicode.Scalar) -> String {
        ArrayText.render(
            elements.map { Element.nestedArrayText($0, delimiter: delimiter) },
            delimiter: delimiter)
    }
}
