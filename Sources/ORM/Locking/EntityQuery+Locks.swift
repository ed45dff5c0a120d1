public import QueryBuilder

/// Row locks, which last until the transaction ends.
///
/// They are for the rows of the entity itself: what a query includes is not locked.
extension EntityQuery {
    /// Locks the rows against every other lock, and against changes.
    ///
    /// ```swift
    /// let job = try await session.first(Job.where { $0.isOpen }.forUpdate(.skipLocked))
    /// ```
    ///
    /// An instance that the session knows is brought up to date with the row as it is once the lock
    /// is held.
    public func forUpdate(_ waiting: LockWaiting? = nil) -> EntityQuery { lock(.update, waiting) }

    /// Locks the rows as an UPDATE that leaves the keys alone would.
    public func forNoKeyUpdate(_ waiting: LockWaiting? = nil) -> EntityQuery {
        lock(.noKeyUpdate, waiting)
    }

    /// Locks the rows against changes; others may do the same.
    public func forShare(_ waiting: LockWaiting? = nil) -> EntityQuery { lock(.share, waiting) }

    /// Locks the rows against deletion and changes of their keys, as a foreign key does.
    public func forKeyShare(_ waiting: LockWaiting? = nil) -> EntityQuery {
        lock(.keyShare, waiting)
    }

    /// Locks the rows.
    public func lock(_ strength: LockStrength, _ waiting: LockWaiting? = nil) -> EntityQuery {
        var copy = self
        copy.statement.rareClauses.locks.append(
            LockClause(strength: strength, tables: [Root.tableName], waiting: waiting))
        return copy
    }
}
