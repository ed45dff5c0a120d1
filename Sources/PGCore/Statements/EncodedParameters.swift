/// A statement's parameters, written as the types the server inferred.
///
/// All values share one buffer; `ranges` says where each one is.
package struct EncodedParameters: Sendable {
    package private(set) var writer = ParameterWriter()
    /// The place of each value in the buffer, or `nil` for NULL.
    package private(set) var ranges: [Range<Int>?] = []
    package private(set) var formats: [WireFormat] = []

    /// Encodes `parameters` as `types`.
    ///
    /// - Throws: ``PGError/Code/parameterCountMismatch``, or what the value threw with the
    ///   placeholder's number added.
    package init(_ parameters: [any ParameterEncodable], as types: [OID]) throws(PGError) {
        guard parameters.count == types.count else {
            throw PGError(
                .parameterCountMismatch,
                "the statement has \(types.count) placeholders and \(parameters.count) values")
        }
        guard !parameters.isEmpty else { return }
        ranges.reserveCapacity(parameters.count)
        formats.reserveCapacity(parameters.count)
        for index in parameters.indices {
            try append(parameters[index], as: types[index], number: index + 1)
        }
        // A value may be empty, and an empty buffer has no address to send.
        writer.write(byte: 0)
    }

    private mutating func append(
        _ parameter: any ParameterEncodable, as type: OID, number: Int
    ) throws(PGError) {
        guard !parameter.isNull else {
            ranges.append(nil)
            formats.append(.binary)
            return
        }
        let start = writer.bytes.count
        writer.format = .binary
        do throws(PGError) {
            try parameter.encode(as: type, into: &writer)
        } catch {
            throw error.inParameter(number)
        }
        // Text travels NUL-terminated: a NUL inside would silently cut the value.
        if writer.format == .text, writer.bytes[start...].contains(0) {
            throw PGError(.parameterOutOfRange, "text cannot contain a NUL character")
                .inParameter(number)
        }
        ranges.append(start..<writer.bytes.count)
        formats.append(writer.format)
        // libpq takes text as C strings and ignores the length given beside them.
        if writer.format == .text { writer.write(byte: 0) }
    }
}
