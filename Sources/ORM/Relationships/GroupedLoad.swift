import PGCore

/// A relationship whose rows lie elsewhere: those of all owners are asked for at once, and put where
/// they belong by hash.
protocol GroupedLink<Source, Target>: TypedLink {
    associatedtype Grouping: RowGrouping<Source, Target>

    /// Returns how rows find their owners.
    ///
    /// - Throws: `PGError.Code.invalidMapping`.
    func grouping() throws(PGError) -> Grouping
}

/// How the rows of a relationship find their owners.
protocol RowGrouping<Source, Target> {
    associatedtype Source: Entity
    associatedtype Target: Entity

    /// Returns the key of the owner that a row belongs to.
    func ownerID<Row: RowReader>(of target: Target, _ row: Row) throws(PGError) -> Source.ID?

    /// Takes over what the server has for an owner, when the session had written so much.
    func load(
        _ targets: [Target], into owner: Source, isPartial: Bool, after writes: Int)
}

extension GroupedLink {
    func prepare<S: SessionSource>(
        _ owners: [Source], _ query: EntityQuery<Target>, in session: SessionCore<S>,
        _ plan: inout LoadPlan
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
        let (route, grouping) = (try route(), try grouping())
        let scoped = session.statement(for: scoped(query))
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
                    if let id = try grouping.ownerID(of: target, rows.row(at: number)) {
                        groups[id, default: []].append(target)
                    }
                }
                targets += found
                loads += more
            }
            for (id, owner) in byID {
                grouping.load(
                    groups[id] ?? [], into: owner, isPartial: query.findsSome,
                    after: session.state.writes)
            }
            return loads + (try session.prepare(query, of: targets.unique(), &plan))
        }
        return [load]
    }

    /// Adds the condition and the order of the relationship.
    func scoped(_ query: EntityQuery<Target>) -> EntityQuery<Target> {
        scope.map { query.scoped(by: $0()) } ?? query
    }
}

extension RowGrouping {
    /// Reads the owner's key from the end of a row.
    func lastKey<Row: RowReader>(in row: Row) throws(PGError) -> Source.ID {
        var index = row.columnCount - Source.primaryKeyIndexes.count
        return try Source.ID(from: row, at: &index)
    }
}

extension EntityQuery {
    /// Whether it may find only some of the related rows.
    var findsSome: Bool { isFiltered || isLimited }
}

extension InverseLink: GroupedLink {
    /// The row itself says whose it is.
    struct Grouping: RowGrouping {
        let path: any ReferenceWritableKeyPath<Source, Value> & Sendable
        let opposite: ToOneLink<Target, Source>

        func ownerID<Row: RowReader>(
            of target: Target, _ row: Row
        ) throws(PGError) -> Source.ID? {
            opposite.get(target)?.id
        }

        func load(
            _ targets: [Target], into owner: Source, isPartial: Bool, after writes: Int
        ) {
            owner[keyPath: path].load(targets, isPartial: isPartial, after: writes)
            let back = WeakReference(owner)
            for target in targets { opposite.set(target, ToOne(back: back)) }
        }
    }

    func grouping() throws(PGError) -> Grouping {
        Grouping(path: path, opposite: try opposite())
    }
}

extension JoinLink: GroupedLink, RowGrouping {
    func grouping() -> JoinLink { self }

    func ownerID<Row: RowReader>(of target: Target, _ row: Row) throws(PGError) -> Source.ID? {
        try lastKey(in: row)
    }

    func load(
        _ targets: [Target], into owner: Source, isPartial: Bool, after writes: Int
    ) {
        owner[keyPath: path].load(targets, isPartial: isPartial, after: writes)
    }
}

extension ThroughLink: GroupedLink, RowGrouping {
    func grouping() -> ThroughLink { self }

    func ownerID<Row: RowReader>(of target: Target, _ row: Row) throws(PGError) -> Source.ID? {
        try lastKey(in: row)
    }

    func load(
        _ targets: [Target], into owner: Source, isPartial: Bool, after writes: Int
    ) {
        owner[keyPath: path].load(targets.unique(), after: writes)
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
