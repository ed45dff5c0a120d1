import PGCore
import PGSchema

// Foreign keys that the server changes by itself, because the key they point to has changed.

extension SessionState {
    /// Returns the columns that have to be sent: the server takes care of the others.
    func leavingOutFollowed(_ columns: ColumnMask, of tracked: Tracked) -> ColumnMask {
        var columns = columns
        for link in tracked.mapping.followingLinks
        where link.columns.contains(where: columns.contains)
            && link.isMovedByServer(tracked, in: map)
        {
            for column in link.columns { columns.remove(column) }
        }
        return columns
    }

    /// Does to known instances what the server's foreign keys did to their rows when a key changed.
    func followKey(of target: Tracked, from old: AnyHashable) {
        for table in map.usedTables {
            for link in table.mapping.followingLinks where link.target == target.mapping.type {
                link.followKey(of: target, from: old, in: self)
            }
        }
    }
}

extension EntityMapping {
    /// The relationships whose foreign keys the server changes together with what they point to.
    static func followingLinks(
        _ relationships: [Relationship], _ definition: TableDefinition
    ) -> [any RelationshipLink] {
        relationships.map(\.link).filter { link in
            let names = link.columns.map { definition.columns[$0].name }
            return !names.isEmpty
                && definition.foreignKeys.contains {
                    $0.columns == names && $0.onUpdate == .cascade
                }
        }
    }
}

extension ToOneLink {
    func isMovedByServer(_ source: Tracked, in map: IdentityMap) -> Bool {
        guard let target = target(of: source, in: map)?.typed(as: Target.self),
            target.state == .persistent, let old = target.key, old != target.entity.persistentID
        else { return false }
        let entity = source.typed(as: Source.self).entity
        let reference = get(entity)
        defer { set(entity, reference) }
        set(entity, ToOne(id: old))
        let changed = source.changedColumns
        return !columns.contains(where: changed.contains)
    }

    func followKey(of target: Tracked, from old: AnyHashable, in state: SessionState) {
        let target = target.typed(as: Target.self)
        guard let old = old as? Target.ID, let new = target.key, old != new,
            let table = state.map.knownTable(Source.self)
        else { return }
        for source in Array(table.byKey.values) {
            let key = source.rowKey
            let isMoved = source.changeRow { entity in
                guard get(entity)?.id == old else { return false }
                state.journal.willChange(source)
                set(entity, ToOne(id: new))
                return true
            }
            guard isMoved else { continue }
            // The server wrote the row: its version is not known any more.
            source.systemVersion = 0
            pointAgain(source, from: old, to: target.entity)
            guard let key, key != source.rowKey else { continue }
            state.map.register(source)
            state.followKey(of: source, from: key)
        }
    }

    /// References that know only the key, or keep it in case their target goes.
    private func pointAgain(
        _ source: TrackedEntity<Source>, from old: Target.ID, to target: Target
    ) {
        guard let reference = get(source.entity), let new = target.persistentID,
            !columns.contains(where: source.expired.contains)
        else { return }
        if reference.unkept === target {
            set(source.entity, ToOne(back: WeakReference(target)))
        } else if reference.loaded == nil, reference.id == old {
            set(source.entity, ToOne(id: new))
        }
    }
}

extension TrackedEntity {
    /// Changes what the row is known to be, and leaves the instance as it is.
    ///
    /// - Parameter change: Changes the instance, which shows the row, and says whether it did.
    @discardableResult
    func changeRow(_ change: (E) -> Bool) -> Bool {
        guard hasRow else { return false }
        let now = entity.snapshot
        let references = mapping.relationships.map { $0.link.keeping(self) }
        entity.restore(row)
        let isChanged = change(entity)
        if isChanged {
            row = entity.snapshot
            key = entity.persistentID
        }
        entity.restore(now)
        for putBack in references { putBack() }
        return isChanged
    }
}
