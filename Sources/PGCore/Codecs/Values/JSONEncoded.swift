/// A Codable value stored as a JSON document in a `jsonb` or `json` column.
///
/// ```swift
/// let settings = JSONEncoded(Settings(theme: "dark"))
/// try await pool.query("UPDATE users SET settings = \(settings) WHERE id = \(id)")
/// ```
///
/// It is encoded with Foundation's `JSONEncoder` as it comes, with keys sorted.
public struct JSONEncoded<Value: Codable & Sendable>: Sendable {
    /// The value.
    public var value: Value

    /// Wraps a value.
    public init(_ value: Value) {
        self.value = value
    }
}

extension JSONEncoded: Equatable where Value: Equatable {}
extension JSONEncoded: Hashable where Value: Hashable {}

extension JSONEncoded: Codable {
    /// Decodes the value itself, so that wrapping it does not show in JSON.
    ///
    /// - Throws: What the value throws.
    public init(from decoder: any Decoder) throws {
        value = try Value(from: decoder)
    }

    /// Encodes the value itself.
    ///
    /// - Throws: What the value throws.
    public func encode(to encoder: any Encoder) throws {
        try value.encode(to: encoder)
    }
}
