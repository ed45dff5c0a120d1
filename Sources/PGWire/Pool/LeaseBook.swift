import PGCore

/// Who has which connection alone: where it was acquired, and since when.
struct LeaseBook<Connection: Equatable> {
    struct Entry {
        let place: PGError.SourceLocation
        let since: ContinuousClock.Instant
        /// Whether it was reported as a leak.
        var isReported = false
    }

    private(set) var entries = SmallMap<Connection, Entry>()

    mutating func begin(
        _ connection: Connection, at place: PGError.SourceLocation,
        since: ContinuousClock.Instant
    ) {
        entries[connection] = Entry(place: place, since: since)
    }

    mutating func end(_ connection: Connection) {
        _ = entries.removeValue(forKey: connection)
    }

    func place(of connection: Connection) -> PGError.SourceLocation? {
        entries[connection]?.place
    }

    /// The leases that have become longer than `threshold` since they were last looked at.
    mutating func overdue(
        _ threshold: Duration, now: ContinuousClock.Instant
    ) -> [Connection] {
        var overdue: [Connection] = []
        for (connection, entry) in entries
        where !entry.isReported && entry.since.duration(to: now) >= threshold {
            entries[connection]?.isReported = true
            overdue.append(connection)
        }
        return overdue
    }
}
