public import PGCore

/// Everything a session knows, and every decision it takes, without a connection.
@usableFromInline
final class SessionState {
    @safe @exclusivity(unchecked) var map = IdentityMap()
    var journal = RollbackJournal()
    /// Numbers the cursors of streams.
    var nextStream = 1
    /// How many statements were sent that may have written something.
    var writes = 0
    /// Where the transaction, and each savepoint in it, began.
    private var beginnings = [Beginning()]
    /// Whether the map lets go of what nobody needs.
    private let sweeps: Bool
    /// Whether instances may keep each other in circles.
    var hasLoadedRelationships = false

    /// What runs when something happens.
    let hooks: SessionHooks

    init(_ identity: IdentityPolicy, _ hooks: SessionHooks = SessionHooks()) {
        sweeps = identity == .sweep
        self.hooks = hooks
    }
    /// Whether the server refused to give keys away before their rows.
    var lacksSequences = false

    // MARK: What callers ask for

    /// What a call that cannot throw was refused for; the next flush throws it.
    private(set) var misuse: PGError?

    /// Whether there is nothing that a flush could look at.
    var isEmpty: Bool { map.count == 0 && misuse == nil }

    func add<E: Entity>(_ entity: E, at location: PGError.SourceLocation? = nil) {
        let tracked = map.tracked(entity) ?? map.track(entity, .transient)
        attempt(location) { () throws(PGError) in try move(tracked, .add) }
    }

    func delete<E: Entity>(_ entity: E, at location: PGError.SourceLocation? = nil) {
        attempt(location) { () throws(PGError) in
            try delete(try known(entity))
        }
    }

    func delete(_ tracked: Tracked) throws(PGError) {
        try move(tracked, .delete)
        if tracked.phase == .transient { forget(tracked) }
    }

    func expunge(_ instances: [Tracked]) {
        for tracked in instances {
            attempt(nil) { () throws(PGError) in try tracked.enter(.expunge) }
            journal.forget(tracked)
        }
        map.forget(all: instances)
    }

    func forget(_ tracked: Tracked) {
        journal.forget(tracked)
        map.forget(tracked)
    }

    /// Takes an instance on to what it is after an event, so that a rollback takes it back.
    private func move(
        _ tracked: Tracked, _ event: EntityLifecycle.Event
    ) throws(PGError) {
        guard try tracked.phase(after: event) != tracked.phase else { return }
        journal.willChange(tracked)
        try tracked.enter(event)
    }

    /// Keeps the first refusal of a call that cannot throw.
    private func attempt(
        _ location: PGError.SourceLocation?, _ body: () throws(PGError) -> Void
    ) {
        do throws(PGError) {
            try body()
        } catch {
            guard misuse == nil else { return }
            misuse = location.map { error.at($0.fileID, $0.line) } ?? error
        }
    }

    /// The instance in the session; one from elsewhere that has a key stands for its row, as it is.
    private func known<E: Entity>(_ entity: E) throws(PGError) -> Tracked {
        if let tracked = map.tracked(entity) { return tracked }
        guard let key = entity.persistentID else {
            throw EntityLifecycle.refusal(of: .delete, in: .transient, "this \(E.self)")
        }
        if let known = map.knownTable(E.self)?.byKey[key] {
            throw PGError(
                .wrongState, "another instance stands for \(known.label) in this session",
                hint: "Use that one: get(_:_:) returns it")
        }
        let tracked = map.track(entity, .detached)
        journal.willChange(tracked)
        tracked.synchronize()
        map.register(tracked)
        return tracked
    }

    /// What the session knows about an instance.
    func phase<E: Entity>(of entity: E) -> EntityLifecycle.Phase {
        map.tracked(entity)?.phase ?? EntityLifecycle.Phase(state(of: entity))
    }

    /// The instance, which must be one that the event may happen to.
    ///
    /// - Throws: `PGError.Code.wrongState`.
    func tracked<E: Entity>(
        _ entity: E, for event: EntityLifecycle.Event
    ) throws(PGError) -> TrackedEntity<E> {
        if let tracked = map.tracked(entity) {
            _ = try tracked.phase(after: event)
            return tracked.typed(as: E.self)
        }
        let key = entity.persistentID
        throw EntityLifecycle.refusal(
            of: event, in: phase(of: entity),
            key.map { "\(E.self) \(E.keyText($0))" } ?? "this \(E.self)")
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
        let table = map.table(type)
        if !table.isPrepared {
            table.isPrepared = true
            table.loaded = loadHook(for: type, table.mapping)
        }
        return table
    }

