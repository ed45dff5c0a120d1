import PGCore
import QueryBuilder

extension InverseLink {
    /// Deletes what points to owners that are about to be deleted, or makes it point to nothing.
    ///
    /// What the server's foreign keys do is left to them. Otherwise the rows are read, so that the
    /// flush can write them in order, and so that what they own in turn goes with them.
    ///
    /// - Throws: As a query does; `PGError.Code.invalidMapping` for a foreign key that can point to
    ///   nothing but has to.
    func cascadeDeletion<Connections: SessionSource>(
        of owners: [Tracked], in session: SessionCore<Connections>
    ) async throws(PGError) {
        let opposite = try opposite()
        guard cascade.contains(.delete) || opposite.isNullable else {
            throw PGError(
                .invalidMapping,
                "\(label) cascades with .nullify, and \(Target.self).\(opposite.name) is never NULL",
                hint: "Make \(opposite.name) optional, or let \(label) cascade with .delete")
        }
        if !isLeftToServer(opposite) {
            let keys = owners.filter { !hasAll(of: $0) }
                .compactMap { $0.typed(as: Source.self).key }
            for batch in session.batches(of: keys) where !batch.isEmpty {
                var query = Target.all
                let columns = try route().keyColumns(Target.tableReference)
                query.filter(.columns(columns, areOneOf: KeyArrays(batch, of: Source.self)))
                query.sortByKey()
                let rows = try await session.send(query.complete.rendered)
                _ = try session.hydrate(rows, as: Target.self)
            }
        }
        for target in known(pointingTo: owners, opposite, in: session.state.map) {
            try follow(target, opposite, session.state)
        }
    }

    /// Whether everything that points to an owner has been loaded with it.
    private func hasAll(of owner: Tracked) -> Bool {
        scope == nil && owner.typed(as: Source.self).entity[keyPath: path].isWhole
    }

    private func follow(
        _ target: Tracked, _ opposite: ToOneLink<Target, Source>, _ state: SessionState
    ) throws(PGError) {
        switch target.phase {
        case .pending where cascade.contains(.delete): try state.delete(target)
        case .persistent where cascade.contains(.delete):
            if !isLeftToServer(opposite) { try state.delete(target) }
        case .pending, .persistent:
            if !isLeftToServer(opposite) || target.phase == .pending { opposite.clear(target) }
        case .transient, .deleting, .gone, .detached: break
        }
    }

    /// The known instances that point to one of the owners.
    private func known(
        pointingTo owners: [Tracked], _ opposite: ToOneLink<Target, Source>, in map: IdentityMap
    ) -> [Tracked] {
        let positions = Set(owners.map { ObjectIdentifier($0) })
        return map.all.filter { tracked in
            guard tracked.mapping.type == Target.self,
                let owner = opposite.target(of: tracked, in: map)
            else { return false }
            return positions.contains(ObjectIdentifier(owner))
        }
    }

    /// Whether the server does by itself all that is to be done.
    private func isLeftToServer(_ opposite: ToOneLink<Target, Source>) -> Bool {
        // To the server a mark of deletion is a change like any other.
        guard EntityMapping.of(Source.self).softDelete == nil else { return false }
        let action = targetMapping.deleteAction(ofColumns: opposite.columns)
        guard cascade.contains(.delete) else { return action == .setNull }
        var seen: Set<ObjectIdentifier> = []
        return action == .cascade && targetMapping.deletesOnServer(&seen)
    }

    /// Whether deleting an owner needs nothing of the session.
    func deletesOnServer(_ seen: inout Set<ObjectIdentifier>) -> Bool {
        guard cascadesDeletion, let opposite = try? opposite() else { return true }
        let action = targetMapping.deleteAction(ofColumns: opposite.columns)
        guard cascade.contains(.delete) else { return action == .setNull }
        return action == .cascade && targetMapping.deletesOnServer(&seen)
    }
}

extension RelationshipLink {
    /// Whether a deletion goes on to what points to the instance.
    var cascadesDeletion: Bool { !cascade.isDisjoint(with: [.delete, .nullify]) }
}

extension EntityMapping {
    /// The relationships that a deletion goes on to.
    var cascadingLinks: [any RelationshipLink] {
        relationships.map(\.link).filter(\.cascadesDeletion)
    }

    /// Whether deleting a row needs nothing of the session.
    func deletesOnServer(_ seen: inout Set<ObjectIdentifier>) -> Bool {
        guard seen.insert(ObjectIdentifier(self)).inserted else { return true }
        for link in cascadingLinks where !link.deletesOnServer(&seen) { return false }
        return true
    }
}
