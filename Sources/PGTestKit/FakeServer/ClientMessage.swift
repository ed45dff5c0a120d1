/// A message a client sent.
public struct ClientMessage: Sendable, Hashable {
    /// The type's letter, such as `P` for Parse, `B` Bind, `S` Sync; `nil` for what opens a connection.
    public let type: Character?
    /// What follows the length.
    public let body: [UInt8]

    /// The text of a `Parse` or `Query` message.
    public var sql: String? {
        switch type {
        case "P": strings.dropFirst().first
        case "Q": strings.first
        default: nil
        }
    }

    /// The strings the body begins with, each up to its NUL.
    private var strings: [String] {
        body.split(separator: 0, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }
}

/// Cuts what a client sends into messages.
struct ClientMessageReader {
    private var buffer: [UInt8] = []
    /// The first message of a connection has no type.
    private(set) var hasStarted = false

    mutating func append(_ bytes: ArraySlice<UInt8>) {
        buffer += bytes
    }

    /// The next whole message, if it has come.
    mutating func next() -> ClientMessage? {
        let header = hasStarted ? 5 : 4
        guard buffer.count >= header else { return nil }
        let length = buffer[(header - 4)..<header].reduce(0) { $0 << 8 | Int($1) }
        let end = header - 4 + max(4, length)
        guard buffer.count >= end else { return nil }
        let type = hasStarted ? Character(UnicodeScalar(buffer[0])) : nil
        let message = ClientMessage(type: type, body: Array(buffer[header..<end]))
        buffer.removeFirst(end)
        hasStarted = hasStarted || !message.isEncryptionRequest
        return message
    }
}

extension ClientMessage {
    private static let encryptionCodes: Set<Int> = [80_877_103, 80_877_104]
    private static let cancelCode = 80_877_102

    private var code: Int { body.prefix(4).reduce(0) { $0 << 8 | Int($1) } }

    /// Whether the client asks for TLS or GSSAPI encryption before it starts.
    var isEncryptionRequest: Bool {
        type == nil && body.count == 4 && Self.encryptionCodes.contains(code)
    }

    /// Whether it is a cancel request, which is all its connection is for.
    public var isCancelRequest: Bool { type == nil && body.count >= 12 && code == Self.cancelCode }
}
