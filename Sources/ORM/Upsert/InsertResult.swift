/// What became of an instance that was to be inserted where its row may have been there.
public struct InsertResult<E: Entity> {
    /// What happened to the row.
    public let outcome: InsertOutcome

    /// The row's instance in the session: the one that was given, or the one that is known.
    public let entity: E

    /// Whether the row is new.
    public var isInserted: Bool { outcome == .inserted }
}

/// What happened to a row that may have been there.
public enum InsertOutcome: String, Sendable, Hashable {
    /// It was not there and was inserted.
    case inserted
    /// It was there and was updated.
    case updated
    /// It was there and stayed as it is.
    case existing
}
