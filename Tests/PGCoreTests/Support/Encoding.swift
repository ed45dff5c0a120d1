import PGCore

/// Returns the bytes and the format a value is bound with.
func encoded(
    _ value: any ParameterEncodable, as type: OID
) throws(PGError) -> (bytes: [UInt8], format: WireFormat) {
    var writer = ParameterWriter()
    try value.encode(as: type, into: &writer)
    return (writer.bytes, writer.format)
}

/// Decodes text as the server would send it in text format.
func decoded<Value: ColumnDecodable>(
    _ text: String, _ type: OID, as: Value.Type = Value.self
) throws(PGError) -> Value {
    try Cell.withText(text, type: type) { (cell) throws(PGError) in try Value.decode(cell) }
}

/// Decodes bytes as the server would send them in binary format.
func decoded<Value: ColumnDecodable>(
    _ bytes: [UInt8], _ type: OID, as: Value.Type = Value.self
) throws(PGError) -> Value {
    try Cell.withBytes(bytes, type: type, format: .binary) { (cell) throws(PGError) in
        try Value.decode(cell)
    }
}