    /// Starts to track an instance that was made from a row; called for each row.
    @inlinable
    @discardableResult
    func attach<E: Entity>(
        _ entity: E, _ key: E.ID, in table: EntityTable<E>
    ) -> TrackedEntity<E> {
        let tracked = TrackedEntity(entity, rowWithKey: key, mapping: table.mapping)
        table.byKey[key] = tracked
        enter(tracked)
        return tracked
    }

    @usableFromInline
    func enter(_ tracked: Tracked) {
        map.enter(tracked)
    }

    /// Brings a known instance up to date with a row, except where it has changes of its own.
    @usableFromInline
    func meet<E: Entity, Row: RowReader>(
        _ tracked: TrackedEntity<E>, _ row: Row
    ) throws(PGError) {
        guard tracked.state == .persistent else { return }
        let changed = tracked.changedColumns
        if changed.isEmpty { return try reload(tracked, row) }
        // A version stands for the row that was changed: a newer one must not be taken for it.
        guard !tracked.expired.isEmpty, tracked.mapping.version == nil else { return }
        // The row has no deferred columns.
        let fetched = tracked.mapping.fetchedColumns
        let positions = fetched.indices.filter {
            tracked.expired.contains(fetched[$0]) && !changed.contains(fetched[$0])
        }
        try reload(
            tracked, positions.map { fetched[$0] }, ReorderedRow(base: row, positions: positions))
        tracked.expired = ColumnMask()
    }

    /// Sets all columns from a row, whatever changes there are.
    func reload<E: Entity, Row: RowReader>(
        _ tracked: TrackedEntity<E>, _ row: Row
    ) throws(PGError) {
        do throws(PGError) {
            try tracked.load(tracked.mapping.fetchedColumns, from: row)
        } catch {
            // Half a row is none.
            tracked.discardChanges()
            throw error
        }
        if tracked.differsFromRow || !tracked.expired.isEmpty {
            // A rollback returns to what was known before, which the server may have disproved.
            journal.willChange(tracked)
            tracked.expireSaved()
            reach(from: tracked)
        }
        tracked.expired = ColumnMask()
        if tracked.mapping.hasSystemVersion { try tracked.loadSystemVersion(from: row) }
        tracked.synchronize()
    }

    /// Sets some columns from a row that has them in this order, keeping the changes of the others.
    func reload<E: Entity, Row: RowReader>(
        _ tracked: TrackedEntity<E>, _ columns: [Int], _ row: Row
    ) throws(PGError) {
        journal.willChange(tracked)
        tracked.expireSaved()
        try tracked.reload(columns, from: row)
    }

    // MARK: Planning

