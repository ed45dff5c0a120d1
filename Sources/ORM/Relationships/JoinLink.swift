import PGCore
import PGSchema

/// A relationship through a table without an entity.
struct JoinLink<Source: Entity, Target: Entity>: TypedLink {
    let name: String
    let path: any ReferenceWritableKeyPath<Source, ToMany<Target>> & Sendable
    /// The property of the other side, if it has one.
    let inverse: (any AnyKeyPath & Sendable)?
    let table: JoinTable
    let cascade: RelationshipCascade
    let scope: (@Sendable () -> EntityQuery<Target>)?

    var joinTable: JoinTable? { table }
    var joinDefinition: TableDefinition? { table.definition(Source.self, Target.self) }

    func route() -> RelationRoute {
        RelationRoute(
            owner: Source.primaryKeyNames, target: Target.primaryKeyNames,
            join: RelationRoute.Join(table))
    }

    func owner(_ source: Tracked) -> Source { source.typed(as: Source.self).entity }

    /// The relationship of the other side, which may name this one or be named by it.
    var mirror: JoinLink<Target, Source>? {
        for relationship in targetMapping.relationships {
            guard let link = relationship.link as? JoinLink<Target, Source>,
                relationship.path == inverse || link.inverse == path
            else { continue }
            return link
        }
        return nil
    }

    func related(to source: Tracked) -> [any Entity] {
        let value = owner(source)[keyPath: path]
        return value.loaded ?? value.added
    }

    func removed(from source: Tracked) -> [any Entity] {
        owner(source)[keyPath: path].removed
    }

    func joinChanges(of source: Tracked) -> (added: [any Entity], removed: [any Entity]) {
        let value = owner(source)[keyPath: path]
        return (value.added, value.removed)
    }

    func discardChanges(of source: Tracked) {
        let owner = owner(source)
        if owner[keyPath: path].hasChanges { owner[keyPath: path].discardChanges() }
    }

    func adopt(from source: Tracked, in state: SessionState) throws(PGError) -> [Tracked] {
        var new: [Tracked] = []
        for target in owner(source)[keyPath: path].added {
            guard target.persistentID == nil, state.map.tracked(target) == nil else { continue }
            guard cascade.contains(.save) else {
                throw .unsaved("a new \(targetMapping.name) was appended to \(label)")
            }
            state.add(target)
            if let tracked = state.map.tracked(target) { new.append(tracked) }
        }
        return new
    }

    /// The rows of the join table are written: what was changed here shows on the other side.
    func agree(on written: [Tracked], isNew: Bool, in state: SessionState) {
        let mirror = self.mirror
        for source in written {
            let owner = owner(source)
            let (added, removed) = (owner[keyPath: path].added, owner[keyPath: path].removed)
            guard !added.isEmpty || !removed.isEmpty else { continue }
            restoreOnRollback(owner, in: state)
            owner[keyPath: path].flushed()
            guard let mirror else { continue }
            for target in added { mirror.show(owner, in: target, state) }
            for target in removed { mirror.hide(owner, in: target, state) }
        }
    }

    private func show(_ target: Target, in owner: Source, _ state: SessionState) {
        guard let present = owner[keyPath: path].loaded,
            !present.contains(where: { $0 === target })
        else { return }
        restoreOnRollback(owner, in: state)
        owner[keyPath: path].show([target])
    }

    private func hide(_ target: Target, in owner: Source, _ state: SessionState) {
        guard owner[keyPath: path].loaded?.contains(where: { $0 === target }) == true else {
            return
        }
        restoreOnRollback(owner, in: state)
        owner[keyPath: path].hide([target])
    }

    /// Takes instances whose rows are gone out of what was loaded.
    func forgetGone(in state: SessionState) {
        guard let table = state.map.knownTable(Source.self) else { return }
        for tracked in table.byKey.values {
            for target in tracked.entity[keyPath: path].loaded ?? []
            where state.map.tracked(target)?.isGone == true {
                hide(target, in: tracked.entity, state)
            }
        }
    }
}
