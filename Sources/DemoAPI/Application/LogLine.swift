import Foundation
import Logging

/// A log message with its metadata, side by side in one JSON object.
struct LogLine: Encodable {
    let time: Date
    let level: Logger.Level
    let message: String
    let fields: Logger.Metadata

    private static let timeStyle = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// The line, with the character that ends it.
    func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data("\n".utf8)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        for (name, value) in fields {
            // The framework's name for it says where it came from rather than what it is.
            let key = Key(stringValue: name == "hb.request.id" ? "request_id" : name)
            try container.encode(LogValue(value: value), forKey: key)
        }
        try container.encode(time.formatted(Self.timeStyle), forKey: Key(stringValue: "time"))
        try container.encode(level.rawValue, forKey: Key(stringValue: "level"))
        try container.encode(message, forKey: Key(stringValue: "message"))
    }
}

/// A metadata value.
///
/// Numbers stay numbers.
private struct LogValue: Encodable {
    let value: Logger.MetadataValue

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch value {
        case .string(let text): try container.encode(text)
        case .array(let values): try container.encode(values.map(LogValue.init))
        case .dictionary(let values): try container.encode(values.mapValues(LogValue.init))
        case .stringConvertible(let number as Int): try container.encode(number)
        case .stringConvertible(let number as Double): try container.encode(number)
        case .stringConvertible(let other): try container.encode(other.description)
        }
    }
}
