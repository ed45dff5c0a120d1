public import PGCore
import QueryBuilder

extension SessionCore {
    /// Changes all rows that a query finds with one statement, and returns how many there were.
    ///
    /// ```swift
    /// let count = try await session.updateAll(User.where { $0.age < 18 }) {
    ///     $0.set(\.role, to: "minor").set(\.name) { $0.name.uppercased }
    /// }
    /// ```
    ///
    /// Pending changes are flushed first. Instances that the session knows are brought up to date
    /// from what the statement returns, and a rollback restores them. Versions count up. Hooks and
    /// validations do not run: they are about instances.
    ///
    /// - Throws: `PGError.Code.server`; otherwise as ``fetch(_:fileID:line:)`` does.
    @discardableResult
    public func updateAll<E: Entity>(
        _ query: EntityQuery<E>, fileID: String = #fileID, line: UInt = #line,
        set: (EntityAssignments<E>) -> EntityAssignments<E>
    ) async throws(PGError) -> Int {
        try beginUse("updateAll()", fileID, line)
        defer { endUse() }
        do throws(PGError) {
            return try await updateAll(query, set(EntityAssignments()))
        } catch {
            throw error.at(fileID, line)
        }
    }

    /// Deletes all rows that a query finds with one statement, and returns how many there were.
    ///
    /// Pending changes are flushed first. Instances that the session knows are deleted then, as by
    /// a flush, with what the server's foreign keys do to others. Rows of an entity that marks
    /// deleted rows are marked.
    ///
    /// - Throws: As ``updateAll(_:fileID:line:set:)`` does.
    @discardableResult
    public func deleteAll<E: Entity>(
        _ query: EntityQuery<E>, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> Int {
        try beginUse("deleteAll()", fileID, line)
        defer { endUse() }
        do throws(PGError) {
            guard let mark = SoftDelete(E.self) else {
                return try await change(query, nil) {
                    (row: ChangedRow<E, Rows>, state) throws(PGError) in
                    try state.markGone(row.tracked)
                    return row.tracked
                }
            }
            let set = EntityAssignments<E>().setting(mark.name, SQLNode(.text(mark.mark)))
            return try await change(query, set.complete()) {
                (row: ChangedRow<E, Rows>, state) throws(PGError) in
                try state.take(row)
                try state.markGone(row.tracked)
                return nil
            }
        } catch {
            throw error.at(fileID, line)
        }
    }

    private func updateAll<E: Entity>(
        _ query: EntityQuery<E>, _ set: EntityAssignments<E>
    ) async throws(PGError) -> Int {
        guard !set.list.isEmpty else {
            return try await flushAndSend(filtered(query).countStatement).decode(Int.self).first
                ?? 0
        }
        return try await change(query, set.complete()) {
            (row: ChangedRow<E, Rows>, state) throws(PGError) in
            try state.take(row)
            return nil
        }
    }

    /// Sends the statement, and hands what comes back of known instances to `apply`, which returns
    /// those whose rows are gone.
    private func change<E: Entity>(
        _ query: EntityQuery<E>, _ set: EntityAssignments<E>?,
        _ apply: (ChangedRow<E, Rows>, SessionState) throws(PGError) -> Tracked?
    ) async throws(PGError) -> Int {
        try await autoflush()
        let table = state.table(E.self)
        let known = table.byKey.values.sorted { $0.sequence < $1.sequence }.compactMap(\.key)
        let statement = BulkStatement(query: filtered(query), assignments: set, known: known)
        let rows: Rows
        do throws(PGError) {
            rows = try await send(statement.sql)
        } catch {
            throw error.namingViolation(of: EntityMapping.of(E.self), [])
        }
        guard !known.isEmpty else { return rows.affectedRows }
        guard rows.count > 0 else { return 0 }
        let keyIndex = set == nil ? 0 : E.primaryKeyIndexes[0]
        var gone: [Tracked] = []
        for number in 0..<rows.count {
            let row = LaterColumns(base: rows.row(at: number), offset: 1)
            guard !row.cell(at: keyIndex).isNull else { continue }
            var index = 0
            let key = set == nil ? try E.ID(from: row, at: &index) : try E.primaryKey(in: row)
            guard let tracked = table.byKey[key] else { continue }
            let changed = ChangedRow<E, Rows>(tracked: tracked, row: row)
            if let dead = try apply(changed, state) { gone.append(dead) }
        }
        try state.followForeignKeys(from: gone)
        return try Int.decode(rows.row(at: 0).cell(at: 0))
    }
}

/// What comes back of a known instance's row.
struct ChangedRow<E: Entity, Rows: RowBatch> {
    let tracked: TrackedEntity<E>
    let row: LaterColumns<Rows.Row>
}

extension SessionState {
    /// Brings an instance up to date with a row that this session changed.
    func take<E: Entity, Rows: RowBatch>(_ changed: ChangedRow<E, Rows>) throws(PGError) {
        journal.willChange(changed.tracked)
        try meet(changed.tracked, changed.row)
    }
}
