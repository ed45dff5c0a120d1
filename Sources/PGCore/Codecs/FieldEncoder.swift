/// Collects what an `Encodable` type encodes, as the fields of a composite value.
final class FieldEncoder: Encoder {
    /// What was encoded so far.
    private enum Content {
        case nothing
        case fields([(name: String, node: Node)])
        case elements([Node])
        case single(any ParameterEncodable)
    }

    /// A value, or an encoder that will have one in the end.
    private enum Node {
        case value(any ParameterEncodable)
        case nested(FieldEncoder)

        var value: any ParameterEncodable {
            switch self {
            case .value(let value): value
            case .nested(let encoder): encoder.value
            }
        }
    }

    private var content = Content.nothing
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if case .fields = content {} else { content = .fields([]) }
        return KeyedEncodingContainer(Fields(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .elements = content {} else { content = .elements([]) }
        return Elements(encoder: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { Single(encoder: self) }

    /// The fields that were encoded, or `nil` when something else was.
    var fields: [PGComposite.Field]? {
        guard case .fields(let fields) = content else { return nil }
        return fields.map { PGComposite.Field(name: $0.name, value: $0.node.value) }
    }

    /// What was encoded, as a value to bind.
    private var value: any ParameterEncodable {
        switch content {
        case .nothing: SQLNull()
        case .fields: PGComposite(fields: fields ?? [])
        case .elements(let elements): EncodedElements(elements.map(\.value))
        case .single(let value): value
        }
    }

    /// Returns a value to bind for whatever a property holds.
    private static func parameter<Value: Encodable>(
        _ value: Value
    ) throws -> any ParameterEncodable {
        if let parameter = value as? any ParameterEncodable { return parameter }
        if let integer = value as? any BinaryInteger {
            guard let exact = Int64(exactly: integer) else {
                throw PGError(.parameterOutOfRange, "the \(Value.self) does not fit in bigint")
            }
            return exact
        }
        let encoder = FieldEncoder()
        try value.encode(to: encoder)
        return encoder.value
    }

    private struct Fields<Key: CodingKey>: KeyedEncodingContainerProtocol {
        let encoder: FieldEncoder
        var codingPath: [any CodingKey] { [] }

        private func append(_ key: Key, _ node: Node) {
            guard case .fields(var fields) = encoder.content else { return }
            fields.append((key.stringValue, node))
            encoder.content = .fields(fields)
        }

        func encodeNil(forKey key: Key) { append(key, .value(SQLNull())) }

        func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
            append(key, .value(try FieldEncoder.parameter(value)))
        }

        /// A property that is `nil` keeps its place: literals know fields by position.
        private func appendOptional<Value: Encodable>(_ value: Value?, _ key: Key) throws {
            if let value { try encode(value, forKey: key) } else { encodeNil(forKey: key) }
        }

        func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws {
            try appendOptional(value, key)
        }
        func encodeIfPresent(_ value: Bool?, forKey key: Key) throws {
            try appendOptional(value, key)
        }
        func encodeIfPresent(_ value: String?, forKey key: Key) throws {
            try appendOptional(value, key)
        }
        func encodeIfPresent(_ value: Double?, forKey key: Key) throws {
            try appendOptional(value, key)
        }
        func encodeIfPresent(_ value: Float?, forKey key: Key) throws {
            try appendOptional(value, key)
        }
        func encodeIfPresent(_ value: Int?, forKey key: Key) throws {
            try appendOptional(value, key)
        }
        func encodeIfPresent(_ value: Int8?, forKey key: Key) throws {
            try appendOptional(value, key)
        }
        func encodeIfPresent(_ value: Int16?, forKey key: Key) throws {
            try appendOptional(value, key)
        }
        func encodeIfPresent(_ value: Int32?, forKey key: Key) throws {
            try appendOptional(value, key)
        }
        func encodeIfPresent(_ value: Int64?, forKey key: Key) throws {
            try appendOptional(value, key)
        }
        func encodeIfPresent(_ value: UInt?, forKey key: Key) throws {
            try appendOptional(value, key)
        }
        func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws {
            try appendOptional(value, key)
        }
        func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws {
            try appendOptional(value, key)
        }
        func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws {
            try appendOptional(value, key)
        }
        func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws {
            try appendOptional(value, key)
        }

        func nestedContainer<NestedKey: CodingKey>(
            keyedBy type: NestedKey.Type, forKey key: Key
        ) -> KeyedEncodingContainer<NestedKey> {
            superEncoder(forKey: key).container(keyedBy: type)
        }

        func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
            superEncoder(forKey: key).unkeyedContainer()
        }

        func superEncoder() -> any Encoder { encoder }

        func superEncoder(forKey key: Key) -> any Encoder {
            let nested = FieldEncoder()
            append(key, .nested(nested))
            return nested
        }
    }

    private struct Elements: UnkeyedEncodingContainer {
        let encoder: FieldEncoder
        var codingPath: [any CodingKey] { [] }

        var count: Int {
            if case .elements(let elements) = encoder.content { elements.count } else { 0 }
        }

        private func append(_ node: Node) {
            guard case .elements(var elements) = encoder.content else { return }
            elements.append(node)
            encoder.content = .elements(elements)
        }

        func encodeNil() { append(.value(SQLNull())) }

        func encode<Value: Encodable>(_ value: Value) throws {
            append(.value(try FieldEncoder.parameter(value)))
        }

        func nestedContainer<NestedKey: CodingKey>(
            keyedBy type: NestedKey.Type
        ) -> KeyedEncodingContainer<NestedKey> {
            superEncoder().container(keyedBy: type)
        }

        func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
            superEncoder().unkeyedContainer()
        }

        func superEncoder() -> any Encoder {
            let nested = FieldEncoder()
            append(.nested(nested))
            return nested
        }
    }

    private struct Single: SingleValueEncodingContainer {
        let encoder: FieldEncoder
        var codingPath: [any CodingKey] { [] }

        func encodeNil() { encoder.content = .single(SQLNull()) }

        func encode<Value: Encodable>(_ value: Value) throws {
            encoder.content = .single(try FieldEncoder.parameter(value))
        }
    }
}
