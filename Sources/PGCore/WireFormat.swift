/// How a value is represented while it travels between client and server.
///
/// See "Formats and Format Codes" in the PostgreSQL manual's protocol chapter.
public enum WireFormat: Int32, Hashable, Sendable {
    /// The text that `psql` would show.
    case text = 0
    /// The type's own binary representation, in network byte order.
    case binary = 1
}
