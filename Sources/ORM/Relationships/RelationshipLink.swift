import PGCore

/// What the session does with a relationship, without knowing the two types.
protocol RelationshipLink: Sendable {
    var target: any Entity.Type { get }
    var targetMapping: EntityMapping { get }
    /// The position of the foreign key, on the side that has it.
    var column: Int? { get }
    var isNullable: Bool { get }

    /// Returns the instance that one refers to, if the session knows it.
    func target(of source: Tracked, in map: IdentityMap) -> Tracked?
    /// Returns the known instances that refer to one.
    func sources(of target: Tracked, in map: IdentityMap) -> [Tracked]
    /// Makes an instance refer to nothing.
    func clear(_ source: Tracked)
    /// Adds instances that one brings along to the session and returns those that are new there.
    func adopt(from source: Tracked, in state: SessionState) -> [Tracked]
    /// Forgets instances that were appended and not flushed.
    func discardAdditions(of source: Tracked)
    /// What happens to related instances together with one.
    var cascade: RelationshipCascade { get }

    /// Merges what an instance from elsewhere leads to, and makes the session's own lead there.
    func merge<Connections: SessionSource>(
        from given: AnyObject, into own: Tracked, in session: SessionCore<Connections>,
        _ memo: MergeMemo
    ) async throws(PGError)
    /// Returns the known instances that are at hand.
    func loaded(by source: Tracked, in map: IdentityMap) -> [Tracked]
    /// Returns what puts the present reference back, on the side with the foreign key.
    func keeping(_ source: Tracked) -> () -> Void
    /// Remembers the key of what is referred to, now that it has one.
    func settle(_ source: Tracked)
    /// Whether there is something to flush that is in no column of the instance.
    func hasChanges(of source: Tracked) -> Bool
    /// Takes the references to known instances out for a moment, and returns the instances.
    func letGo(of source: Tracked, in map: IdentityMap) -> [Tracked]
    /// Puts back what was taken out.
    func takeBack(_ targets: [Tracked], for source: Tracked)
    /// Returns the known instance that is referred to without being kept.
    func unkept(by source: Tracked, in map: IdentityMap) -> Tracked?
}

extension RelationshipLink {
    var column: Int? { nil }
    var isNullable: Bool { false }
    func target(of source: Tracked, in map: IdentityMap) -> Tracked? { nil }
    func sources(of target: Tracked, in map: IdentityMap) -> [Tracked] { [] }
    func clear(_ source: Tracked) {}
    func discardAdditions(of source: Tracked) {}
    var cascade: RelationshipCascade { .standard }
    func merge<Connections: SessionSource>(
        from given: AnyObject, into own: Tracked, in session: SessionCore<Connections>,
        _ memo: MergeMemo
    ) async throws(PGError) {}
    func loaded(by source: Tracked, in map: IdentityMap) -> [Tracked] { [] }
    func keeping(_ source: Tracked) -> () -> Void { {} }
    func settle(_ source: Tracked) {}
    func hasChanges(of source: Tracked) -> Bool { false }
    func letGo(of source: Tracked, in map: IdentityMap) -> [Tracked] { [] }
    func takeBack(_ targets: [Tracked], for source: Tracked) {}
    func unkept(by source: Tracked, in map: IdentityMap) -> Tracked? { nil }
}

/// The side with the foreign key.
struct ToOneLink<Source: Entity, Target: Entity>: RelationshipLink {
    let name: String
    let keyColumn: Int
    let isNullable: Bool
    let get: @Sendable (Source) -> ToOne<Target>?
    let set: @Sendable (Source, ToOne<Target>?) -> Void

    var target: any Entity.Type { Target.self }
    var targetMapping: EntityMapping { EntityMapping.of(Target.self) }
    var column: Int? { keyColumn }

    func reference(of source: Tracked) -> ToOne<Target>? {
        get(source.typed(as: Source.self).entity)
    }

    func target(of source: Tracked, in map: IdentityMap) -> Tracked? {
        guard let reference = reference(of: source) else { return nil }
        if let object = reference.loaded { return map.tracked(object) }
        return reference.id.flatMap { map.knownTable(Target.self)?.byKey[$0] }
    }

    func sources(of target: Tracked, in map: IdentityMap) -> [Tracked] {
        guard let table = map.knownTable(Source.self) else { return [] }
        let key = target.typed(as: Target.self).key
        return table.byKey.values
            .filter { get($0.entity)?.id == key }
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

    func adopt(from source: Tracked, in state: SessionState) -> [Tracked] {
        guard let object = reference(of: source)?.loaded, object.persistentID == nil,
            state.map.tracked(object) == nil
        else { return [] }
        state.add(object)
        return state.map.tracked(object).map { [$0] } ?? []
    }
}

/// The side without a column.
struct ToManyLink<Source: Entity, Target: Entity>: RelationshipLink {
    let name: String
    let path: any ReferenceWritableKeyPath<Source, ToMany<Target>> & Sendable
    let inverse: any AnyKeyPath & Sendable

    var target: any Entity.Type { Target.self }
    var targetMapping: EntityMapping { EntityMapping.of(Target.self) }

    /// The other side's link.
    var opposite: ToOneLink<Target, Source>? {
        let mapping = EntityMapping.of(Target.self)
        let relationship = mapping.relationships.first { $0.path == inverse }
        return relationship?.link as? ToOneLink<Target, Source>
    }

    func adopt(from source: Tracked, in state: SessionState) -> [Tracked] {
        let owner = source.typed(as: Source.self).entity
        let path = self.path
        let added = owner[keyPath: path].added
        guard !added.isEmpty, let opposite else { return [] }
        let back = WeakReference(owner)
        var new: [Tracked] = []
        for child in added {
            opposite.set(child, ToOne(back: back))
            if state.map.tracked(child) == nil {
                state.add(child)
                if let tracked = state.map.tracked(child) { new.append(tracked) }
            }
        }
        owner[keyPath: path].flushed()
        state.journal.onRollback {
            owner[keyPath: path].remove { item in added.contains { $0 === item } }
        }
        return new
    }

    func discardAdditions(of source: Tracked) {
        let owner = source.typed(as: Source.self).entity
        let added = owner[keyPath: path].added
        guard !added.isEmpty else { return }
        owner[keyPath: path].remove { item in added.contains { $0 === item } }
    }
}
