import PGCore

extension TypedLink {
    /// Asks for the targets of all owners, and puts them where they belong by hash.
    ///
    /// - Parameters:
    ///   - ownerID: Returns the key of the owner that a row belongs to.
    ///   - put: Takes an owner and its targets.
    func prepareGroups<S: SessionSource>(
        _ owners: [Source], _ query: EntityQuery<Target>, in session: SessionCore<S>,
        ownerID: @escaping (Target, S.Connection.Rows.Row) throws(PGError) -> Source.ID?,
        put: @escaping (Source, [Target]) -> Void
    ) throws(PGError) -> [PendingLoad<S>] {
        var byID: [Source.ID: Source] = [:]
        var ids: [Source.ID] = []
        for owner in owners {
            guard let id = owner.persistentID, byID.updateValue(owner, forKey: id) == nil else {
                continue
            }
            ids.append(id)
        }
        guard !ids.isEmpty else { return [] }
        let route = try route()
        let scoped = session.statement(for: scope.map { query.scoped(by: $0()) } ?? query)
        let statements = session.batches(of: ids).map { keys in
            route.statement(for: scoped, of: keys, Source.self)
        }
        let load = PendingLoad<S>(statements: statements) {
            [byID] (answers, plan) throws(PGError) in
            var groups: [Source.ID: [Target]] = [:]
            var targets: [Target] = []
            var loads: [PendingLoad<S>] = []
            for rows in answers {
                let (found, more) = try session.receive(rows, query, &plan)
                for (number, target) in found.enumerated() {
                    if let id = try ownerID(target, rows.row(at: number)) {
                        groups[id, default: []].append(target)
                    }
                }
                targets += found
                loads += more
            }
            for (id, owner) in byID { put(owner, groups[id] ?? []) }
            return loads + (try session.prepare(query, of: targets.unique(), &plan))
        }
        return [load]
    }

    /// Reads the owner's key from the end of a row.
    func lastKey<Row: RowReader>(in row: Row) throws(PGError) -> Source.ID {
        var index = row.columnCount - Source.primaryKeyIndexes.count
        return try Source.ID(from: row, at: &index)
    }
}

extension InverseLink {
    func prepare<S: SessionSource>(
        _ owners: [Source], _ query: EntityQuery<Target>, in session: SessionCore<S>,
        _ plan: inout LoadPlan
    ) throws(PGError) -> [PendingLoad<S>] {
        let opposite = try opposite()
        let isPartial = query.isFiltered || query.isLimited
        return try prepareGroups(owners, query, in: session) { (target, _) throws(PGError) in
            opposite.get(target)?.id
        } put: { owner, targets in
            owner[keyPath: path].load(
                targets, isPartial: isPartial, after: session.state.writes)
            let back = WeakReference(owner)
            for target in targets { opposite.set(target, ToOne(back: back)) }
        }
    }
}

extension JoinLink {
    func prepare<S: SessionSource>(
        _ owners: [Source], _ query: EntityQuery<Target>, in session: SessionCore<S>,
        _ plan: inout LoadPlan
    ) throws(PGError) -> [PendingLoad<S>] {
        let isPartial = query.isFiltered || query.isLimited
        return try prepareGroups(owners, query, in: session) { (_, row) throws(PGError) in
            try lastKey(in: row)
        } put: { owner, targets in
            owner[keyPath: path].load(
                targets, isPartial: isPartial, after: session.state.writes)
        }
    }
}

extension ThroughLink {
    func prepare<S: SessionSource>(
        _ owners: [Source], _ query: EntityQuery<Target>, in session: SessionCore<S>,
        _ plan: inout LoadPlan
    ) throws(PGError) -> [PendingLoad<S>] {
        try prepareGroups(owners, query, in: session) { (_, row) throws(PGError) in
            try lastKey(in: row)
        } put: { owner, targets in
            owner[keyPath: path].load(targets.unique(), after: session.state.writes)
        }
    }
}

extension Array where Element: AnyObject {
    /// Those that are not among others.
    func without(_ others: [Element]) -> [Element] {
        let others = Set(others.map { ObjectIdentifier($0) })
        return filter { !others.contains(ObjectIdentifier($0)) }
    }

    /// Each instance once, where it comes up first.
    func unique() -> [Element] {
        var seen: Set<ObjectIdentifier> = []
        return filter { seen.insert(ObjectIdentifier($0)).inserted }
    }
}
