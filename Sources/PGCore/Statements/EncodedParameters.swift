/// A statement's parameters, written as the types the server inferred.
///
/// All values share one buffer; `places` says where each one is.
package struct EncodedParameters: Sendable {
    /// Where a value is in the buffer, and how it is written.
    package struct Place: Sendable, Equatable {
        package let range: Range<Int>
        package let format: WireFormat

        package init(_ range: Range<Int>, _ format: WireFormat) {
            self.range = range
            self.format = format
        }
    }

    package private(set) var writer: ParameterWriter
    /// The place of each value, or `nil` for NULL.
    package private(set) var places: [Place?] = []

    /// Encodes `parameters` as `types`, of which `catalog` tells what is not built in.
    ///
    /// - Throws: ``PGError/Code/parameterCountMismatch``, or what the value threw with the
    ///   placeholder's number added.
    package init(
        _ parameters: [any ParameterEncodable], as types: [OID], catalog: TypeCatalog? = nil
    ) throws(PGError) {
        writer = ParameterWriter(catalog: catalog)
        guard parameters.count == types.count else {
            throw .wrongParameterCount(parameters.count, of: types.count)
        }
        guard !parameters.isEmpty else { return }
        places.reserveCapacity(parameters.count)
        writer.reserve(16 * parameters.count + 8)
        for index in parameters.indices {
            try append(parameters[index], as: types[index].base(in: catalog), number: index + 1)
        }
        // A value may be empty, and an empty buffer has no address to send.
        writer.write(byte: 0)
    }

    private mutating func append(
        _ parameter: any ParameterEncodable, as type: OID, number: Int
    ) throws(PGError) {
        guard !parameter.isNull else {
            places.append(nil)
            return
        }
        let start = writer.count
        let end = try writer.write(parameter: parameter, as: type, number: number)
        places.append(Place(start..<end, writer.format))
    }
}
