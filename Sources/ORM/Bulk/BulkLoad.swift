import PGCore

/// Instances with the same columns, which one statement inserts.
struct BulkRows<E: Entity> {
    let mapping: EntityMapping
    /// The columns that are left to the server.
    let unset: ColumnMask
    var entities: [E] = []

    /// The columns that are written.
    var columns: [Int] { mapping.definition.columns.indices.filter { !unset.contains($0) } }

    var columnNames: [String] { columns.map { mapping.definition.columns[$0].name } }

    /// Whether a COPY would do the same as an INSERT: it needs a column, and takes values for
    /// identity columns that an INSERT refuses.
    var canBeCopied: Bool {
        let columns = columns
        return !columns.isEmpty
            && columns.allSatisfy { mapping.definition.columns[$0].identity != .always }
    }

    /// A value of a column, by its place among those written; not NULL if there is another.
    func sample(_ place: Int) -> any ParameterEncodable {
        let column = columns[place]
        for entity in entities {
            let value = entity.parameter(forColumn: column)
            if !value.isNull { return value }
        }
        return SQLNull()
    }
}

/// The instances of a bulk insertion that have not been sent, by the columns they have.
struct BulkLoad<E: Entity> {
    let mapping = EntityMapping.of(E.self)
    /// How many instances with the same columns are kept at most.
    let limit: Int
    /// In the order of their first instances.
    private var groups: [BulkRows<E>] = []

    init(limit: Int) {
        self.limit = max(1, limit)
    }

    /// Whether as many with the same columns are kept as may be.
    private(set) var hasFull = false

    mutating func add(_ entity: E) {
        let unset = entity.unsetColumns
        let place = groups.firstIndex { $0.unset == unset } ?? groups.count
        if place == groups.count { groups.append(BulkRows(mapping: mapping, unset: unset)) }
        groups[place].entities.append(entity)
        if groups[place].entities.count >= limit { hasFull = true }
    }

    mutating func takeFull() -> BulkRows<E>? {
        guard hasFull else { return nil }
        hasFull = false
        return groups.firstIndex { $0.entities.count >= limit }.map { groups.remove(at: $0) }
    }

    mutating func takeFirst() -> BulkRows<E>? {
        groups.isEmpty ? nil : groups.removeFirst()
    }
}
