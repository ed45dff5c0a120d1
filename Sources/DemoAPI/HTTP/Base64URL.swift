import Foundation

/// Bytes as text that needs no escaping in a URL.
enum Base64URL {
    static func encode(_ bytes: [UInt8]) -> String {
        String(decoding: Data(bytes).base64EncodedData().compactMap(safe), as: UTF8.self)
    }

    private static func safe(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "+"): UInt8(ascii: "-")
        case UInt8(ascii: "/"): UInt8(ascii: "_")
        case UInt8(ascii: "="): nil
        default: digit
        }
    }

    /// The bytes, or `nil` for text that ``encode(_:)`` would not have written.
    static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let plain = text.replacingOccurrences(of: "-", with: "+")
            .replacingOccurrences(of: "_", with: "/")
        let padding = String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: plain + padding) else { return nil }
        let bytes = [UInt8](data)
        return encode(bytes) == text ? bytes : nil
    }
}
