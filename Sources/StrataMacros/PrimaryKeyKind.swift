/// How the primary key of a new row gets its value.
public enum PrimaryKeyKind: Sendable {
    /// The client gives it.
    case natural

    /// The server numbers the rows; a number given by the client wins.
    case identity

    /// The server numbers the rows, and refuses a number given by the client.
    case identityAlways

    /// The server makes a random UUID unless the client gives one.
    case uuid

    /// The client makes a UUID of version 7, which sorts by time: it is known from the start.
    case uuidV7
}
