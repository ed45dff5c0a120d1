import PGCore

extension ToOneLink {
    /// Asks for the rows that the session does not know, by their keys.
    ///
    /// With a condition, or with relationships to be joined, it asks for all of them.
    func prepare<S: SessionSource>(
        _ owners: [Source], _ query: EntityQuery<Target>, in session: SessionCore<S>,
        _ plan: inout LoadPlan
    ) throws(PGError) -> [PendingLoad<S>] {
        guard !query.isLimited else {
            throw PGError(
                .invalidMapping, "\(label) leads to one instance, and the include has a limit")
        }
        var known: [Target.ID: Target] = [:]
        var wanted: [Target.ID] = []
        collect(owners, in: session, &known, &wanted)
        if query.isFiltered || query.hasJoins {
            wanted += known.keys
            if query.isFiltered { known = [:] }
        }
        let statements = try statements(for: wanted, query, in: session, &plan)
        let load = PendingLoad<S>(statements: statements) {
            [known] (answers, plan) throws(PGError) in
            var found = known
            var loads: [PendingLoad<S>] = []
            for rows in answers {
                let (targets, more) = try session.receive(rows, query, &plan)
                for target in targets {
                    if let id = target.persistentID { found[id] = target }
                }
                loads += more
            }
            let targets = place(found, in: owners, session, onlyFound: query.isFiltered)
            return loads + (try session.prepare(query, of: targets, &plan))
        }
        return wanted.isEmpty ? try load.finish([], &plan) : [load]
    }

    private func statements<S: SessionSource>(
        for wanted: [Target.ID], _ query: EntityQuery<Target>, in session: SessionCore<S>,
        _ plan: inout LoadPlan
    ) throws(PGError) -> [SQLStatement] {
        let missing = query.isPlain ? plan.ask(for: wanted, of: Target.self) : wanted
        let route = RelationRoute(owner: Target.primaryKeyNames, target: Target.primaryKeyNames)
        let query = session.statement(for: query, isSorted: false)
        return session.batches(of: missing).map { keys in
            route.statement(for: query, of: keys, Target.self)
        }
    }

    private func collect<S: SessionSource>(
        _ owners: [Source], in session: SessionCore<S>, _ known: inout [Target.ID: Target],
        _ wanted: inout [Target.ID]
    ) {
        let table = session.state.table(Target.self)
        var seen: Set<Target.ID> = []
        for owner in owners {
            guard let reference = get(owner), let id = reference.id else { continue }
            if let target = reference.loaded ?? table.byKey[id]?.entity {
                known[id] = target
            } else if seen.insert(id).inserted {
                wanted.append(id)
            }
        }
    }

    /// Puts targets where they belong, and returns each once.
    private func place<S: SessionSource>(
        _ found: [Target.ID: Target], in owners: [Source], _ session: SessionCore<S>,
        onlyFound: Bool
    ) -> [Target] {
        // What a sibling asked for in the same round trip is known by now.
        let table = session.state.table(Target.self)
        var targets: [Target] = []
        var returned: Set<Target.ID> = []
        for owner in owners {
            guard let reference = get(owner), let id = reference.id,
                let target = found[id] ?? (onlyFound ? nil : table.byKey[id]?.entity)
            else { continue }
            if !reference.isLoaded { set(owner, ToOne(target)) }
            if returned.insert(id).inserted { targets.append(target) }
        }
        return targets
    }
}
