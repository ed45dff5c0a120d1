import PGCore

/// Types as a user might have made them, and values of them without a server.
enum SampleCatalog {
    static let mood = OID(70_000)
    static let positive = OID(70_010)
    static let address = OID(70_020)
    static let floatrange = OID(70_030)
    static let nested = OID(70_040)

    static let catalog = TypeCatalog([
        type(mood, "mood", .enum(["sad", "happy"]), isText: true),
        type(OID(70_001), "_mood", .array(mood)),
        type(positive, "positive", .domain(.int4)),
        type(OID(70_011), "_positive", .array(positive)),
        type(
            address, "address",
            .composite([
                .init(name: "street", type: .text), .init(name: "house_number", type: positive),
                .init(name: "moods", type: OID(70_001)),
            ])),
        type(OID(70_021), "_address", .array(address)),
        type(floatrange, "floatrange", .range(.float8)),
        type(OID(70_031), "floatmultirange", .multirange(floatrange)),
        type(nested, "nested", .composite([.init(name: "inner", type: nested)])),
    ])

    private static func type(
        _ oid: OID, _ name: String, _ kind: PostgresType.Kind, isText: Bool = false
    ) -> PostgresType {
        PostgresType(
            oid: oid, schema: "public", name: name, kind: kind, hasTextualBinaryForm: isText)
    }

    /// Decodes bytes with the catalog at hand.
    static func decode<Value: ColumnDecodable>(
        _ bytes: [UInt8], _ type: OID, _ format: WireFormat = .binary, as: Value.Type = Value.self
    ) throws(PGError) -> Value {
        try Cell.withBytes(bytes, type: type, format: format) { (cell) throws(PGError) in
            // The catalog is a constant of this type and outlives the cell.
            try Value.decode(unsafe cell.inCatalog(catalog))
        }
    }

    /// Encodes a value with the catalog at hand.
    static func encode(
        _ value: any ParameterEncodable, as type: OID
    ) throws(PGError) -> (bytes: [UInt8], format: WireFormat) {
        var writer = ParameterWriter(catalog: catalog)
        try value.encode(as: type, into: &writer)
        return (writer.bytes, writer.format)
    }
}
