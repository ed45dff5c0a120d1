extension Cell {
    /// Decodes a property: by its column codec, from a JSON document, or as a single raw value.
    func decodeLeaf<Value: Decodable>(
        _ type: Value.Type, by codec: (any ColumnDecodable.Type)?
    ) throws -> Value {
        if let codec { return try decode(codec, as: type) }
        if isNull { throw PGError.unexpectedNull(type) }
        if isJSON { return try JSONDocument.decode(type, from: self) }
        return try Value(from: CellDecoder(cell: self))
    }

    /// Decodes by the type's column codec, or from JSON what has a codec for other columns.
    ///
    /// An array of strings, say, reads both a `text[]` and a `jsonb` column.
    func decode<Value: Decodable>(
        _ codec: any ColumnDecodable.Type, as type: Value.Type
    ) throws(PGError) -> Value {
        do throws(PGError) {
            return try decode(opened: codec, as: type)
        } catch {
            guard isJSON, !isNull else { throw error }
            do throws(PGError) {
                return try JSONDocument.decode(type, from: self)
            } catch let second {
                throw second.suppressing(error)
            }
        }
    }

    /// Both types are the same one, known by different protocols.
    private func decode<Codec: ColumnDecodable, Value>(
        opened codec: Codec.Type, as type: Value.Type
    ) throws(PGError) -> Value {
        guard codec == type else { throw PGError.cannotDecode(type, from: self) }
        // A cast with `as?` asks the runtime for Optional<Value> each time: half of the cost.
        return unsafe unsafeBitCast(try Codec.decode(self), to: type)
    }

    /// Decodes an integer of a type that has no column codec, range-checked.
    func fitting<Value: FixedWidthInteger>() throws(PGError) -> Value {
        let exact =
            type == .numeric
            ? Value(exactly: try PGNumeric.decode(self)) : Value(exactly: try Int64.decode(self))
        guard let value = exact else {
            throw PGError(.decodingFailed, "the number does not fit in \(Value.self)")
        }
        return value
    }

    /// Returns a decoder for a type that asks for nested containers.
    func decoder() throws(PGError) -> any Decoder {
        guard isJSON, !isNull else { return CellDecoder(cell: self) }
        return try JSONDocument.decode(CapturedDecoder.self, from: self).decoder
    }

    private var isJSON: Bool { type == .json || type == .jsonb }
}

/// Keeps the decoder of a JSON document.
private struct CapturedDecoder: Decodable {
    let decoder: any Decoder

    init(from decoder: any Decoder) {
        self.decoder = decoder
    }
}

/// Presents a cell to Codable types that are a single value.
struct CellDecoder: Decoder {
    let cell: Cell
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard let container = try cell.fieldContainer(keyedBy: type) else {
            throw nested("an object")
        }
        return container
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard let container = try cell.elementContainer() else { throw nested("an array") }
        return container
    }

    func singleValueContainer() -> any SingleValueDecodingContainer {
        CellSingleValueContainer(cell: cell)
    }

    private func nested(_ what: String) -> PGError {
        if cell.isNull { return PGError(.unexpectedNull, "the value is NULL and not \(what)") }
        return PGError(
            .decodingFailed, "a value of type \(cell.typeName) cannot be read as \(what)",
            hint: "Nested Codable types are read from json, jsonb, composite and array columns")
    }
}
