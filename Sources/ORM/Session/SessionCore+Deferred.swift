public import PGCore
public import QueryBuilder

extension SessionCore {
    /// Loads a ``Deferred`` column of instances, with one statement for all of them.
    ///
    /// ```swift
    /// try await session.load(\.body, of: articles)
    /// ```
    ///
    /// Instances that have it are passed over. Other columns stay as they are, changed or not.
    ///
    /// - Throws: `PGError.Code.wrongState` for an instance that has no row in this session;
    ///   otherwise as ``fetch(_:fileID:line:)`` does.
    public func load<E: Entity, Value>(
        _ column: KeyPath<E.Columns, Column<Value>>, of entities: [E],
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) {
        try beginUse("load()", fileID, line)
        defer { endUse() }
        do throws(PGError) {
            let position = try EntityMapping.of(E.self).column(
                named: E.columns[keyPath: column].name)
            try await autoflush()
            let waiting = entities.filter { $0.unsetColumns.contains(position) }
            guard !waiting.isEmpty else { return }
            try await refreshSome(waiting, [position])
        } catch {
            throw error.at(fileID, line)
        }
    }

    /// Loads a ``Deferred`` column of one instance.
    ///
    /// - Throws: As ``load(_:of:fileID:line:)`` does.
    public func load<E: Entity, Value>(
        _ column: KeyPath<E.Columns, Column<Value>>, of entity: E,
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) {
        try await load(column, of: [entity], fileID: fileID, line: line)
    }

    /// Takes columns from a row that has them in this order, but not those that were changed.
    func receive<E: Entity, Row: RowReader>(
        _ columns: [Int], of entity: E, _ row: Row
    ) throws(PGError) {
        guard let tracked = state.map.tracked(entity)?.typed(as: E.self) else { return }
        let changed = tracked.changedColumns
        let positions = columns.indices.filter { !changed.contains(columns[$0]) }
        guard !positions.isEmpty else { return }
        try state.reload(
            tracked, positions.map { columns[$0] }, ReorderedRow(base: row, positions: positions))
    }
}
