public import PGCore
import QueryBuilder

extension SessionCore {
    /// Loads a row again and sets all columns of the instance, giving up changes that were not
    /// flushed.
    ///
    /// Relationships that are loaded stay. Where the foreign key points elsewhere now, the reference
    /// leads to the instance that the session knows, if there is one. Of the ``Deferred`` columns
    /// those are loaded again that were.
    ///
    /// - Throws: `PGError.Code.wrongState` when the instance has no row in this session;
    ///   `PGError.Code.staleData` when the row is not there any more; otherwise as
    ///   ``fetch(_:fileID:line:)`` does.
    public func refresh<E: Entity>(
        _ entity: E, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) {
        try use.begin("refresh()", fileID, line)
        defer { use.end() }
        do throws(PGError) {
            try await refreshAll([entity])
        } catch {
            throw error.at(fileID, line)
        }
    }

    /// Loads the rows of several instances again, with one statement for all of them.
    ///
    /// - Throws: As ``refresh(_:fileID:line:)`` does; then none of them has changed.
    public func refresh<E: Entity>(
        contentsOf entities: [E], fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) {
        try use.begin("refresh()", fileID, line)
        defer { use.end() }
        do throws(PGError) {
            try await refreshAll(entities)
        } catch {
            throw error.at(fileID, line)
        }
    }

    /// Loads some columns of a row again, giving up changes in them and keeping those in others.
    ///
    /// ```swift
    /// try await session.refresh(user, \.name, \.age)
    /// ```
    ///
    /// - Throws: As ``refresh(_:fileID:line:)`` does.
    public func refresh<E: Entity>(
        _ entity: E, _ column: PartialKeyPath<E.Columns>, _ more: PartialKeyPath<E.Columns>...,
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) {
        try await refresh(
            contentsOf: [entity], columns: Self.names(of: [column] + more, in: E.self),
            fileID: fileID, line: line)
    }

    /// Loads some columns of several rows again, with one statement for all of them.
    ///
    /// - Parameters:
    ///   - entities: The instances.
    ///   - columns: The names of properties, or of columns.
    ///   - fileID: The file of the call.
    ///   - line: The line of the call.
    /// - Throws: `PGError.Code.invalidMapping` for a name that the entity does not have; otherwise
    ///   as ``refresh(_:fileID:line:)`` does.
    public func refresh<E: Entity>(
        contentsOf entities: [E], columns: [String],
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) {
        try use.begin("refresh()", fileID, line)
        defer { use.end() }
        do throws(PGError) {
            let positions = try Self.columns(columns, of: E.self)
            try await refreshSome(entities, positions)
        } catch {
            throw error.at(fileID, line)
        }
    }

    /// Trusts what an instance holds no longer: the next query that meets its row overwrites it,
    /// and ``get(_:_:fileID:line:)`` asks the server.
    ///
    /// Reading a property never asks the server: until then it has the value it had. What was
    /// changed before is given up and not written. What is changed afterwards is a change like any
    /// other: it is kept and written, because work done later than the expiry is not to be lost.
    ///
    /// - Throws: `PGError.Code.wrongState` when the instance has no row in this session.
    public func expire<E: Entity>(
        _ entity: E, fileID: String = #fileID, line: UInt = #line
    ) throws(PGError) {
        do throws(PGError) {
            let tracked = try state.tracked(entity, for: .expire)
            state.discardChanges(of: tracked)
            tracked.expire(tracked.mapping.allColumns)
        } catch {
            throw error.at(fileID, line)
        }
    }

    /// Trusts some columns of an instance no longer.
    ///
    /// ```swift
    /// try session.expire(user, \.age)
    /// ```
    ///
    /// - Throws: As ``expire(_:fileID:line:)`` does.
    public func expire<E: Entity>(
        _ entity: E, _ column: PartialKeyPath<E.Columns>, _ more: PartialKeyPath<E.Columns>...,
        fileID: String = #fileID, line: UInt = #line
    ) throws(PGError) {
        do throws(PGError) {
            let names = Self.names(of: [column] + more, in: E.self)
            let columns = try Self.columns(names, of: E.self)
            try state.tracked(entity, for: .expire).expire(ColumnMask(columns))
        } catch {
            throw error.at(fileID, line)
        }
    }

