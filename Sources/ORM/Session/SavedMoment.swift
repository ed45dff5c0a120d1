import PGCore

/// What an instance was before a transaction or savepoint changed it.
///
/// Without a row there is nothing to it that depends on the instance's type: most are saved as they
/// are added.
@usableFromInline
class SavedMoment {
    /// Which transaction or savepoint it was.
    var depth: Int
    /// The moment that an outer one saved.
    let outer: SavedMoment?
    let phase: EntityLifecycle.Phase
    let generated: ColumnMask
    /// Columns that are not to be trusted after a return to it.
    var expired: ColumnMask
    let systemVersion: PGXID
    var hasRow: Bool { false }

    init(of tracked: Tracked, at depth: Int) {
        self.depth = depth
        outer = tracked.saved
        phase = tracked.phase
        generated = tracked.generated
        expired = tracked.expired
        systemVersion = tracked.systemVersion
    }
}

/// The same with the row it stood for.
final class SavedRow<E: Entity>: SavedMoment {
    let row: E.Snapshot
    let key: E.ID?
    override var hasRow: Bool { true }

    init(of tracked: Tracked, at depth: Int, _ row: E.Snapshot, _ key: E.ID?) {
        self.row = row
        self.key = key
        super.init(of: tracked, at: depth)
    }
}

extension Tracked {
    /// The innermost transaction or savepoint that has saved it.
    final var savedDepth: Int? { saved?.depth }

    final func save(depth: Int) {
        saved = hasRow ? moment(at: depth) : SavedMoment(of: self, at: depth)
    }

    /// Hands the last saved moment to an outer depth; returns whether that had none of its own.
    final func mergeSaved(into depth: Int) -> Bool {
        guard let last = saved else { return false }
        if let outer = last.outer, outer.depth == depth {
            outer.expired.formUnion(last.expired)
            saved = outer
            return false
        }
        last.depth = depth
        return true
    }

    /// Trusts nothing of the last saved moment, should there be a return to it.
    final func expireSaved() {
        saved?.expired = mapping.allColumns
    }

    final func dropSaved() {
        saved = saved?.outer
    }

    final func restoreSaved() {
        guard let before = saved else { return }
        saved = before.outer
        expired.formUnion(before.expired)
        restore(before)
        place(in: before.phase)
        systemVersion = before.systemVersion
        generated = before.generated
    }
}
