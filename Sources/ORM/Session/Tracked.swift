import PGCore

/// One instance in a session, without its type.
@usableFromInline
class Tracked {
    /// Orders instances as they came into the session.
    @safe @exclusivity(unchecked) @usableFromInline final var sequence: Int
    @usableFromInline final let mapping: EntityMapping
    /// Where it is in its life; changed by ``enter(_:)`` and ``place(in:)`` only.
    @usableFromInline final var phase: EntityLifecycle.Phase
    /// Whether the session has let go of it.
    @safe @exclusivity(unchecked) @usableFromInline final var hasLeft: Bool
    /// Whether it makes room for another row with the same foreign key, which is unique: it is
    /// changed or deleted before anything is inserted.
    @usableFromInline final var goesFirst: Bool
    /// Whether ``TrackedEntity/row`` is what the row is, and not only a place for it.
    @safe @exclusivity(unchecked) @usableFromInline final var hasRow: Bool
    /// The transaction that wrote the row, where that is its version; zero when it is not known.
    @usableFromInline final var systemVersion: PGXID
    /// Where it stands in the sweep that is under way.
    @usableFromInline final var sweepPosition: Int
    /// Columns whose values are not to be trusted any more: read again at the next chance.
    @usableFromInline final var expired: ColumnMask
    /// The columns whose values came back from the insertion.
    @usableFromInline final var generated: ColumnMask
    /// What it was before transactions and savepoints changed it; see ``RollbackJournal``.
    @usableFromInline final var saved: SavedMoment?

    /// Makes what a session remembers of an instance.
    ///
    /// It is done for every row that is read: here and in the subclasses all of it can be seen where
    /// the types are known.
    @inlinable
    init(mapping: EntityMapping, phase: EntityLifecycle.Phase) {
        sequence = 0
        self.mapping = mapping
        self.phase = phase
        hasLeft = false
        goesFirst = false
        hasRow = false
        systemVersion = 0
        sweepPosition = 0
        expired = ColumnMask()
        generated = ColumnMask()
        saved = nil
    }

    @usableFromInline var state: EntityState { phase.state }
    /// Whether the row of a ``EntityState/deleted`` instance is gone already.
    var isGone: Bool { phase == .gone }

    /// Takes up a phase that was saved.
    final func place(in phase: EntityLifecycle.Phase) {
        self.phase = phase
    }

    /// Returns what it will be after an event.
    ///
    /// - Throws: `PGError.Code.wrongState` when the event must not happen now.
    func phase(after event: EntityLifecycle.Event) throws(PGError) -> EntityLifecycle.Phase {
        if let next = EntityLifecycle.phase(phase, after: event) { return next }
        throw EntityLifecycle.refusal(of: event, in: phase, label)
    }

    /// Goes on to what it is after an event.
    ///
    /// - Throws: `PGError.Code.wrongState` when the event must not happen now.
    func enter(_ event: EntityLifecycle.Event) throws(PGError) {
        phase = try phase(after: event)
    }

    var object: AnyObject { self }
    /// One column of the key the row has on the server, as a parameter.
    func keyParameter(part: Int) -> any ParameterEncodable { SQLNull() }
    /// The key the row has on the server.
    var rowKey: AnyHashable? { nil }
    /// The instance's own key, which the row may be about to have.
    var ownKey: AnyHashable? { nil }
    var unsetColumns: ColumnMask { ColumnMask() }
    /// Whether the server has yet to make the key.
    var lacksKey: Bool { false }
    /// What differs from the row as it was last seen.
    var changedColumns: ColumnMask { ColumnMask() }
    /// Whether nothing but the session refers to the instance.
    var isUnshared: Bool { false }
    /// Whether a value is not the row's, be it written or given up.
    var differsFromRow: Bool { false }

    func parameter(_ column: Int) -> any ParameterEncodable { SQLNull() }
    /// Returns columns of several instances of this type, each as one array.
    func parameters(
        _ columns: [Int], of rows: ArraySlice<Tracked>
    ) -> [any ParameterEncodable] { [] }
    func load(_ column: Int, _ cell: Cell) throws(PGError) {}

