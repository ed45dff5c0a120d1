import PGCore

/// One instance in a session, without its type.
@usableFromInline
class Tracked {
    /// Orders instances as they came into the session.
    var sequence = 0
    @usableFromInline let mapping: EntityMapping
    @usableFromInline var state: EntityState
    /// Whether the session has let go of it.
    var hasLeft = false
    /// Whether it makes room for another row with the same foreign key, which is unique: it is
    /// changed or deleted before anything is inserted.
    var goesFirst = false
    /// Whether the row of a ``EntityState/deleted`` instance is gone already.
    var isGone = false

    @usableFromInline
    init(mapping: EntityMapping, state: EntityState) {
        self.mapping = mapping
        self.state = state
    }

    var object: AnyObject { self }
    /// One column of the key the row has on the server, as a parameter.
    func keyParameter(part: Int) -> any ParameterEncodable { SQLNull() }
    var unsetColumns: ColumnMask { ColumnMask() }
    /// Whether the server has yet to make the key.
    var lacksKey: Bool { false }
    /// What differs from the row as it was last seen.
    var changedColumns: ColumnMask { ColumnMask() }
    /// The number of saved moments; see ``RollbackJournal``.
    var savedDepth: Int? { nil }

    func parameter(_ column: Int) -> any ParameterEncodable { SQLNull() }
    /// Returns columns of several instances of this type, each as one array.
    func parameters(
        _ columns: [Int], of rows: ArraySlice<Tracked>
    ) -> [any ParameterEncodable] { [] }
    func load(_ column: Int, _ cell: Cell) throws(PGError) {}
    /// Remembers which columns the server filled in.
    func noteGenerated(_ columns: [Int]) {}
    /// The instance is what the row is now.
    func synchronize() {}
    /// Returns whether the first columns of a row are this row's key.
    func hasKey<Row: RowReader>(_ row: Row) throws(PGError) -> Bool { false }
    /// Sets columns from a row that has them in this order.
    func load<Row: RowReader>(_ columns: [Int], from row: Row) throws(PGError) {}
    /// Gives up changes that were not flushed.
    func discardChanges() {}
    func save(depth: Int) {}
    /// Hands the last saved moment to an outer depth; returns whether that had none of its own.
    func mergeSaved(into depth: Int) -> Bool { false }
    func dropSaved() {}
    func restoreSaved() {}

    /// Names the instance in messages.
    var label: String {
        let parts = mapping.primaryKey.indices.map { keyParameter(part: $0).textRepresentation }
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

/// One instance in a session.
@usableFromInline
final class TrackedEntity<E: Entity>: Tracked {
    /// What an instance was before a transaction or savepoint changed it.
    private struct Saved {
        var depth: Int
        let state: EntityState
        let snapshot: E.Snapshot?
        let key: E.ID?
        let generated: ColumnMask
        let isGone: Bool
    }

    @usableFromInline let entity: E
    /// The row's key as the server has it; the instance's own may be newer.
    @usableFromInline var key: E.ID?
    /// The key it stands under in its ``EntityTable``.
    @usableFromInline var registeredKey: E.ID?
    /// The row as it was last read or written; `nil` before it exists.
    @usableFromInline var row: E.Snapshot?
    /// The columns whose values came back from the insertion.
    var generated = ColumnMask()
    private var saved: [Saved] = []

    @usableFromInline
    init(_ entity: E, mapping: EntityMapping, state: EntityState) {
        self.entity = entity
        super.init(mapping: mapping, state: state)
    }

    override var object: AnyObject { entity }
    override func keyParameter(part: Int) -> any ParameterEncodable {
        guard let key = key ?? entity.persistentID else { return SQLNull() }
        return E.keyParameter(key, part: part)
    }
    override var unsetColumns: ColumnMask { entity.unsetColumns }
    override var lacksKey: Bool { entity.persistentID == nil }

    override var changedColumns: ColumnMask {
        row.map { entity.changedColumns(since: $0) } ?? ColumnMask()
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

    override func noteGenerated(_ columns: [Int]) {
        for column in columns { generated.insert(column) }
    }

    override func synchronize() {
        row = entity.snapshot
        key = entity.persistentID
    }

    override func hasKey<Row: RowReader>(_ row: Row) throws(PGError) -> Bool {
        var index = 0
        return try E.ID(from: row, at: &index) == key
    }

    override func load<Row: RowReader>(_ columns: [Int], from row: Row) throws(PGError) {
        for (position, column) in columns.enumerated() { try load(column, row.cell(at: position)) }
        for link in mapping.compositeReferences {
            let positions = link.columns.compactMap(columns.firstIndex)
            guard positions.count == link.columns.count else { continue }
            try link.load(self, from: ReorderedRow(base: row, positions: positions))
        }
    }

    override func discardChanges() {
        if let row { entity.restore(row) }
    }

    override var savedDepth: Int? { saved.last?.depth }

    override func save(depth: Int) {
        saved.append(
            Saved(
                depth: depth, state: state, snapshot: row, key: key, generated: generated,
                isGone: isGone))
    }

    override func mergeSaved(into depth: Int) -> Bool {
        guard let last = saved.indices.last else { return false }
        if last > 0, saved[last - 1].depth == depth {
            saved.removeLast()
            return false
        }
        saved[last].depth = depth
        return true
    }

    override func dropSaved() {
        _ = saved.popLast()
    }

    override func restoreSaved() {
        guard let before = saved.popLast() else { return }
        state = before.state
        key = before.key
        isGone = before.isGone
        if let snapshot = before.snapshot {
            entity.restore(snapshot)
        } else {
            for column in generated.columns { entity.clear(column: column) }
        }
        row = before.snapshot
        generated = before.generated
    }
}
