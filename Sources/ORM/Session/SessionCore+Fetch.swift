public import PGCore
import QueryBuilder

extension SessionCore {
    /// Runs a query and returns its entities, with what it includes.
    ///
    /// Pending changes are flushed first. A row that the session knows is returned as the known
    /// instance: brought up to date when it has no changes of its own, left alone when it has.
    ///
    /// - Throws: `PGError.Code.server`; a decoding code; `PGError.Code.closed`;
    ///   `PGError.Code.concurrentUse`; what the flush throws.
    @inlinable
    public func fetch<E: Entity>(
        _ query: EntityQuery<E>, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> [E] {
        try beginUse("fetch()", fileID, line)
        defer { endUse() }
        do throws(PGError) {
            let entities = try hydrate(try await flushAndSend(query.sql), as: E.self)
            try await include(query, of: entities)
            return entities
        } catch {
            throw error.at(fileID, line)
        }
    }

    /// Runs a query and returns its first entity, or `nil` when there is none.
    ///
    /// - Throws: As ``fetch(_:fileID:line:)`` does.
    public func first<E: Entity>(
        _ query: EntityQuery<E>, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> E? {
        try await fetch(query.limit(1), fileID: fileID, line: line).first
    }

    /// Runs a query and returns its only entity, or `nil` when there is none.
    ///
    /// - Throws: `PGError.Code.rowCountMismatch` when there are several; otherwise as
    ///   ``fetch(_:fileID:line:)`` does.
    public func fetchOne<E: Entity>(
        _ query: EntityQuery<E>, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> E? {
        let found = try await fetch(query, fileID: fileID, line: line)
        guard found.count <= 1 else {
            throw PGError(
                .rowCountMismatch, "the query found \(found.count) entities, and one was wanted",
                hint: "Narrow the condition, or use first(_:)"
            ).inStatement(query.sql.text).at(fileID, line)
        }
        return found.first
    }

    /// Returns how many entities a query would return.
    ///
    /// - Throws: As ``fetch(_:fileID:line:)`` does.
    public func count<E: Entity>(
        _ query: EntityQuery<E>, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> Int {
        try beginUse("count()", fileID, line)
        defer { endUse() }
        do throws(PGError) {
            return try await flushAndSend(query.countStatement).decode(Int.self).first ?? 0
        } catch {
            throw error.at(fileID, line)
        }
    }

    /// Returns the instance with this key: the known one without asking the server, or `nil` when
    /// there is no such row or it is about to be deleted.
    ///
    /// An expired instance is loaded again.
    ///
    /// - Throws: As ``fetch(_:fileID:line:)`` does.
    public func get<E: Entity>(
        _ type: E.Type, _ id: E.ID, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> E? {
        try beginUse("get()", fileID, line)
        defer { endUse() }
        let table = state.table(type)
        if let known = table.answer(for: id) { return known.state == .deleted ? nil : known.entity }
        do throws(PGError) {
            try await autoflush()
            state.sweepIfGrown()
            if let known = table.answer(for: id) {
                return known.state == .deleted ? nil : known.entity
            }
            let found = try hydrate(try await send(E.row(withKey: id)), as: type).first
            if found == nil, let known = table.byKey[id] { state.expunge([known]) }
            return found
        } catch {
            throw error.at(fileID, line)
        }
    }

    /// Loads a relationship of instances with one statement for all of them.
    ///
    /// ```swift
    /// try await session.load(\.posts, of: users)
    /// ```
    ///
    /// - Throws: As ``fetch(_:fileID:line:)`` does.
    public func load<Owner: Entity, Value: RelationshipValue>(
        _ path: any KeyPath<Owner, Value> & Sendable, of owners: [Owner],
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) {
        try beginUse("load()", fileID, line)
        defer { endUse() }
        do throws(PGError) {
            try await autoflush()
            state.sweepIfGrown()
            _ = try await loadRelationship(path, of: owners)
        } catch {
            throw error.at(fileID, line)
        }
    }

    /// Loads a relationship of one instance.
    ///
    /// - Throws: As ``fetch(_:fileID:line:)`` does.
    public func load<Owner: Entity, Value: RelationshipValue>(
        _ path: any KeyPath<Owner, Value> & Sendable, of owner: Owner,
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) {
        try await load(path, of: [owner], fileID: fileID, line: line)
    }
}

// MARK: Steps

extension SessionCore {
    @usableFromInline
    func flushAndSend(_ statement: SQLStatement) async throws(PGError) -> Source.Connection.Rows {
        try await autoflush()
        state.sweepIfGrown()
        return try await send(statement)
    }

    @usableFromInline
    func include<E: Entity>(_ query: EntityQuery<E>, of entities: [E]) async throws(PGError) {
        guard !entities.isEmpty else { return }
        for inclusion in query.inclusions { try await inclusion.load(for: entities, in: self) }
    }

    /// Turns rows with all columns into instances, known ones where there are any.
    @inlinable
    func hydrate<E: Entity, Rows: RowBatch>(
        _ rows: Rows, as type: E.Type
    ) throws(PGError) -> [E] {
        let table = state.table(type)
        let keyIndex = E.primaryKeyIndex
        var entities: [E] = []
        entities.reserveCapacity(rows.count)
        table.byKey.reserveCapacity(table.byKey.count + rows.count)
        for number in 0..<rows.count {
            let row = rows.row(at: number)
            do throws(PGError) {
                let key = try E.ID.decode(row.cell(at: keyIndex))
                if let known = table.byKey[key] {
                    try state.meet(known, row)
                    entities.append(known.entity)
                } else {
                    var index = 0
                    let entity = try E(from: row, at: &index)
                    state.attach(entity, key, in: table)
                    entities.append(entity)
                }
            } catch {
                throw error.inRow(number)
            }
        }
        return entities
    }
}

extension Entity {
    static func row(withKey key: ID) -> SQLStatement { rows(withKeys: [key]).sql }

    /// The rows with these keys, in no order.
    static func rows(withKeys keys: [ID]) -> EntityQuery<Self> {
        guard keys.count == 1, let key = keys.first else {
            return rows(whereColumn: primaryKeyIndex, isOneOf: keys)
        }
        var query = all
        let table = TableReference(tableName, schema: tableSchema)
        query.filter(
            SQLNode(
                .fragment([
                    SQLNode(.column(table, primaryKeyName)), SQLNode(.text(" = ")),
                    SQLNode(.parameter(key)),
                ])))
        return query
    }
}
