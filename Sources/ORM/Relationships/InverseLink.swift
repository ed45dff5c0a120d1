import PGCore

/// The side that a foreign key points to, as the side with the foreign key sees it.
protocol Inverse<Source, Target>: TypedLink {
    /// The property of the other side.
    var inverse: any AnyKeyPath & Sendable { get }

    /// Takes instances that point elsewhere now out of what was loaded.
    func forgetMoved(_ targets: [Target], in state: SessionState)
    /// Takes instances whose rows are gone out of what was loaded.
    func forgetGoneTargets(in state: SessionState)
    /// Whether the relationship of any known instance is loaded.
    func isLoadedAnywhere(in state: SessionState) -> Bool
    /// Shows instances that point to a row.
    func show(_ targets: [Target], of id: Source.ID, in state: SessionState)
}

/// The side that a foreign key points to: many instances, or one where the key is unique.
struct InverseLink<Source: Entity, Value: RelationCollection>: Inverse {
    typealias Target = Value.Target

    let name: String
    let path: any ReferenceWritableKeyPath<Source, Value> & Sendable
    let inverse: any AnyKeyPath & Sendable
    let cascade: RelationshipCascade
    let scope: (@Sendable () -> EntityQuery<Target>)?

    /// The other side.
    func opposite() throws(PGError) -> ToOneLink<Target, Source> {
        let relationship = targetMapping.relationships.first { $0.path == inverse }
        if let link = relationship?.link as? ToOneLink<Target, Source> { return link }
        throw PGError(
            .invalidMapping, "the inverse of \(label) is no relationship of \(Target.self)")
    }

    func route() throws(PGError) -> RelationRoute {
        try opposite().route().reversed
    }

    private func owner(_ source: Tracked) -> Source { source.typed(as: Source.self).entity }

    func related(to source: Tracked) -> [any Entity] {
        let value = owner(source)[keyPath: path]
        return value.present ?? value.additions
    }

    func removed(from source: Tracked) -> [any Entity] {
        owner(source)[keyPath: path].removals
    }

    func discardChanges(of source: Tracked) {
        let owner = owner(source)
        if owner[keyPath: path].hasChanges { owner[keyPath: path].discardChanges() }
    }

    func place(_ target: Target?, in owner: Source, _ state: SessionState) {
        owner[keyPath: path].load(
            target.map { [$0] } ?? [], isPartial: false, after: state.writes)
        guard let target, let opposite = try? opposite() else { return }
        opposite.set(target, ToOne(back: WeakReference(owner)))
    }

    // MARK: Changes

    func adopt(from source: Tracked, in state: SessionState) throws(PGError) -> [Tracked] {
        let owner = owner(source)
        let added = owner[keyPath: path].additions
        return added.isEmpty ? [] : try connect(added, with: owner, try opposite(), in: state)
    }

    func disconnectRemoved(from source: Tracked, in state: SessionState) throws(PGError) {
        let owner = owner(source)
        let value = owner[keyPath: path]
        guard value.hasChanges else { return }
        let opposite = try opposite()
        for target in value.removals {
            try disconnect(
                target, from: owner, opposite, in: state, ownerGoes: source.state == .deleted)
        }
        restoreOnRollback(owner, in: state)
        owner[keyPath: path].flushed()
    }

    private func connect(
        _ targets: [Target], with owner: Source, _ opposite: ToOneLink<Target, Source>,
        in state: SessionState
    ) throws(PGError) -> [Tracked] {
        let back = WeakReference(owner)
        var new: [Tracked] = []
        for target in targets {
            let isKnown = state.map.tracked(target) != nil
            guard isKnown || cascade.contains(.save) else { throw unsaved(target) }
            opposite.set(target, ToOne(back: back))
            guard !isKnown else { continue }
            state.add(target)
            if let tracked = state.map.tracked(target) { new.append(tracked) }
        }
        return new
    }

    private func unsaved(_ target: Target) -> PGError {
        let name = targetMapping.name
        let it = target.persistentID == nil ? "new \(name)" : "\(name) the session does not know"
        return .unsaved("a \(it) was \(Value.isSingle ? "set as" : "appended to") \(label)")
    }

    private func disconnect(
        _ target: Target, from owner: Source, _ opposite: ToOneLink<Target, Source>,
        in state: SessionState, ownerGoes: Bool
    ) throws(PGError) {
        guard let reference = opposite.get(target), pointsTo(owner, reference) else { return }
        let tracked = state.map.tracked(target)
        tracked?.goesFirst = Value.isSingle
        if cascade.contains(.deleteOrphan) {
            if tracked != nil { state.delete(target) }
        } else if opposite.isNullable {
            opposite.set(target, nil)
        } else if let tracked, tracked.state != .deleted, !ownerGoes {
            throw PGError(
                .wrongState,
                "\(tracked.label) was taken out of \(label), and its \(opposite.name) is never NULL",
                hint: "Delete it, make it point elsewhere, or let the relationship cascade with "
                    + ".deleteOrphan")
        }
    }

    private func pointsTo(_ owner: Source, _ reference: ToOne<Source>) -> Bool {
        if let object = reference.loaded, object === owner { return true }
        return reference.id != nil && reference.id == owner.persistentID
    }

    // MARK: What others changed

    func isLoadedAnywhere(in state: SessionState) -> Bool {
        state.map.knownTable(Source.self)?.byKey.values
            .contains { $0.entity[keyPath: path].present != nil } ?? false
    }

    func show(_ targets: [Target], of id: Source.ID, in state: SessionState) {
        guard let owner = state.map.knownTable(Source.self)?.byKey[id]?.entity,
            let opposite = try? opposite()
        else { return }
        guard let present = owner[keyPath: path].present else { return }
        let back = WeakReference(owner)
        for target in targets { opposite.set(target, ToOne(back: back)) }
        let known = Set(present.map { ObjectIdentifier($0) })
        let new = targets.filter { !known.contains(ObjectIdentifier($0)) }
        guard !new.isEmpty else { return }
        restoreOnRollback(owner, in: state)
        owner[keyPath: path].show(new)
    }

    func forgetMoved(_ targets: [Target], in state: SessionState) {
        guard let opposite = try? opposite() else { return }
        let moved = Set(targets.map { ObjectIdentifier($0) })
        forget(in: state) { target, id in
            moved.contains(ObjectIdentifier(target)) && opposite.get(target)?.id != id
        }
    }

    func forgetGoneTargets(in state: SessionState) {
        forget(in: state) { target, _ in state.map.tracked(target)?.isGone == true }
    }

    private func forget(in state: SessionState, where hasLeft: (Target, Source.ID) -> Bool) {
        guard let table = state.map.knownTable(Source.self) else { return }
        for (id, tracked) in table.byKey {
            let owner = tracked.entity
            guard let present = owner[keyPath: path].present else { continue }
            let gone = present.filter { hasLeft($0, id) }
            guard !gone.isEmpty else { continue }
            restoreOnRollback(owner, in: state)
            owner[keyPath: path].hide(gone)
        }
    }
}
