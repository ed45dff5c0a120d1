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

    /// The values, and bytes of no meaning behind them.
    package let bytes: [UInt8]
    /// The place of each value, or `nil` for NULL.
    package let places: [Place?]

    /// Encodes `parameters` as `types`, of which `catalog` tells what is not built in.
    ///
    /// - Throws: ``PGError/Code/parameterCountMismatch``, or what the value threw with the
    ///   placeholder's number added.
    package init(
        _ parameters: [any ParameterEncodable], as types: [OID], catalog: TypeCatalog? = nil
    ) throws(PGError) {
        guard parameters.count == types.count else {
            throw .wrongParameterCount(parameters.count, of: types.count)
        }
        guard !parameters.isEmpty else {
            bytes = []
            places = []
            return
        }
        var writer = ParameterWriter(catalog: catalog)
        var places: [Place?] = []
        places.reserveCapacity(parameters.count)
        writer.reserve(16 * parameters.count + 8)
        for index in parameters.indices {
            places.append(
                try Self.write(
                    parameters[index], as: types[index].base(in: catalog), number: index + 1,
                    into: &writer))
        }
        // A value may be empty, and an empty buffer has no address to send.
        writer.write(byte: 0)
        bytes = writer.storage
        self.places = places
    }

    private static func write(
        _ parameter: any ParameterEncodable, as type: OID, number: Int,
        into writer: inout ParameterWriter
    ) throws(PGError) -> Place? {
        guard !parameter.isNull else { return nil }
        let start = writer.count
        let end = try writer.write(parameter: parameter, as: type, number: number)
        return Place(start..<end, writer.format)
    }
}