    /// Remembers which columns the server filled in.
    final func noteGenerated(_ columns: [Int]) {
        for column in columns { generated.insert(column) }
    }

    /// The instance is what the row is now.
    func synchronize() {}
    /// Returns whether the first columns of a row are this row's key.
    func hasKey<Row: RowReader>(_ row: Row) throws(PGError) -> Bool { false }
    /// Sets columns from a row that has them in this order.
    func load<Row: RowReader>(_ columns: [Int], from row: Row) throws(PGError) {}
    /// Gives up changes that were not flushed.
    func discardChanges() {}
    /// Trusts columns no longer; what was changed in them is not written.
    func expire(_ columns: ColumnMask) {}
    /// What it is now; only asked where there is a row.
    func moment(at depth: Int) -> SavedMoment { SavedMoment(of: self, at: depth) }
    /// Returns to a moment at which there was a row, or to one at which there was none.
    func restore(_ moment: SavedMoment) {}

    /// Names the instance in messages.
    var label: String {
        let keys = mapping.primaryKey.indices.map { keyParameter(part: $0) }
        if keys.contains(where: \.isNull) { return "this \(mapping.name)" }
        let parts = keys.map(\.textRepresentation)
        let key = parts.count == 1 ? parts[0] : "(\(parts.joined(separator: ", ")))"
        return "\(mapping.name) \(key)"
    }

    /// The instance with its type, which the caller knows from the mapping.
    ///
    /// A checked cast of a generic class costs more than everything else a flush does per instance.
    func typed<E: Entity>(as type: E.Type) -> TrackedEntity<E> {
        precondition(mapping.type == type, "\(mapping.name) is not \(type)")
        return unsafe unsafeDowncast(self, to: TrackedEntity<E>.self)
    }
}

/// What a session remembers of an instance's row.
///
/// A class of its own, with the types as its parameters: to make or destroy an `E.ID?` where only `E`
/// is known, that type would have to be looked up for each instance.
@usableFromInline
class TrackedRow<Key, Row>: Tracked {
    /// The row's key as the server has it; the instance's own may be newer.
    @safe @exclusivity(unchecked) @usableFromInline final var key: Key
    /// The key it stands under in its ``EntityTable``.
    @safe @exclusivity(unchecked) @usableFromInline final var registeredKey: Key
    /// The row as it was last read or written, if ``Tracked/hasRow``.
    ///
    /// It is no optional, for the same reason. Nor are saved moments: they are objects.
    @safe @exclusivity(unchecked) @usableFromInline final var row: Row

    @inlinable
    init(_ key: Key, _ row: Row, mapping: EntityMapping, phase: EntityLifecycle.Phase) {
        self.key = key
        registeredKey = key
        self.row = row
        super.init(mapping: mapping, phase: phase)
    }
}

/// One instance in a session.
@usableFromInline
final class TrackedEntity<E: Entity>: TrackedRow<E.ID?, E.Snapshot> {
    /// A variable only for asking whether this is its only reference.
    @safe @exclusivity(unchecked) @usableFromInline final var entity: E
    /// The row as it was last read or written; `nil` before it exists.
    var knownRow: E.Snapshot? { hasRow ? row : nil }
    /// What the instance was when columns expired.
    @usableFromInline final var expiredAt: SnapshotBox<E>?

    /// Tracks an instance that has no row yet.
    convenience init(_ entity: E, mapping: EntityMapping, state: EntityState) {
        self.init(
            entity, nil, entity.snapshot, mapping: mapping, phase: EntityLifecycle.Phase(state))
    }

    /// Tracks an instance that was made from a row with this key.
    @inlinable
    convenience init(_ entity: E, rowWithKey key: E.ID, mapping: EntityMapping) {
        self.init(entity, key, entity.snapshot, mapping: mapping, phase: .persistent)
        hasRow = true
    }

    @inlinable
    init(
        _ entity: E, _ key: E.ID?, _ row: E.Snapshot, mapping: EntityMapping,
        phase: EntityLifecycle.Phase
    ) {
        self.entity = entity
        expiredAt = nil
        super.init(key, row, mapping: mapping, phase: phase)
    }

