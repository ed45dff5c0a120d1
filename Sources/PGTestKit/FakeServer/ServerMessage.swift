/// A message a server sends.
///
/// See "Message Formats" in the PostgreSQL manual's chapter on the frontend/backend protocol.
public struct ServerMessage: Sendable, Hashable {
    /// The bytes as they go out, with type and length.
    public let bytes: [UInt8]

    /// A message with a body of your own, right or wrong.
    public init(type: Character, body: [UInt8]) {
        self.init(type: type, length: body.count + 4, body: body)
    }

    /// A message whose length may be a lie.
    public init(type: Character, length: Int, body: [UInt8]) {
        bytes = [type.asciiValue ?? 0] + Self.integer(Int32(truncatingIfNeeded: length)) + body
    }

    /// Bytes that need not be a message at all.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    // MARK: Starting

    /// The client is let in without a password.
    public static let authenticationOk = ServerMessage(type: "R", body: integer(Int32(0)))

    /// The value of a setting.
    public static func parameterStatus(_ name: String, _ value: String) -> ServerMessage {
        ServerMessage(type: "S", body: string(name) + string(value))
    }

    /// What a cancel request has to know.
    public static func backendKeyData(processID: Int32, secret: Int32) -> ServerMessage {
        ServerMessage(type: "K", body: integer(processID) + integer(secret))
    }

    /// Where the server says the session stands: `I` idle, `T` in a transaction, `E` in a failed one.
    public static func readyForQuery(_ status: Character = "I") -> ServerMessage {
        ServerMessage(type: "Z", body: [status.asciiValue ?? 0])
    }

    // MARK: Answering

    /// A statement was parsed.
    public static let parseComplete = ServerMessage(type: "1", body: [])
    /// Parameters were bound.
    public static let bindComplete = ServerMessage(type: "2", body: [])
    /// A statement returns no rows.
    public static let noData = ServerMessage(type: "n", body: [])

    /// The types of a statement's parameters, by their OIDs.
    public static func parameterDescription(_ types: [UInt32]) -> ServerMessage {
        ServerMessage(type: "t", body: integer(Int16(types.count)) + types.flatMap(integer))
    }

    /// The columns of a result: names and type OIDs, in binary format unless said otherwise.
    public static func rowDescription(
        _ columns: [(name: String, type: UInt32)], isBinary: Bool = true
    ) -> ServerMessage {
        var body = integer(Int16(columns.count))
        for column in columns {
            body += string(column.name) + integer(Int32(0)) + integer(Int16(0))
            body += integer(column.type) + integer(Int16(-1)) + integer(Int32(-1))
            body += integer(Int16(isBinary ? 1 : 0))
        }
        return ServerMessage(type: "T", body: body)
    }

    /// A row; `nil` is NULL.
    public static func dataRow(_ values: [[UInt8]?]) -> ServerMessage {
        var body = integer(Int16(values.count))
        for value in values {
            body += integer(Int32(value?.count ?? -1)) + (value ?? [])
        }
        return ServerMessage(type: "D", body: body)
    }

    /// A statement is done.
    public static func commandComplete(_ tag: String) -> ServerMessage {
        ServerMessage(type: "C", body: string(tag))
    }

    /// An error: the fields by their letters, such as `S` severity, `C` SQLSTATE, `M` message.
    public static func error(_ fields: [Character: String]) -> ServerMessage {
        ServerMessage(type: "E", body: reportBody(fields))
    }

    /// An error with the fields every error has.
    public static func error(
        severity: String = "ERROR", sqlState: String, _ message: String
    ) -> ServerMessage {
        error(["S": severity, "V": severity, "C": sqlState, "M": message])
    }

    /// A notice, with the fields of an error.
    public static func notice(_ fields: [Character: String]) -> ServerMessage {
        ServerMessage(type: "N", body: reportBody(fields))
    }

    /// Something happened on a channel.
    public static func notification(
        processID: Int32, channel: String, payload: String
    ) -> ServerMessage {
        ServerMessage(type: "A", body: integer(processID) + string(channel) + string(payload))
    }

    // MARK: Bytes

    private static func reportBody(_ fields: [Character: String]) -> [UInt8] {
        fields.sorted { $0.key < $1.key }.flatMap { [$0.key.asciiValue ?? 0] + string($0.value) }
            + [0]
    }

    private static func string(_ text: String) -> [UInt8] { Array(text.utf8) + [0] }

    /// Returns an integer as it goes over the wire.
    public static func integer(_ value: some FixedWidthInteger) -> [UInt8] {
        stride(from: value.bitWidth - 8, through: 0, by: -8).map {
            UInt8(truncatingIfNeeded: value >> $0)
        }
    }
}
