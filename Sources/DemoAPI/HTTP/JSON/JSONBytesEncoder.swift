import Foundation

/// Writes any `Encodable` as JSON, straight into bytes.
///
/// Foundation's encoder builds the whole document in memory before it writes it. What it would leave
/// out because it is `nil` is `null` here: the same fields are in every answer, as they are when rows
/// become JSON without values in between.
struct JSONBytesEncoder: Encoder {
    fileprivate let output: JSONOutput
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// Returns a value as JSON.
    ///
    /// - Throws: `EncodingError` for a number that JSON has no notation for, and what the value throws.
    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let output = JSONOutput()
        output.bytes.reserveCapacity(512)
        if let value = value as? any JSONWritable {
            value.write(to: output)
        } else {
            try JSONBytesEncoder(output: output, codingPath: []).write(value)
        }
        return output.bytes
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(JSONObjectEncoder<Key>(self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        JSONArrayEncoder(self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

// MARK: Values

extension JSONBytesEncoder {
    /// Writes a value, and closes what it has opened.
    fileprivate func write<Value: Encodable>(_ value: Value) throws {
        // The comparison is what is cheap: a cast would be looked up for each value.
        if Value.self == Date.self, let date = value as? Date { return output.instant(date) }
        let level = output.level
        let start = output.bytes.count
        try value.encode(to: self)
        output.close(to: level)
        // A value without anything to encode.
        if output.bytes.count == start { output.bytes.append(contentsOf: "{}".utf8) }
    }

    fileprivate func number<Value: BinaryFloatingPoint & CustomStringConvertible>(
        _ value: Value
    ) throws {
        guard value.isFinite else {
            throw EncodingError.invalidValue(
                value,
                .init(codingPath: codingPath, debugDescription: "JSON has no notation for it"))
        }
        output.number(value)
    }

    fileprivate func inside(_ key: (any CodingKey)? = nil) -> JSONBytesEncoder {
        JSONBytesEncoder(output: output, codingPath: key.map { codingPath + [$0] } ?? codingPath)
    }
}

extension JSONBytesEncoder: SingleValueEncodingContainer {
    func encodeNil() { output.null() }
    func encode(_ value: Bool) { output.bool(value) }
    func encode(_ value: String) { output.string(value) }
    func encode(_ value: Double) throws { try number(value) }
    func encode(_ value: Float) throws { try number(value) }
    func encode(_ value: Int) { output.integer(value) }
    func encode(_ value: Int8) { output.integer(value) }
    func encode(_ value: Int16) { output.integer(value) }
    func encode(_ value: Int32) { output.integer(value) }
    func encode(_ value: Int64) { output.integer(value) }
    func encode(_ value: UInt) { output.integer(value) }
    func encode(_ value: UInt8) { output.integer(value) }
    func encode(_ value: UInt16) { output.integer(value) }
    func encode(_ value: UInt32) { output.integer(value) }
    func encode(_ value: UInt64) { output.integer(value) }
    func encode<Value: Encodable>(_ value: Value) throws { try write(value) }
}

// MARK: Objects

private struct JSONObjectEncoder<Key: CodingKey>: KeyedEncodingContainerProtocol {
    private let encoder: JSONBytesEncoder
    private let level: Int
    var codingPath: [any CodingKey] { encoder.codingPath }

    init(_ encoder: JSONBytesEncoder) {
        self.encoder = encoder
        level = encoder.output.begin(UInt8(ascii: "{"), end: UInt8(ascii: "}"))
    }

    /// Writes a key, and returns what writes its value.
    private func member(_ key: Key) -> JSONBytesEncoder {
        encoder.output.key(key.stringValue, at: level)
        return encoder
    }

    func encodeNil(forKey key: Key) { member(key).encodeNil() }
    func encode(_ value: Bool, forKey key: Key) { member(key).encode(value) }
    func encode(_ value: String, forKey key: Key) { member(key).encode(value) }
    func encode(_ value: Double, forKey key: Key) throws { try member(key).encode(value) }
    func encode(_ value: Float, forKey key: Key) throws { try member(key).encode(value) }
    func encode(_ value: Int, forKey key: Key) { member(key).encode(value) }
    func encode(_ value: Int8, forKey key: Key) { member(key).encode(value) }
    func encode(_ value: Int16, forKey key: Key) { member(key).encode(value) }
    func encode(_ value: Int32, forKey key: Key) { member(key).encode(value) }
    func encode(_ value: Int64, forKey key: Key) { member(key).encode(value) }
    func encode(_ value: UInt, forKey key: Key) { member(key).encode(value) }
    func encode(_ value: UInt8, forKey key: Key) { member(key).encode(value) }
    func encode(_ value: UInt16, forKey key: Key) { member(key).encode(value) }
    func encode(_ value: UInt32, forKey key: Key) { member(key).encode(value) }
    func encode(_ value: UInt64, forKey key: Key) { member(key).encode(value) }
    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        try member(key).write(value)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy keyType: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        _ = member(key)
        return encoder.inside(key).container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        _ = member(key)
        return encoder.inside(key).unkeyedContainer()
    }

    func superEncoder() -> any Encoder {
        encoder.output.key("super", at: level)
        return encoder.inside()
    }

    func superEncoder(forKey key: Key) -> any Encoder {
        _ = member(key)
        return encoder.inside(key)
    }
}

/// What is `nil` is written as well.
extension JSONObjectEncoder {
    private func optional<Value: Encodable>(
        _ value: Value?, _ key: Key, _ write: (JSONBytesEncoder, Value) throws -> Void
    ) rethrows {
        let member = member(key)
        if let value { try write(member, value) } else { member.encodeNil() }
    }

    func encodeIfPresent(_ value: Bool?, forKey key: Key) {
        optional(value, key) { $0.encode($1) }
    }
    func encodeIfPresent(_ value: String?, forKey key: Key) {
        optional(value, key) { $0.encode($1) }
    }
    func encodeIfPresent(_ value: Double?, forKey key: Key) throws {
        try optional(value, key) { try $0.encode($1) }
    }
    func encodeIfPresent(_ value: Int?, forKey key: Key) {
        optional(value, key) { $0.encode($1) }
    }
    func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws {
        try optional(value, key) { try $0.write($1) }
    }
}

// MARK: Arrays

private struct JSONArrayEncoder: UnkeyedEncodingContainer {
    private let encoder: JSONBytesEncoder
    private let level: Int
    private(set) var count = 0
    var codingPath: [any CodingKey] { encoder.codingPath }

    init(_ encoder: JSONBytesEncoder) {
        self.encoder = encoder
        level = encoder.output.begin(UInt8(ascii: "["), end: UInt8(ascii: "]"))
    }

    /// Separates the next element, and returns what writes it.
    private mutating func element() -> JSONBytesEncoder {
        count += 1
        encoder.output.separate(at: level)
        return encoder
    }

    mutating func encodeNil() { element().encodeNil() }
    mutating func encode<Value: Encodable>(_ value: Value) throws { try element().write(value) }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy keyType: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
        element().container(keyedBy: keyType)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        element().unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder { element() }
}
