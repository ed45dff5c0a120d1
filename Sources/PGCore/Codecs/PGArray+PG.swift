extension PGArray: ParameterEncodable where Element: SQLValue {
    /// Binds to an array type, with dimensions and lower bounds.
    ///
    /// - Throws: ``PGError/Code/parameterMismatch`` or ``PGError/Code/parameterOutOfRange``.
    public func encode(as type: OID, into writer: inout ParameterWriter) throws(PGError) {
        try ArrayWriter.write(
            elements, counts: isEmpty ? [0] : dimensions.map(\.count),
            lowerBounds: dimensions.map(\.lowerBound), as: type, for: Self.self, into: &writer)
    }

    /// The array's literal, such as `[0:1]={"1",NULL}`.
    public var textRepresentation: String {
        guard !isEmpty else { return "{}" }
        return ArrayWriter.text(
            of: elements, dimensions.map(\.count), dimensions.map(\.lowerBound), delimiter: ",")
    }
}

extension PGArray: RowDecodable, ColumnDecodable where Element: SQLValue {
    /// Decodes an array of any number of dimensions, with its lower bounds.
    ///
    /// - Throws: ``PGError/Code/unexpectedNull`` for a NULL element of a type that is not optional;
    ///   ``PGError/Code/decodingFailed`` for other types or malformed bytes.
    public init(from cell: Cell) throws(PGError) {
        var reader = try ArrayReader(cell, for: Self.self)
        var elements: [Element] = []
        elements.reserveCapacity(reader.count)
        for _ in 0..<reader.count { elements.append(try reader.next()) }
        try reader.finish(for: Self.self)
        let dimensions = zip(reader.lowerBounds, reader.counts).map {
            Dimension(lowerBound: $0, count: $1)
        }
        guard let array = PGArray(elements, dimensions: dimensions) else {
            throw PGError.malformed(Self.self, cell)
        }
        self = array
    }
}

extension PGArray: SQLValue, ArrayElement where Element: SQLValue {
    /// The element's array type.
    public static var sqlType: SQLType { Element.arraySQLType }
}
