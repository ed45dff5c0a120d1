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
            let answer = try await ask(query)
            let entities = try hydrate(answer.rows, as: E.self)
            try await include(query, of: entities, answer)
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
            let counting = statement(for: query, isSorted: false).countStatement
            return try await flushAndSend(counting, isReading: query.isReading).decode(Int.self)
                .first ?? 0
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
        if let answer = known(id, in: table) { return answer.entity }
        do throws(PGError) {
            try await autoflush()
            state.sweepIfGrown()
            if let answer = known(id, in: table) {
                return answer.entity
            }
            try noteSingle(
                "\(type)",
                hint: "Fetch them together, or include the relationship that leads to them", fileID,
                line)
            let rows = try await send(statement(forKey: id, in: table), isReading: true)
            let found = rows.count == 0 ? nil : try instance(of: type, rows.row(at: 0), in: table)
            if found == nil, configuration.filters.filters(for: type).isEmpty,
                let known = table.byKey[id]
            {
                // A rollback may bring the row back.
                try state.markGone(known)
            }
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
    /// What is loaded already is loaded again.
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
            if owners.count == 1 { try noteSingle(path, fileID, line) }
            try await load(PathInclusion(path: path, query: EntityQuery()), of: owners)
        } catch {
            throw error.at(fileID, line)
        }
    }

    /// Loads a relationship of instances as `refined` says, as a query's `include` does.
    ///
    /// - Throws: As ``fetch(_:fileID:line:)`` does.
    public func load<Owner: Entity, Value: RelationshipValue>(
        _ path: any KeyPath<Owner, Value> & Sendable, of owners: [Owner],
        fileID: String = #fileID, line: UInt = #line,
        _ refined: (EntityQuery<Value.Target>) -> EntityQuery<Value.Target>
    ) async throws(PGError) {
        try beginUse("load()", fileID, line)
        defer { endUse() }
        do throws(PGError) {
            try await autoflush()
            state.sweepIfGrown()
            if owners.count == 1 { try noteSingle(path, fileID, line) }
            try await load(PathInclusion(path: path, query: refined(EntityQuery())), of: owners)
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
    /// The answer to a `get` that needs no server: an instance, or that there is none.
    private func known<E: Entity>(
        _ id: E.ID, in table: EntityTable<E>
    ) -> (entity: E?, isKnown: Bool)? {
        guard let known = table.answer(for: id) else { return nil }
        guard known.state != .deleted else { return (nil, true) }
        return passesFilters(known.entity).map { ($0 ? known.entity : nil, true) }
    }

    private func noteSingle<Owner: Entity, Value: RelationshipValue>(
        _ path: any KeyPath<Owner, Value> & Sendable, _ fileID: String, _ line: UInt
    ) throws(PGError) {
        guard configuration.nPlusOne != .off else { return }
        let name = try EntityMapping.of(Owner.self).link(at: path).name
        try noteSingle(
            "\(Owner.self).\(name)",
            hint: "Add include(\\.\(name)) to the query that found them, or call "
                + "session.load(\\.\(name), of:) with all of them", fileID, line)
    }
}

extension SessionCore {
    @usableFromInline
    func flushAndSend(
        _ statement: SQLStatement, isReading: Bool = false
    ) async throws(PGError) -> Source.Connection.Rows {
        try await autoflush()
        state.sweepIfGrown()
        return try await send(statement, isReading: isReading)
    }

    /// Sends a query, and with it what it asks for ahead.
    @usableFromInline
    func ask<E: Entity>(_ query: EntityQuery<E>) async throws(PGError) -> QueryAnswer<E, Source> {
        let filtered = statement(for: query)
        let ahead = try ahead(query, filtered.keys)
        guard !ahead.isEmpty else {
            let rows = try await flushAndSend(filtered.sql, isReading: query.isReading)
            return QueryAnswer(rows: rows)
        }
        try await autoflush()
        state.sweepIfGrown()
        let statements = ahead.flatMap(\.statements)
        let areReading = query.isReading && !statements.contains { $0.mayLock }
        let answers = try await sendAll([filtered.sql] + statements, areReading: areReading)
        return QueryAnswer(rows: answers[0], ahead: ahead, answers: answers.dropFirst())
    }

    /// Returns the query as it is sent: every read of entities goes through here.
    @usableFromInline
    func statement<E: Entity>(
        for query: EntityQuery<E>, isSorted: Bool = true
    ) -> EntityQuery<E> {
        filtered(query)
    }

    /// The question for one row, whose text is worked out once for an entity.
    private func statement<E: Entity>(
        forKey id: E.ID, in table: EntityTable<E>
    ) -> SQLStatement {
        let mapping = table.mapping
        guard configuration.filters.areNone(for: mapping) else {
            return filtered(E.rows(withKeys: [id])).sql
        }
        let parameters = E.keyParameters(id)
        if let known = mapping.oneRow { return known.with(parameters: parameters) }
        let statement = E.rows(withKeys: [id]).sql
        mapping.oneRow = statement.with(parameters: [])
        return statement
    }

    @usableFromInline
    func include<E: Entity>(
        _ query: EntityQuery<E>, of entities: [E], _ answer: QueryAnswer<E, Source>
    ) async throws(PGError) {
        guard !entities.isEmpty, !query.inclusions.isEmpty else { return }
        var plan = LoadPlan()
        var loads = try receive(answer.rows, query, entities, &plan)
        loads += try answer.ahead.finish(entities, answer.answers, &plan)
        if !answer.ahead.isEmpty { state.hasLoadedRelationships = true }
        loads += try prepare(query.withoutSubqueries, of: entities.unique(), &plan)
        try await run(loads)
    }

    /// Turns rows with all columns into instances, known ones where there are any.
    @inlinable
    func hydrate<E: Entity, Rows: RowBatch>(
        _ rows: Rows, as type: E.Type
    ) throws(PGError) -> [E] {
        let table = state.table(type)
        var entities: [E] = []
        entities.reserveCapacity(rows.count)
        if rows.count > 8 { table.byKey.reserveCapacity(table.byKey.count + rows.count) }
        for number in 0..<rows.count {
            let row = rows.row(at: number)
            do throws(PGError) {
                entities.append(try instance(of: type, row, in: table))
            } catch {
                throw error.inRow(number)
            }
        }
        return entities
    }

    /// Returns the known instance of a row, or a new one.
    @inlinable
    func instance<E: Entity, Row: RowReader>(
        of type: E.Type, _ row: Row, in table: EntityTable<E>
    ) throws(PGError) -> E {
        let key = try E.primaryKey(in: row)
        if let known = table.byKey[key] {
            try state.meet(known, row)
            return known.entity
        }
        var index = 0
        let entity = try E(from: row, at: &index)
        let tracked = state.attach(entity, key, in: table)
        if table.mapping.hasSystemVersion { try tracked.loadSystemVersion(from: row) }
        if let loaded = table.loaded { loaded(entity) }
        return entity
    }
}

extension Entity {
    static func row(withKey key: ID) -> SQLStatement { rows(withKeys: [key]).sql }

    /// The rows with these keys, in no order.
    static func rows(withKeys keys: [ID]) -> EntityQuery<Self> {
        guard keys.count == 1, let key = keys.first else {
            var query = all
            let columns = primaryKeyNames.map { SQLNode(.column(tableReference, $0)) }
            query.filter(.columns(columns, areOneOf: KeyArrays(keys, of: Self.self)))
            return query
        }
        var query = all
        let table = TableReference(tableName, schema: tableSchema)
        for (part, name) in primaryKeyNames.enumerated() {
            query.filter(
                SQLNode(
                    .fragment([
                        SQLNode(.column(table, name)), SQLNode(.text(" = ")),
                        SQLNode(.parameter(keyParameter(key, part: part))),
                    ])))
        }
        return query
    }
}

/// The rows of a query, and what was asked for ahead with the answers.
@usableFromInline
struct QueryAnswer<E: Entity, Source: SessionSource> {
    @usableFromInline let rows: Source.Connection.Rows
    var ahead: [AheadLoad<E, Source>] = []
    var answers: ArraySlice<Source.Connection.Rows> = []
}
