/// Rows of parameters, written one behind the other into one buffer, from which they are sent.
///
/// After an error it is of no more use: part of a row may be in it.
package struct EncodedRows: Sendable {
    /// Where a value is in the buffer, and how it is written.
    package struct Place: Sendable, Equatable {
        /// Where it begins; negative for NULL.
        package let start: Int
        package let length: Int32
        package let format: WireFormat

        package init(start: Int, length: Int32, format: WireFormat) {
            self.start = start
            self.length = length
            self.format = format
        }

        package static let null = Place(start: -1, length: 0, format: .binary)
    }

    package private(set) var writer = ParameterWriter()
    /// The places of all values, row after row.
    package private(set) var places: [Place] = []

    /// Makes a buffer without rows.
    package init() {
        // All values may be empty, and an empty buffer has no address to send.
        writer.write(byte: 0)
    }

    /// How much memory the rows take, nearly.
    package var byteCount: Int {
        writer.count + places.count * MemoryLayout<Place>.stride
    }

    /// Appends a row.
    ///
    /// - Throws: As `EncodedParameters` does.
    package mutating func append(
        _ values: [any ParameterEncodable], as types: [OID], catalog: TypeCatalog?
    ) throws(PGError) {
        try begin(values.count, as: types, catalog: catalog)
        for index in values.indices {
            try append(value: values[index], as: types[index], number: index + 1)
        }
    }

    /// Begins a row of so many values.
    ///
    /// - Throws: `PGError.Code.parameterCountMismatch`.
    @inline(__always)
    package mutating func begin(
        _ count: Int, as types: [OID], catalog: TypeCatalog?
    ) throws(PGError) {
        guard count == types.count else { throw .wrongParameterCount(count, of: types.count) }
        // A reference, which most rows have none of.
        if let catalog { writer.catalog = catalog }
    }

    /// Appends a value of the row that was begun.
    ///
    /// - Throws: What the value throws, with the placeholder's number.
    package mutating func append(
        value: some ParameterEncodable, as type: OID, number: Int
    ) throws(PGError) {
        guard !value.isNull else {
            places.append(.null)
            return
        }
        let start = writer.count
        let end = try writer.write(parameter: value, as: type, number: number)
        places.append(
            Place(
                start: start, length: Int32(truncatingIfNeeded: end - start),
                format: writer.format))
    }
}

extension PGError {
    static func wrongParameterCount(_ count: Int, of wanted: Int) -> PGError {
        PGError(
            .parameterCountMismatch,
            "the statement has \(wanted) placeholders and \(count) values")
    }
}
