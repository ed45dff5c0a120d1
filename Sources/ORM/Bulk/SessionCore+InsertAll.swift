public import PGCore
import PGWire

extension SessionCore {
    /// Inserts the rows of instances that nobody has to track, by the fastest route, and returns
    /// how many were stored.
    ///
    /// ```swift
    /// try await session.insertAll(lines.map { Reading(sensor: $0.sensor, value: $0.value) })
    /// ```
    ///
    /// Fewer than ``SessionConfiguration/copyThreshold`` rows are an INSERT, more are a COPY. Nothing
    /// comes back: the instances stay outside the session, as they are, without what the server
    /// fills in. Instances are validated; hooks do not run. Rows that leave other columns to the
    /// server are sent apart, so that their order may change.
    ///
    /// Pending changes are flushed first. When it fails, nothing of it is stored: call
    /// ``rollback(fileID:line:)``, or let the error leave the savepoint or the session's scope.
    /// Cancelling stops it.
    ///
    /// - Throws: `PGError.Code.server` for a violated constraint, see
    ///   ``PGCore/PGError/properties(in:)``; `PGError.Code.validationFailed`;
    ///   `PGError.Code.wrongState` for an instance that is in the session, that stands for a row of
    ///   a view, or that leads to others which would have to be written as well; otherwise as
    ///   ``flush(fileID:line:)`` does.
    @discardableResult
    public func insertAll<E: Entity>(
        _ entities: some Sequence<E>, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> Int {
        try beginUse("insertAll()", fileID, line)
        defer { endUse() }
        var iterator = entities.makeIterator()
        do {
            return try await insertAll(E.self) { iterator.next() }
        } catch let error as PGError {
            throw error.at(fileID, line)
        } catch {
            throw PGError(.cancelled, "insertAll() was ended").caused(by: error).at(fileID, line)
        }
    }

    /// Inserts the rows of instances as they come, and returns how many were stored.
    ///
    /// ```swift
    /// let readings = lines.map { try Reading(parsing: $0) }      // an AsyncSequence
    /// try await session.insertAll(from: readings)
    /// ```
    ///
    /// It is for more rows than memory has room for: no more than
    /// ``SessionConfiguration/copyThreshold`` instances are kept, and the sequence waits while the
    /// server takes no more. It must not use the session itself. Otherwise it is the same as
    /// ``insertAll(_:fileID:line:)``.
    ///
    /// - Throws: What the sequence throws; otherwise as ``insertAll(_:fileID:line:)`` does.
    @discardableResult
    public func insertAll<E: Entity, Entities: AsyncSequence>(
        from entities: Entities, fileID: String = #fileID, line: UInt = #line
    ) async throws -> Int where Entities.Element == E {
        try beginUse("insertAll()", fileID, line)
        defer { endUse() }
        var iterator = entities.makeAsyncIterator()
        do {
            return try await insertAll(E.self) { try await iterator.next(isolation: #isolation) }
        } catch let error as PGError {
            throw error.at(fileID, line)
        }
    }

    private func insertAll<E: Entity>(
        _ type: E.Type, _ next: () async throws -> E?
    ) async throws -> Int {
        try await autoflush()
        let threshold = configuration.copyThreshold
        var load = BulkLoad<E>(limit: threshold < .max ? threshold : configuration.maximumBatch)
        var count = 0
        while let entity = try await next() {
            try check(entity, load.mapping)
            load.add(entity)
            while let full = load.takeFull() { count += try await insert(full, &load, next) }
        }
        while let rest = load.takeFirst() { count += try await insert(rest) }
        return count
    }

    /// Inserts as many rows as are kept, and with a COPY those that follow with the same columns.
    private func insert<E: Entity>(
        _ rows: BulkRows<E>, _ load: inout BulkLoad<E>, _ next: () async throws -> E?
    ) async throws -> Int {
        if rows.canBeCopied, configuration.copyThreshold < .max {
            let copied = try await withCopying { connection in
                try await copy(rows, &load, next, on: connection)
            }
            if let copied { return copied }
        }
        return try await insert(rows)
    }

    private func copy<E: Entity>(
        _ rows: BulkRows<E>, _ load: inout BulkLoad<E>, _ next: () async throws -> E?,
        on connection: PGWire.Connection
    ) async throws -> Int {
        let columns = rows.columns
        do {
            return try await connection.copyRows(
                into: CopyTable(E.tableName, schema: E.tableSchema), columns: rows.columnNames,
                sample: rows.sample
            ) { writer in
                for entity in rows.entities { try await writer.write(entity, columns) }
                while !load.hasFull, let entity = try await next() {
                    try check(entity, rows.mapping)
                    if entity.unsetColumns == rows.unset {
                        try await writer.write(entity, columns)
                    } else {
                        load.add(entity)
                    }
                }
            }
        } catch let error as PGError {
            throw error.namingViolation(of: rows.mapping, [])
        }
    }

    private func insert<E: Entity>(_ rows: BulkRows<E>) async throws(PGError) -> Int {
        let tracked = rows.entities.map {
            TrackedEntity($0, mapping: rows.mapping, state: .transient)
        }
        let step = WriteStep(
            operation: .insert, mapping: rows.mapping, columns: rows.columns, returning: [],
            rows: tracked)
        let batches = WriteStatements(step, maximumBatch: configuration.maximumBatch).batches()
        do throws(PGError) {
            return try await sendAll(batches.map(\.statement)).reduce(0) { $0 + $1.affectedRows }
        } catch {
            guard let place = error.row, batches.indices.contains(place) else { throw error }
            throw error.withoutRow.namingViolation(of: rows.mapping, batches[place].rows)
        }
    }

    /// Refuses an instance whose row alone is not all that there is to write.
    private func check<E: Entity>(_ entity: E, _ mapping: EntityMapping) throws(PGError) {
        if let known = state.map.tracked(entity) {
            throw PGError(
                .wrongState, "\(known.label) is \(known.state) in the session",
                hint: "Give instances that were not added")
        }
        guard mapping.isReadOnly || mapping.validator != nil || !mapping.relationships.isEmpty
        else { return }
        let visitor = TrackedEntity(entity, mapping: mapping, state: .transient)
        if mapping.isReadOnly { throw .readOnly(visitor) }
        let failures = mapping.validator?.check(visitor) ?? []
        if !failures.isEmpty { throw .validationFailed(failures) }
        for relationship in mapping.relationships {
            let link = relationship.link
            guard
                link.hasChanges(of: visitor)
                    || link.related(to: visitor).contains(where: { !$0.hasKey })
            else { continue }
            throw PGError(
                .wrongState,
                "\(mapping.name).\(link.name) leads to instances that are not written with it",
                hint: "Insert those first, or add() the instance and commit")
        }
    }
}

extension Entity {
    fileprivate var hasKey: Bool { persistentID != nil }
}

extension CopyWriter {
    fileprivate func write<E: Entity>(_ entity: E, _ columns: [Int]) async throws(PGError) {
        try await write(row: columns.count) { entity.parameter(forColumn: columns[$0]) }
    }
}
