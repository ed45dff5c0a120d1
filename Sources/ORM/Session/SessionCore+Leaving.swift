extension SessionCore {
    /// Takes an instance out of the session without touching its row.
    ///
    /// It keeps its values, those that were not flushed too, and no rollback changes it any more.
    /// What its relationships lead to stays in the session; ``detach(_:)`` takes that along.
    public func expunge<E: Entity>(_ entity: E) {
        guard let tracked = state.map.tracked(entity) else { return }
        state.expunge([tracked])
    }

    /// Takes an instance out of the session with everything its loaded relationships lead to.
    ///
    /// The instances keep their values and each other, and can be merged into a session later. An
    /// instance of the session that still leads to one of them does not bring it back.
    public func detach<E: Entity>(_ entity: E) {
        guard let tracked = state.map.tracked(entity) else { return }
        var members = [tracked]
        var seen: Set<ObjectIdentifier> = [ObjectIdentifier(tracked)]
        var next = 0
        while next < members.count {
            let member = members[next]
            next += 1
            for relationship in member.mapping.relationships {
                for target in relationship.link.loaded(by: member, in: state.map)
                where seen.insert(ObjectIdentifier(target)).inserted {
                    members.append(target)
                }
            }
        }
        state.expunge(members)
    }

    /// Takes all instances out of the session, as if each was expunged.
    public func expungeAll() {
        state.expunge(Array(state.map.all))
    }

    /// How many instances the session knows.
    ///
    /// See ``SessionConfiguration/identity`` for how long it does.
    public var instanceCount: Int { state.map.count }
}
