import PGCore
import QueryBuilder

/// The side with the foreign key.
struct ToOneLink<Source: Entity, Target: Entity>: TypedLink {
    let name: String
    let path: any AnyKeyPath & Sendable
    let columns: [Int]
    let isNullable: Bool
    let cascade: RelationshipCascade
    let get: @Sendable (Source) -> ToOne<Target>?
    let set: @Sendable (Source, ToOne<Target>?) -> Void

    var scope: (@Sendable () -> EntityQuery<Target>)? { nil }

    func route() -> RelationRoute {
        RelationRoute(
            owner: columns.map { Source.definition.columns[$0].name },
            target: Target.primaryKeyNames)
    }

    func reference(of source: Tracked) -> ToOne<Target>? {
        get(source.typed(as: Source.self).entity)
    }

    func target(of source: Tracked, in map: IdentityMap) -> Tracked? {
        guard let reference = reference(of: source) else { return nil }
        if let object = reference.loaded, let tracked = map.tracked(object) { return tracked }
        // What left the session may have come back as another instance.
        return reference.id.flatMap { map.knownTable(Target.self)?.byKey[$0] }
    }

    func sources(of targets: [Tracked], in map: IdentityMap) -> [Tracked] {
        guard let table = map.knownTable(Source.self) else { return [] }
        let keys = Set(targets.compactMap { $0.typed(as: Target.self).key })
        return table.byKey.values
            .filter { get($0.entity)?.id.map(keys.contains) ?? false }
            .sorted { $0.sequence < $1.sequence }
    }

    func clear(_ source: Tracked) {
        set(source.typed(as: Source.self).entity, nil)
    }

    func keeping(_ source: Tracked) -> () -> Void {
        let entity = source.typed(as: Source.self).entity
        let reference = get(entity)
        return { set(entity, reference) }
    }

    func load<Row: RowReader>(_ source: Tracked, from row: Row) throws(PGError) {
        var reference = self.reference(of: source)
        var index = 0
        // Like the server, which does not check a reference of which one column is NULL.
        let isWhole = columns.indices.allSatisfy { !row.cell(at: $0).isNull }
        reference.point(to: isWhole ? try Target.ID(from: row, at: &index) : nil)
        set(source.typed(as: Source.self).entity, reference)
    }

    func related(to source: Tracked) -> [any Entity] {
        reference(of: source)?.loaded.map { [$0] } ?? []
    }

    func adopt(from source: Tracked, in state: SessionState) throws(PGError) -> [Tracked] {
        guard let object = reference(of: source)?.loaded, object.persistentID == nil,
            state.map.tracked(object) == nil
        else { return [] }
        guard cascade.contains(.save) else {
            throw .unsaved("\(label) leads to a new \(targetMapping.name)")
        }
        state.add(object)
        return state.map.tracked(object).map { [$0] } ?? []
    }

    func place(_ target: Target?, in owner: Source, _ state: SessionState) {
        guard let target, let reference = get(owner), !reference.isLoaded,
            reference.id == target.persistentID
        else { return }
        set(owner, ToOne(target))
    }
}

// MARK: The other side

extension ToOneLink {
    /// The relationships of the target that name this one as their inverse.
    private var inverses: [any Inverse<Target, Source>] {
        targetMapping.relationships.compactMap { relationship in
            guard let link = relationship.link as? any Inverse<Target, Source> else { return nil }
            return link.inverse == path ? link : nil
        }
    }

    func agree(on written: [Tracked], isNew: Bool, in state: SessionState) {
        let inverses = self.inverses.filter { $0.isLoadedAnywhere(in: state) }
        guard !inverses.isEmpty else { return }
        let sources = written.map { $0.typed(as: Source.self).entity }
        if !isNew { for inverse in inverses { inverse.forgetMoved(sources, in: state) } }
        var byTarget: [Target.ID: [Source]] = [:]
        for source in sources {
            if let id = get(source)?.id { byTarget[id, default: []].append(source) }
        }
        // Whether a relationship with a condition of its own has a row, only the server knows.
        for inverse in inverses where inverse.scope == nil {
            for (id, sources) in byTarget { inverse.show(sources, of: id, in: state) }
        }
    }

    func forgetGone(in state: SessionState) {
        for inverse in inverses { inverse.forgetGoneTargets(in: state) }
    }
}
