/// What a session knows about an instance.
public enum EntityState: String, Sendable, Hashable {
    /// Not in the session, and without a row as far as can be told.
    case transient
    /// Added; the next flush inserts its row.
    case pending
    /// It stands for a row.
    case persistent
    /// Its row is deleted by the next flush, or was deleted in this transaction.
    case deleted
    /// Not in the session, and it has a key that the server made: it came from elsewhere, or its
    /// deletion was committed.
    case detached
}
