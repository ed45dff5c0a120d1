import PGCore

extension PageCursor {
    private static let version: UInt8 = 1
    private static let checksumLength = 4

    /// Makes a cursor of a row's keys, for an order with this mark.
    init(_ values: [String?], orderMark: [UInt8]) {
        var bytes = [Self.version] + orderMark
        for value in values {
            guard let value else {
                bytes.append(0)
                continue
            }
            bytes.append(1)
            let text = Array(value.utf8)
            for shift in [24, 16, 8, 0] {
                bytes.append(UInt8(truncatingIfNeeded: text.count >> shift))
            }
            bytes += text
        }
        rawValue = Base64URL.encode(bytes + Self.checksum(bytes))
    }

    /// Reads the keys of a cursor that was made for an order with this mark.
    ///
    /// - Throws: `PGError.Code.invalidCursor`.
    func values(of keys: [PageKey], orderMark: [UInt8]) throws(PGError) -> [String?] {
        guard let bytes = Base64URL.decode(rawValue),
            bytes.count > Self.checksumLength + orderMark.count
        else { throw .malformedCursor }
        let content = Array(bytes.dropLast(Self.checksumLength))
        guard content[0] == Self.version,
            Array(bytes.suffix(Self.checksumLength)) == Self.checksum(content)
        else { throw .malformedCursor }
        var rest = content.dropFirst()
        guard Array(rest.prefix(orderMark.count)) == orderMark else { throw .foreignCursor }
        rest = rest.dropFirst(orderMark.count)
        var values: [String?] = []
        for key in keys {
            let value = try Self.value(from: &rest)
            guard value != nil || key.isNullable else { throw .malformedCursor }
            values.append(value)
        }
        guard rest.isEmpty else { throw .malformedCursor }
        return values
    }

    private static func value(from rest: inout ArraySlice<UInt8>) throws(PGError) -> String? {
        switch rest.popFirst() {
        case 0: return nil
        case 1: break
        default: throw .malformedCursor
        }
        guard rest.count >= 4 else { throw .malformedCursor }
        let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        rest = rest.dropFirst(4)
        guard length <= rest.count,
            let text = String(validating: rest.prefix(length), as: UTF8.self)
        else { throw .malformedCursor }
        rest = rest.dropFirst(length)
        return text
    }

    /// Finds mistakes, not forgeries.
    private static func checksum(_ bytes: [UInt8]) -> [UInt8] {
        Array(SHA256.bytes(of: bytes).prefix(checksumLength))
    }
}

extension SHA256 {
    /// The hash as 32 bytes.
    static func bytes(of message: [UInt8]) -> [UInt8] {
        digest(of: message).flatMap { word in
            [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
        }
    }
}

/// Bytes as letters, digits, `-` and `_`.
private enum Base64URL {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var letters: [UInt8] = []
        var buffer = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | Int(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                letters.append(alphabet[buffer >> bits & 63])
            }
            buffer &= 63
        }
        if bits > 0 { letters.append(alphabet[buffer << (6 - bits) & 63]) }
        return String(decoding: letters, as: UTF8.self)
    }

    static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer = 0
        var bits = 0
        for letter in text.utf8 {
            guard let value = alphabet.firstIndex(of: letter) else { return nil }
            buffer = (buffer << 6 | value) & 0xFFFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> bits))
            }
        }
        return bytes
    }
}
