public import PGCore

/// Everything a session knows, and every decision it takes, without a connection.
@usableFromInline
final class SessionState {
    var map = IdentityMap()
    var journal = RollbackJournal()
    /// Whether the server refused to give keys away before their rows.
    var lacksSequences = false

    // MARK: What callers ask for

    func add<E: Entity>(_ entity: E) {
        guard let known = map.tracked(entity) else {
            let tracked = map.track(entity, .transient)
            journal.willChange(tracked)
            tracked.state = .pending
            return
        }
        guard known.state == .deleted, !known.isGone else { return }
        journal.willChange(known)
        known.state = .persistent
    }

    func delete<E: Entity>(_ entity: E) {
        guard let known = map.tracked(entity) ?? adoptRow(of: entity) else { return }
        switch known.state {
        case .pending:
            journal.forget(known)
            map.forget(known)
        case .persistent:
            journal.willChange(known)
            known.state = .deleted
        case .deleted, .detached, .transient: break
        }
    }

    /// An instance from elsewhere that has a key stands for its row, as it is.
    private func adoptRow<E: Entity>(of entity: E) -> Tracked? {
        guard entity.persistentID != nil else { return nil }
        let tracked = map.track(entity, .persistent)
        tracked.synchronize()
        map.register(tracked)
        return tracked
    }

    func expunge<E: Entity>(_ entity: E) {
        guard let known = map.tracked(entity) else { return }
        journal.forget(known)
        map.forget(known)
    }

    func state<E: Entity>(of entity: E) -> EntityState {
        if let known = map.tracked(entity) { return known.state }
        let isGenerated = E.primaryKeyIndexes.contains { index in
            let column = E.definition.columns[index]
            return column.identity != nil || column.defaultExpression != nil
        }
        return isGenerated && entity.persistentID != nil ? .detached : .transient
    }

    // MARK: Rows that were read

    @usableFromInline
    func table<E: Entity>(_ type: E.Type) -> EntityTable<E> {
        map.table(type)
    }

    /// Starts to track an instance that was made from a row; called for each row.
    @inlinable
    func attach<E: Entity>(_ entity: E, _ key: E.ID, in table: EntityTable<E>) {
        let tracked = TrackedEntity(entity, mapping: table.mapping, state: .persistent)
        tracked.row = entity.snapshot
        tracked.key = key
        tracked.registeredKey = key
        table.byKey[key] = tracked
        enter(tracked, ObjectIdentifier(entity))
    }

    @usableFromInline
    func enter(_ tracked: Tracked, _ identifier: ObjectIdentifier) {
        map.enter(tracked, as: identifier)
    }

    /// Brings a known instance up to date with a row, unless it has changes of its own.
    @usableFromInline
    func meet<E: Entity, Row: RowReader>(
        _ tracked: TrackedEntity<E>, _ row: Row
    ) throws(PGError) {
        guard tracked.state == .persistent, tracked.changedColumns.isEmpty else { return }
        try reload(tracked, row)
    }

    /// Sets all columns from a row, whatever changes there are.
    func reload<E: Entity, Row: RowReader>(
        _ tracked: TrackedEntity<E>, _ row: Row
    ) throws(PGError) {
        try tracked.load(tracked.mapping.allColumns, from: row)
        tracked.synchronize()
    }

    // MARK: Planning

    /// Adds what is reachable: instances without a row behind to-one references, and instances
    /// appended to to-many relationships; disconnects what was taken out of them.
    ///
    /// - Throws: `PGError.Code.wrongState` for a change that cannot be written.
    func adoptReachable() throws(PGError) {
        var queue = map.all.filter { $0.state == .pending || $0.state == .persistent }
        var next = 0
        while next < queue.count {
            let tracked = queue[next]
            next += 1
            for relationship in tracked.mapping.relationships {
                queue += try relationship.link.adopt(from: tracked, in: self)
            }
        }
        for tracked in queue {
            for relationship in tracked.mapping.relationships {
                try relationship.link.disconnectRemoved(from: tracked, in: self)
            }
        }
    }

    var unitOfWork: UnitOfWork {
        var work = UnitOfWork()
        for tracked in map.all {
            switch tracked.state {
            case .pending: work.inserts.append(tracked)
            case .deleted where !tracked.isGone:
                work.deletes.append(tracked)
                // Deletions are ordered by what the instances refer to: the rows have to agree.
                let moved = tracked.changedColumns.intersection(tracked.mapping.foreignKeys)
                if !moved.isEmpty { work.updates.append((tracked, moved)) }
            case .persistent:
                let changed = tracked.changedColumns
                if !changed.isEmpty { work.updates.append((tracked, changed)) }
            case .deleted, .transient, .detached: break
            }
        }
        collectJoins(into: &work)
        return work
    }

    // MARK: The end

    func committed() {
        for tracked in journal.commit() where tracked.isGone { map.forget(tracked) }
    }

    func rolledBack() {
        while journal.depth > 0 { settle(journal.rollBackFrame()) }
        settle(journal.rollBackFrame())
        discardUnflushed()
    }

    func savepointRolledBack() {
        settle(journal.rollBackFrame())
        discardUnflushed()
    }

    private func settle(_ restored: [Tracked]) {
        for tracked in restored {
            switch tracked.state {
            case .persistent: map.register(tracked)
            case .transient: map.forget(tracked)
            case .pending, .deleted, .detached: map.unregister(tracked)
            }
        }
    }

    private func discardUnflushed() {
        for tracked in map.all where tracked.state == .persistent {
            if !tracked.changedColumns.isEmpty {
                tracked.discardChanges()
            }
            for relationship in tracked.mapping.relationships {
                relationship.link.discardChanges(of: tracked)
            }
        }
    }

    /// Lets go of everything.
    func end() {
        map = IdentityMap()
        journal = RollbackJournal()
    }
}
