/// How strongly a query locks the rows it returns.
///
/// See "Row-Level Locks" in the PostgreSQL manual.
public enum LockStrength: String, Sendable {
    /// Against every other lock; as deleting does.
    case update = " FOR UPDATE"
    /// Against every lock but `keyShare`; as updating other than key columns does.
    case noKeyUpdate = " FOR NO KEY UPDATE"
    /// Against changes.
    case share = " FOR SHARE"
    /// Against deleting and changes of key columns.
    case keyShare = " FOR KEY SHARE"
}

/// What a query does about rows that somebody else has locked; by default it waits for them.
public enum LockWaiting: String, Sendable {
    /// It fails with `PGError` and the SQLSTATE `lock_not_available`.
    case noWait = " NOWAIT"
    /// It leaves them out, as the workers of a queue want.
    case skipLocked = " SKIP LOCKED"
}

extension SelectQuery {
    /// Locks the rows of all tables against every other lock until the transaction ends.
    public func forUpdate(_ waiting: LockWaiting? = nil) -> Self { lock(.update, waiting) }

    /// Locks the rows of all tables as an UPDATE that leaves the keys alone would.
    public func forNoKeyUpdate(_ waiting: LockWaiting? = nil) -> Self {
        lock(.noKeyUpdate, waiting)
    }

    /// Locks the rows of all tables against changes.
    public func forShare(_ waiting: LockWaiting? = nil) -> Self { lock(.share, waiting) }

    /// Locks the rows of all tables against deletion and changes of their keys.
    public func forKeyShare(_ waiting: LockWaiting? = nil) -> Self { lock(.keyShare, waiting) }

    private func lock(_ strength: LockStrength, _ waiting: LockWaiting?) -> Self {
        with { $0.lock(strength, [], waiting) }
    }
}