    /// Trusts nothing that the session holds any longer, as after a long pause.
    ///
    /// See ``expire(_:fileID:line:)``; changes that were not flushed are given up.
    public func expireAll() {
        for tracked in state.map.all where tracked.phase == .persistent {
            state.discardChanges(of: tracked)
            tracked.expire(tracked.mapping.allColumns)
        }
    }
}

// MARK: Steps

extension SessionCore {
    private static func names<E: Entity>(
        of paths: [PartialKeyPath<E.Columns>], in type: E.Type
    ) -> [String] {
        paths.map { path in
            (E.columns[keyPath: path] as? any NamedColumn)?.name ?? String(describing: path)
        }
    }

    private static func columns<E: Entity>(
        _ names: [String], of type: E.Type
    ) throws(PGError) -> [Int] {
        var columns: [Int] = []
        for name in names { columns.append(try EntityMapping.of(type).column(named: name)) }
        return columns
    }

    private func refreshAll<E: Entity>(_ entities: [E]) async throws(PGError) {
        // What was read once would be of another moment than the rest.
        let deferred = E.deferredColumns.columns.filter { column in
            entities.contains { !$0.unsetColumns.contains(column) }
        }
        let fetched = EntityMapping.of(E.self).columnsOfRow
        try await reread(entities, columns: nil, and: deferred) { (tracked, row) throws(PGError) in
            let unset = tracked.unsetColumns
            try self.state.reload(tracked, row)
            let loaded = deferred.indices.filter { !unset.contains(deferred[$0]) }
            guard !loaded.isEmpty else { return }
            let more = ReorderedRow(base: row, positions: loaded.map { fetched + $0 })
            try self.state.reload(tracked, loaded.map { deferred[$0] }, more)
        }
    }

    func refreshSome<E: Entity>(
        _ entities: [E], _ columns: [Int]
    ) async throws(PGError) {
        let wanted = EntityMapping.of(E.self).completing(columns)
        let others = wanted.filter { !E.primaryKeyIndexes.contains($0) }
        try await reread(entities, columns: others) { (tracked, row) throws(PGError) in
            // The key comes first.
            let offset = E.primaryKeyIndexes.count
            try self.state.reload(tracked, others, LaterColumns(base: row, offset: offset))
        }
    }

    /// Reads rows again, all columns or the key and some, and hands each to its instance when none
    /// is missing.
    ///
    /// - Parameter deferred: Columns that come behind all others.
    private func reread<E: Entity>(
        _ entities: [E], columns: [Int]?, and deferred: [Int] = [],
        _ take: (TrackedEntity<E>, Source.Connection.Rows.Row) throws(PGError) -> Void
    ) async throws(PGError) {
        var known: [E.ID: TrackedEntity<E>] = [:]
        var keys: [E.ID] = []
        for entity in entities {
            let tracked = try state.tracked(entity, for: .refresh)
            guard let key = tracked.key, known.updateValue(tracked, forKey: key) == nil else {
                continue
            }
            keys.append(key)
        }
        guard !keys.isEmpty else { return }
        var query = E.rows(withKeys: keys)
        if let columns { query.select(E.primaryKeyIndexes + columns) }
        query.select(also: deferred)
        let rows = try await send(query.sql, isReading: true)
        var found: [(TrackedEntity<E>, Int)] = []
        for number in 0..<rows.count {
            let row = rows.row(at: number)
            var index = 0
            let key = columns == nil ? try E.primaryKey(in: row) : try E.ID(from: row, at: &index)
            if let tracked = known.removeValue(forKey: key) {
                found.append((tracked, number))
            }
        }
        guard known.isEmpty else { throw Self.missing(keys.compactMap { known[$0]?.label }) }
        for (tracked, number) in found {
            try take(tracked, rows.row(at: number))
            state.reach(from: tracked)
        }
    }

    private static func missing(_ labels: [String]) -> PGError {
        let names = labels.prefix(3).joined(separator: ", ")
        return PGError(
            .staleData,
            labels.count == 1
                ? "\(names): the row is not there any more"
                : "\(names): the rows are not there any more",
            hint: "Expunge what has gone")
    }
}
