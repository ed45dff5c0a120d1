import PGCore

/// Loads a relationship of many instances with one statement, by the keys as one array, and puts
/// the rows where they belong by hash.
extension SessionCore {
    /// Loads what the path leads to, for all owners, and returns it.
    func loadRelationship<Owner: Entity, Value: RelationshipValue>(
        _ path: any KeyPath<Owner, Value> & Sendable, of owners: [Owner]
    ) async throws(PGError) -> [Value.Target] {
        let mapping = EntityMapping.of(Owner.self)
        guard let link = mapping.relationships.first(where: { $0.path == path })?.link else {
            throw PGError(
                .invalidMapping, "\(mapping.name) has no relationship at \(path)",
                hint: "Declare it with @BelongsTo or @HasMany")
        }
        if let link = link as? ToManyLink<Owner, Value.Target> {
            return try await loadToMany(link, of: owners)
        }
        if let link = link as? ToOneLink<Owner, Value.Target> {
            return try await loadToOne(link, of: owners)
        }
        return []
    }

    private func loadToMany<Owner: Entity, Target: Entity>(
        _ link: ToManyLink<Owner, Target>, of owners: [Owner]
    ) async throws(PGError) -> [Target] {
        guard let opposite = link.opposite else {
            throw PGError(
                .invalidMapping,
                "the inverse of \(Owner.self).\(link.name) is no relationship of \(Target.self)")
        }
        var byID: [Owner.ID: Owner] = [:]
        var ids: [Owner.ID] = []
        for owner in owners {
            guard let id = owner.persistentID, byID.updateValue(owner, forKey: id) == nil else {
                continue
            }
            ids.append(id)
        }
        guard !ids.isEmpty else { return [] }
        var query = Target.rows(whereColumns: opposite.columns, areOneOf: ids, of: Owner.self)
        query.sortByKey()
        let targets = try hydrate(try await send(query.sql), as: Target.self)
        var groups: [Owner.ID: [Target]] = [:]
        for target in targets {
            if let id = opposite.get(target)?.id { groups[id, default: []].append(target) }
        }
        for (id, owner) in byID {
            let group = groups[id] ?? []
            owner[keyPath: link.path].load(group)
            let back = WeakReference(owner)
            for target in group { opposite.set(target, ToOne(back: back)) }
        }
        return targets
    }

    private func loadToOne<Owner: Entity, Target: Entity>(
        _ link: ToOneLink<Owner, Target>, of owners: [Owner]
    ) async throws(PGError) -> [Target] {
        let table = state.table(Target.self)
        var found: [Target.ID: Target] = [:]
        var missing: [Target.ID] = []
        var asked: Set<Target.ID> = []
        for owner in owners {
            guard let reference = link.get(owner), let id = reference.id else { continue }
            if let target = reference.loaded ?? table.byKey[id]?.entity {
                found[id] = target
            } else if asked.insert(id).inserted {
                missing.append(id)
            }
        }
        if !missing.isEmpty {
            let query = Target.rows(
                whereColumns: Target.primaryKeyIndexes, areOneOf: missing, of: Target.self)
            for target in try hydrate(try await send(query.sql), as: Target.self) {
                if let id = target.persistentID { found[id] = target }
            }
        }
        var targets: [Target] = []
        var returned: Set<Target.ID> = []
        for owner in owners {
            guard let reference = link.get(owner), let id = reference.id, let target = found[id]
            else { continue }
            if !reference.isLoaded { link.set(owner, ToOne(target)) }
            if returned.insert(id).inserted { targets.append(target) }
        }
        return targets
    }
}
