public import PGCore

extension SessionCore {
    /// Brings an instance from elsewhere into the session, and returns the session's own.
    ///
    /// ```swift
    /// let user = try await session.merge(edited)      // loaded in another session, or decoded
    /// try await session.commit()                      // UPDATE of what differs from the row
    /// ```
    ///
    /// The instance that stands for the row, known or loaded by the key, takes over the values of
    /// the given one, except columns that have none; the next flush writes what differs from the
    /// row. Where there is no key, or no such row, the given instance joins the session itself, as
    /// ``add(_:fileID:line:)`` does. An instance of the session is returned as it is.
    ///
    /// Loaded relationships are merged with it where they cascade
    /// ``RelationshipCascade/merge``: what they lead to is the session's afterwards. What was taken
    /// out of them is taken out of the session's; what is only missing there stays, for somebody
    /// else may have added it.
    ///
    /// - Throws: `PGError.Code.wrongState` when the row is about to be deleted, or was in this
    ///   transaction; `PGError.Code.staleData` when the entity has a version and the given
    ///   instance's is not the row's; otherwise as ``fetch(_:fileID:line:)`` does.
    @discardableResult
    public func merge<E: Entity>(
        _ entity: E, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> E {
        try await merge(contentsOf: [entity], fileID: fileID, line: line).first ?? entity
    }

    /// Brings several instances into the session, and returns the session's own in their order.
    ///
    /// Rows that the session does not know are loaded with one statement. See
    /// ``merge(_:fileID:line:)``.
    ///
    /// - Throws: As ``merge(_:fileID:line:)`` does.
    @discardableResult
    public func merge<E: Entity>(
        contentsOf entities: [E], fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> [E] {
        try use.begin("merge()", fileID, line)
        defer { use.end() }
        do throws(PGError) {
            try await autoflush()
            return try await merged(entities, MergeMemo())
        } catch {
            throw error.at(fileID, line)
        }
    }

    /// Copies the values of a snapshot into the instance that stands for a row, and returns it.
    ///
    /// - Throws: `PGError.Code.staleData` when there is no such row; otherwise as
    ///   ``merge(_:fileID:line:)`` does.
    @discardableResult
    public func merge<E: Entity>(
        _ snapshot: E.Snapshot, as type: E.Type, id: E.ID,
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> E {
        try use.begin("merge()", fileID, line)
        defer { use.end() }
        do throws(PGError) {
            try await autoflush()
            guard let tracked = try await known([id], as: type)[id] else {
                throw PGError(
                    .staleData, "\(E.self) \(E.keyText(id)): there is no such row",
                    hint: "Make a new instance and add it")
            }
            let before = tracked.entity.snapshot
            let version = tracked.versionText
            tracked.entity.restore(snapshot)
            let given = tracked.versionText
            guard given == version else {
                tracked.entity.restore(before)
                throw Self.outdated(tracked, given, version)
            }
            return tracked.entity
        } catch {
            throw error.at(fileID, line)
        }
    }
}

/// What has been merged so far: a graph may lead to an instance in several ways.
final class MergeMemo {
    /// By what was given; both are kept, so that no identifier is used twice.
    private var merged: [ObjectIdentifier: (given: AnyObject, own: AnyObject)] = [:]

    func own<E: Entity>(_ given: E) -> E? {
        merged[ObjectIdentifier(given)]?.own as? E
    }

    func note<E: Entity>(_ given: E, is own: E) {
        merged[ObjectIdentifier(given)] = (given, own)
    }
}

// MARK: Steps

extension SessionCore {
    /// Returns the session's instances for those given, and what they lead to.
    func merged<E: Entity>(_ given: [E], _ memo: MergeMemo) async throws(PGError) -> [E] {
        var new: [E] = []
        var foreign: [E] = []
        for entity in given where memo.own(entity) == nil {
            if let tracked = state.map.tracked(entity) {
                _ = try tracked.phase(after: .merge)
                memo.note(entity, is: entity)
            } else if entity.persistentID == nil {
                memo.note(entity, is: entity)
                new.append(entity)
            } else {
                foreign.append(entity)
            }
        }
        new += try await mergeRows(of: foreign, memo)
        for entity in new { state.add(entity) }
        for entity in new + foreign { try await mergeRelated(entity, memo) }
        return given.compactMap { memo.own($0) }
    }

    /// Copies values to the instances that stand for rows, and returns what has no row.
    private func mergeRows<E: Entity>(
        of given: [E], _ memo: MergeMemo
    ) async throws(PGError) -> [E] {
        guard !given.isEmpty else { return [] }
        let known = try await known(given.compactMap(\.persistentID), as: E.self)
        for entity in given {
            guard let tracked = entity.persistentID.flatMap({ known[$0] }) else { continue }
            try requireVersion(of: entity, tracked)
        }
        var missing: [E] = []
        var incomplete: [ColumnMask: [E]] = [:]
        for entity in given {
            guard let tracked = entity.persistentID.flatMap({ known[$0] }) else {
                memo.note(entity, is: entity)
                missing.append(entity)
                continue
            }
            memo.note(entity, is: tracked.entity)
            tracked.entity.restore(entity.snapshot)
            let unset = entity.unsetColumns
            if !unset.isEmpty { incomplete[unset, default: []].append(tracked.entity) }
        }
        // What a given instance does not say is what the row says.
        for (columns, entities) in incomplete {
            try await refreshSome(entities, columns.columns)
        }
        return missing
    }

    /// Values that were read before somebody else changed the row must not undo that change.
    private func requireVersion<E: Entity>(
        of given: E, _ tracked: TrackedEntity<E>
    ) throws(PGError) {
        guard let column = tracked.mapping.version?.column, !given.unsetColumns.contains(column)
        else { return }
        let theirs = given.parameter(forColumn: column).textRepresentation
        let own = tracked.versionText
        if theirs != own { throw Self.outdated(tracked, theirs, own) }
    }

    private static func outdated(_ tracked: Tracked, _ given: String, _ own: String) -> PGError {
        PGError(
            .staleData,
            "the given \(tracked.label) is of version \(given), and the row of \(own)",
            hint: "Load it again and apply the changes to that")
    }

    /// Returns what stands for rows with these keys, loading what is not known or expired.
    private func known<E: Entity>(
        _ keys: [E.ID], as type: E.Type
    ) async throws(PGError) -> [E.ID: TrackedEntity<E>] {
        let table = state.table(type)
        var asked: Set<E.ID> = []
        let unknown = keys.filter { table.answer(for: $0) == nil && asked.insert($0).inserted }
        if !unknown.isEmpty {
            _ = try hydrate(try await send(E.rows(withKeys: unknown).sql), as: type)
        }
        var known: [E.ID: TrackedEntity<E>] = [:]
        for key in keys {
            guard let tracked = table.byKey[key] else { continue }
            _ = try tracked.phase(after: .merge)
            known[key] = tracked
        }
        return known
    }

    private func mergeRelated<E: Entity>(
        _ given: E, _ memo: MergeMemo
    ) async throws(PGError) {
        guard let own = memo.own(given), let tracked = state.map.tracked(own) else { return }
        for relationship in tracked.mapping.relationships
        where relationship.link.cascade.contains(.merge) {
            try await relationship.link.merge(from: given, into: tracked, in: self, memo)
        }
    }
}

extension TrackedEntity {
    /// The version that the instance has, as text; empty where the entity has none.
    fileprivate var versionText: String {
        mapping.version?.column.map { parameter($0).textRepresentation } ?? ""
    }
}
