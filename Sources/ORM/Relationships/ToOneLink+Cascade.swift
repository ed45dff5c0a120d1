import PGCore

extension ToOneLink {
    /// Deletes what instances that are about to be deleted refer to.
    ///
    /// - Throws: As a query does.
    func cascadeDeletion<Connections: SessionSource>(
        of owners: [Tracked], in session: SessionCore<Connections>
    ) async throws(PGError) {
        guard cascade.contains(.delete) else { return }
        let map = session.state.map
        var seen: Set<Target.ID> = []
        let unknown = owners.filter { target(of: $0, in: map) == nil }
            .compactMap { reference(of: $0)?.id }.filter { seen.insert($0).inserted }
        let route = RelationRoute(owner: Target.primaryKeyNames, target: Target.primaryKeyNames)
        for keys in session.batches(of: unknown) {
            let rows = try await session.send(
                route.statement(for: Target.all, of: keys, Target.self))
            _ = try session.hydrate(rows, as: Target.self)
        }
        for owner in owners {
            guard let target = target(of: owner, in: session.state.map) else { continue }
            switch target.phase {
            case .pending, .persistent: try session.state.delete(target)
            case .transient, .deleting, .gone, .detached: break
            }
        }
    }

    func deletesOnServer(_ seen: inout Set<ObjectIdentifier>) -> Bool {
        !cascade.contains(.delete)
    }
}
