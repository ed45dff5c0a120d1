import PGCore

extension JoinLink {
    /// Deletes what is connected with owners that are about to be deleted, other owners' too.
    ///
    /// - Throws: As a query does.
    func cascadeDeletion<Connections: SessionSource>(
        of owners: [Tracked], in session: SessionCore<Connections>
    ) async throws(PGError) {
        guard cascade.contains(.delete) else { return }
        var targets: [Target] = []
        var unknown: [Source.ID: Source] = [:]
        for source in owners.map(owner) {
            let value = source[keyPath: path]
            targets += value.loaded ?? value.added
            guard scope != nil || !value.isWhole, let id = source.persistentID else { continue }
            unknown[id] = source
        }
        for keys in session.batches(of: Array(unknown.keys)) {
            let rows = try await session.send(
                route().statement(for: Target.all, of: keys, Source.self))
            for (number, target) in try session.hydrate(rows, as: Target.self).enumerated() {
                let source = unknown[try lastKey(in: rows.row(at: number))]
                let isTakenOut = source?[keyPath: path].removed.contains { $0 === target } ?? false
                if !isTakenOut { targets.append(target) }
            }
        }
        for target in targets.unique() { try delete(target, session.state) }
    }

    func deletesOnServer(_ seen: inout Set<ObjectIdentifier>) -> Bool {
        !cascade.contains(.delete)
    }

    /// Deletes what was taken out and is connected with nobody else instead.
    func disconnectRemoved(from source: Tracked, in state: SessionState) throws(PGError) {
        guard cascade.contains(.deleteOrphan) else { return }
        for target in owner(source)[keyPath: path].removed where !isConnectedAnew(target, state) {
            try delete(target, state)
        }
    }

    private func isConnectedAnew(_ target: Target, _ state: SessionState) -> Bool {
        if let mirror, !target[keyPath: mirror.path].added.isEmpty { return true }
        return state.map.all.contains { tracked in
            guard tracked.mapping.type == Source.self else { return false }
            return owner(tracked)[keyPath: path].added.contains { $0 === target }
        }
    }

    private func delete(_ target: Target, _ state: SessionState) throws(PGError) {
        guard let tracked = state.map.tracked(target) else { return }
        switch tracked.phase {
        case .pending, .persistent: try state.delete(tracked)
        case .transient, .deleting, .gone, .detached: break
        }
    }
}
