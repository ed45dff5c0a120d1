/// A value whose Codable form, such as its JSON, is its PostgreSQL text.
public protocol TextCodable: LosslessStringConvertible, Codable {}

extension TextCodable {
    /// Decodes the value from its text.
    ///
    /// - Throws: `DecodingError` when the text is not such a value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "the text is not a \(Self.self)")
        }
        self = value
    }

    /// Encodes the value as its text.
    ///
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
