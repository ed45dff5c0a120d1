/// A row's place in its table: its key, or the key it is about to have.
struct KeyPlace: Hashable {
    private let table: ObjectIdentifier
    private let key: AnyHashable

    /// Where the row is.
    init?(row tracked: Tracked) {
        guard let key = tracked.rowKey else { return nil }
        table = ObjectIdentifier(tracked.mapping)
        self.key = key
    }

    /// Where the row goes to.
    init?(own tracked: Tracked) {
        guard let key = tracked.ownKey else { return nil }
        table = ObjectIdentifier(tracked.mapping)
        self.key = key
    }
}

extension UnitOfWork {
    /// The rows to be deleted whose keys new rows have.
    var replacedRows: Set<ObjectIdentifier> {
        guard !deletes.isEmpty, !inserts.isEmpty else { return [] }
        let types = Set(deletes.map { ObjectIdentifier($0.mapping) })
        let taken = Set(
            inserts.lazy.filter { types.contains(ObjectIdentifier($0.mapping)) }
                .compactMap(KeyPlace.init(own:)))
        guard !taken.isEmpty else { return [] }
        let replaced = deletes.filter { KeyPlace(row: $0).map(taken.contains) ?? false }
        return Set(replaced.map { ObjectIdentifier($0) })
    }

    /// The updates, those that take a key after those that leave it.
    ///
    /// Rows that exchange their keys are in any order; the server refuses them.
    var updatesByKeys: [[(tracked: Tracked, columns: ColumnMask)]] {
        let moving = updates.indices.filter { index in
            let (tracked, columns) = updates[index]
            return tracked.mapping.primaryKey.contains(where: columns.contains)
        }
        guard moving.count > 1 else { return [updates] }
        var leaving: [KeyPlace: Int] = [:]
        for (number, index) in moving.enumerated() {
            if let place = KeyPlace(row: updates[index].tracked) { leaving[place] = number }
        }
        let edges = moving.enumerated().compactMap { number, index -> DependencyOrder.Edge? in
            guard let place = KeyPlace(own: updates[index].tracked), let other = leaving[place],
                other != number
            else { return nil }
            return DependencyOrder.Edge(from: number, to: other, cost: 0, tag: 0)
        }
        guard !edges.isEmpty,
            let levels = try? DependencyOrder.levels(count: moving.count, edges: edges).levels
        else { return [updates] }
        var groups = Array(
            repeating: [(tracked: Tracked, columns: ColumnMask)](),
            count: (levels.max() ?? 0) + 1)
        let level = Dictionary(uniqueKeysWithValues: zip(moving, levels))
        for (index, update) in updates.enumerated() { groups[level[index] ?? 0].append(update) }
        return groups
    }
}