    override var object: AnyObject { entity }
    override func keyParameter(part: Int) -> any ParameterEncodable {
        guard let key = key ?? entity.persistentID else { return SQLNull() }
        return E.keyParameter(key, part: part)
    }
    override var rowKey: AnyHashable? { key.map { AnyHashable($0) } }
    override var ownKey: AnyHashable? { entity.persistentID.map { AnyHashable($0) } }
    override var unsetColumns: ColumnMask { entity.unsetColumns }
    override var lacksKey: Bool { entity.persistentID == nil }

    override var changedColumns: ColumnMask {
        guard hasRow else { return ColumnMask() }
        let changed = entity.changedColumns(since: row)
        guard !expired.isEmpty, let expiredAt = expiredAt?.snapshot else { return changed }
        // What was changed before it expired was given up; what was changed after counts.
        let since = entity.changedColumns(since: expiredAt)
        return ColumnMask(
            changed.columns.filter { !expired.contains($0) }
                + since.columns.filter { expired.contains($0) })
    }

    override func expire(_ columns: ColumnMask) {
        // What was changed after an earlier expiry remains a change.
        let own = changedColumns
        expired = ColumnMask(expired.columns.filter { !own.contains($0) })
        expired.formUnion(columns)
        expiredAt = SnapshotBox(entity.snapshot)
    }

    override var differsFromRow: Bool {
        hasRow && !entity.changedColumns(since: row).isEmpty
    }

    override func parameter(_ column: Int) -> any ParameterEncodable {
        entity.parameter(forColumn: column)
    }

    override func parameters(
        _ columns: [Int], of rows: ArraySlice<Tracked>
    ) -> [any ParameterEncodable] {
        let instances = rows.map { $0.typed(as: E.self).entity }
        return columns.map { E.parameter(forColumn: $0, of: instances) }
    }

    override func load(_ column: Int, _ cell: Cell) throws(PGError) {
        do throws(PGError) {
            try entity.load(column: column, from: cell)
        } catch {
            throw error.inColumn(column, named: mapping.definition.columns[column].name)
        }
    }

    override func synchronize() {
        for relationship in mapping.relationships { relationship.link.settle(self) }
        let snapshot = entity.snapshot
        if !expired.isEmpty, let expiredAt = expiredAt?.snapshot {
            // What was changed since is known again: it has just been written or read.
            let known = entity.changedColumns(since: expiredAt)
            expired = ColumnMask(expired.columns.filter { !known.contains($0) })
            self.expiredAt = SnapshotBox(snapshot)
        }
        row = snapshot
        hasRow = true
        key = entity.persistentID
    }

    override func hasKey<Row: RowReader>(_ row: Row) throws(PGError) -> Bool {
        var index = 0
        return try E.ID(from: row, at: &index) == key
    }

    override func load<Row: RowReader>(_ columns: [Int], from row: Row) throws(PGError) {
        for (position, column) in columns.enumerated() { try load(column, row.cell(at: position)) }
        for joined in mapping.joinedColumns {
            let positions = joined.positions.compactMap(columns.firstIndex)
            guard positions.count == joined.positions.count else { continue }
            try joined.load(self, from: ReorderedRow(base: row, positions: positions))
        }
    }

    override var isUnshared: Bool { isKnownUniquelyReferenced(&entity) }

    override func discardChanges() {
        guard hasRow else { return }
        entity.restore(row)
        if !expired.isEmpty { expiredAt = SnapshotBox(row) }
    }

    override func moment(at depth: Int) -> SavedMoment {
        SavedRow<E>(of: self, at: depth, row, key)
    }

    override func restore(_ moment: SavedMoment) {
        guard moment.hasRow else {
            for column in generated.columns { entity.clear(column: column) }
            hasRow = false
            key = nil
            expiredAt = nil
            return
        }
        let before = unsafe unsafeDowncast(moment, to: SavedRow<E>.self)
        entity.restore(before.row)
        row = before.row
        key = before.key
        hasRow = true
        if !expired.isEmpty { expiredAt = SnapshotBox(row) }
    }
}

/// Values of an instance, on the heap because few have them.
@usableFromInline
final class SnapshotBox<E: Entity> {
    let snapshot: E.Snapshot

    init(_ snapshot: E.Snapshot) {
        self.snapshot = snapshot
    }
}
