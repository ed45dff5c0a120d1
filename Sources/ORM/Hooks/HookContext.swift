/// What a hook may do with the session it runs in.
///
/// It sends nothing. Use it inside the hook only.
public struct HookContext {
    let state: SessionState

    /// Puts an instance into the session; before a flush it is inserted with the others.
    public func add<E: Entity>(_ entity: E) {
        state.add(entity)
    }

    /// Schedules the deletion of an instance's row.
    public func delete<E: Entity>(_ entity: E) {
        state.delete(entity)
    }

    /// Returns what the session knows about an instance.
    public func state<E: Entity>(of entity: E) -> EntityState {
        state.state(of: entity)
    }

    /// Returns the properties of an instance that are written.
    public func changedProperties<E: Entity>(of entity: E) -> [String] {
        guard let tracked = state.map.tracked(entity), tracked.state == .persistent else {
            return []
        }
        return tracked.columnsToWrite.columns.map { tracked.mapping.propertyNames[$0] }
    }

    /// Returns the row as it was last read or written, or `nil` before it exists.
    public func original<E: Entity>(of entity: E) -> E.Snapshot? {
        state.map.tracked(entity)?.typed(as: E.self).knownRow
    }

    /// The instances of an entity that are inserted.
    public func inserted<E: Entity>(_ type: E.Type) -> [E] {
        instances(of: type) { $0.state == .pending }
    }

    /// The instances of an entity whose changes are written.
    public func updated<E: Entity>(_ type: E.Type) -> [E] {
        instances(of: type) { $0.state == .persistent && !$0.columnsToWrite.isEmpty }
    }

    /// The instances of an entity that are deleted.
    public func deleted<E: Entity>(_ type: E.Type) -> [E] {
        instances(of: type) { $0.state == .deleted && !$0.isGone }
    }

    private func instances<E: Entity>(
        of type: E.Type, where condition: (Tracked) -> Bool
    ) -> [E] {
        state.map.all.filter { $0.mapping.type == type && condition($0) }
            .map { $0.typed(as: type).entity }
    }
}

@available(*, unavailable)
extension HookContext: Sendable {}