    /// Adds what is reachable: instances without a row behind to-one references, and instances
    /// appended to to-many relationships; disconnects what was taken out of them.
    ///
    /// - Throws: `PGError.Code.wrongState` for a change that cannot be written.
    func adoptReachable() throws(PGError) {
        if map.hasNoRelationships { return }
        var (queue, going): ([Tracked], [Tracked]) = ([], [])
        for tracked in map.all where !tracked.mapping.relationships.isEmpty {
            switch tracked.phase {
            case .pending, .persistent: queue.append(tracked)
            case .deleting: going.append(tracked)
            case .transient, .gone, .detached: break
            }
        }
        var next = 0
        while next < queue.count {
            let tracked = queue[next]
            next += 1
            for relationship in tracked.mapping.relationships {
                queue += try relationship.link.adopt(from: tracked, in: self)
            }
        }
        // What was taken out of one that is deleted does not go with it.
        for tracked in queue + going {
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
            case .deleted where !tracked.isGone && tracked.mapping.softDelete != nil:
                work.softDeletes.append(tracked)
                let changed = tracked.columnsToWrite
                if !changed.isEmpty { work.updates.append((tracked, changed)) }
            case .deleted where !tracked.isGone:
                work.deletes.append(tracked)
                // Deletions are ordered by what the instances refer to: the rows have to agree.
                let moved = leavingOutFollowed(
                    tracked.changedColumns.intersection(tracked.mapping.foreignKeys), of: tracked)
                if !moved.isEmpty { work.updates.append((tracked, moved)) }
            case .persistent:
                let changed = leavingOutFollowed(tracked.columnsToWrite, of: tracked)
                if !changed.isEmpty { work.updates.append((tracked, changed)) }
            case .deleted, .transient, .detached: break
            }
        }
        collectJoins(into: &work)
        return work
    }

    // MARK: The end

    /// A moment among the arrivals and among what was written.
    private struct Beginning {
        var firstArrival = 0
        var writes = 0
    }

    private var beginning: Beginning {
        Beginning(firstArrival: map.nextSequence, writes: writes)
    }

    func committed() {
        for tracked in journal.commit() where tracked.isGone { map.forget(tracked) }
        beginnings = [beginning]
        if sweeps { map.sweepAfterCommit() }
    }

    /// Lets go of instances that nobody needs, when there are many new ones.
    @usableFromInline
    func sweepIfGrown() {
        if sweeps { map.sweepIfGrown() }
    }

    func rolledBack() {
        while journal.depth > 0 { undoFrame() }
        undoFrame()
        beginnings = [beginning]
    }

    func savepointBegan() {
        journal.beginSavepoint()
        beginnings.append(beginning)
    }

    func savepointReleased() {
        journal.releaseSavepoint()
        if beginnings.count > 1 { beginnings.removeLast() }
    }

    func savepointRolledBack() {
        undoFrame()
    }

    /// Takes the innermost savepoint back, or the transaction.
    private func undoFrame() {
        misuse = nil
        let restored = journal.rollBackFrame()
        settle(restored)
        discardUnflushed()
        for tracked in restored where tracked.phase == .persistent { reach(from: tracked) }
        forgetReads(since: beginnings.last ?? Beginning())
        if beginnings.count > 1 { beginnings.removeLast() }
    }

    /// What was read since may show what was rolled back, be it the work of a trigger or of SQL by
    /// hand: rows are read again at the next chance, and relationships are not loaded any more.
    private func forgetReads(since beginning: Beginning) {
        for tracked in map.arrivals(since: beginning.firstArrival)
        where tracked.phase == .persistent {
            if map.isRegistered(tracked) {
                tracked.expire(tracked.mapping.allColumns)
            } else {
                // The instance in whose place it came is back.
                forget(tracked)
            }
        }
        guard writes > beginning.writes else { return }
        for tracked in map.all {
            for relationship in tracked.mapping.relationships {
                relationship.link.unload(from: tracked, after: beginning.writes)
            }
        }
    }

    /// Notes a statement that may write something.
    func note(_ statement: SQLStatement) {
        let reads = ["SELECT", "DECLARE", "FETCH", "CLOSE"]
        if !reads.contains(where: statement.text.hasPrefix) { writes += 1 }
    }

    /// Leads to known instances again, where a key was put back.
    func reach(from tracked: Tracked) {
        for relationship in tracked.mapping.relationships {
            relationship.link.reach(from: tracked, in: map)
        }
        if !tracked.mapping.relationships.isEmpty { hasLoadedRelationships = true }
    }

    /// Makes an instance what its row is.
    func discardChanges(of tracked: Tracked) {
        guard tracked.differsFromRow else { return }
        tracked.discardChanges()
        reach(from: tracked)
    }

    private func settle(_ restored: [Tracked]) {
        for tracked in restored {
            switch tracked.state {
            case .persistent: map.register(tracked)
            case .transient, .detached: map.forget(tracked)
            case .pending, .deleted: map.unregister(tracked)
            }
        }
    }

    private func discardUnflushed() {
        for tracked in map.all where tracked.state == .persistent {
            discardChanges(of: tracked)
            for relationship in tracked.mapping.relationships {
                relationship.link.discardChanges(of: tracked)
            }
        }
    }

    /// Lets go of everything.
    func end() {
        // Undoing a change may keep instances.
        journal = RollbackJournal()
        if hasLoadedRelationships { map.openCircles() }
        map = IdentityMap()
    }
}
