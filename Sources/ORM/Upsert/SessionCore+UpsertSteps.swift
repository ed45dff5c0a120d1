import PGCore

/// What happens to rows that are there.
enum UpsertKind {
    case fetch
    /// They take these columns; by default all that are written.
    case update([String]?)

    var call: StaticString {
        switch self {
        case .fetch: "insertOrFetch()"
        case .update: "upsert()"
        }
    }
}

extension SessionCore {
    /// How often a statement is sent that lost against insertions of others.
    private static var maximumRounds: Int { 20 }

    func upsert<E: Entity>(
        _ entities: [E], _ target: [String], _ kind: UpsertKind
    ) async throws(PGError) -> [InsertResult<E>] {
        let mapping = EntityMapping.of(E.self)
        let target = target.compactMap { name in
            mapping.definition.columns.firstIndex { $0.name == name }
        }
        let visitors = try enter(entities, target)
        defer { state.leave(visitors) }
        let failures = visitors.flatMap { mapping.validator?.check($0) ?? [] }
        if !failures.isEmpty { throw .validationFailed(failures) }
        try await flushChanges()
        var results: [ObjectIdentifier: InsertResult<E>] = [:]
        for group in groups(visitors) {
            let statements = UpsertStatements(
                mapping: mapping, columns: group.columns, target: target, rows: group.rows)
            let answers =
                switch kind {
                case .fetch: try await insertOrFetch(statements, as: E.self)
                case .update(let names): try await update(statements, names, as: E.self)
                }
            for (row, answer) in zip(group.rows, answers) {
                results[ObjectIdentifier(row.object)] = answer
            }
        }
        return entities.compactMap { results[ObjectIdentifier($0)] }
    }

    /// Lets the session know the instances for the time of the call, with what they refer to.
    private func enter<E: Entity>(
        _ entities: [E], _ target: [Int]
    ) throws(PGError) -> [TrackedEntity<E>] {
        for entity in entities {
            guard state.map.tracked(entity) == nil else {
                throw PGError(
                    .wrongState, "this \(E.self) is \(state.state(of: entity)) in the session",
                    hint: "Give an instance that was not added")
            }
            for column in target where entity.parameter(forColumn: column).isNull {
                throw PGError(
                    .wrongState,
                    "\(E.self).\(E.propertyNames[column]) is NULL, which conflicts with nothing",
                    hint: "Add the instance instead")
            }
        }
        var visitors: [TrackedEntity<E>] = []
        for entity in entities where state.map.tracked(entity) == nil {
            visitors.append(state.map.track(entity, .transient))
        }
        for tracked in visitors {
            for relationship in tracked.mapping.relationships {
                _ = try relationship.link.adopt(from: tracked, in: state)
            }
        }
        return visitors
    }

    /// Instances with the same columns, as many as go into one statement.
    private func groups<E: Entity>(
        _ visitors: [TrackedEntity<E>]
    ) -> [(columns: [Int], rows: [Tracked])] {
        var groups: [(columns: [Int], rows: [Tracked])] = []
        for tracked in visitors {
            let unset = tracked.unsetColumns
            let columns = tracked.mapping.columns.indices.filter { !unset.contains($0) }
            let limit =
                UpsertStatements.canBatch(tracked.mapping, columns)
                ? configuration.maximumBatch : 1
            let place = groups.lastIndex { $0.columns == columns && $0.rows.count < limit }
            if let place {
                groups[place].rows.append(tracked)
            } else {
                groups.append((columns, [tracked]))
            }
        }
        return groups
    }

    private func insertOrFetch<E: Entity>(
        _ statements: UpsertStatements, as type: E.Type
    ) async throws(PGError) -> [InsertResult<E>] {
        var results: [Int: InsertResult<E>] = [:]
        for _ in 0..<Self.maximumRounds {
            let rows = try await sendNaming(statements.insertOrFetch(), statements)
            for number in 0..<rows.count {
                let row = rows.row(at: number)
                let position = try Int.decode(row.cell(at: 0)) - 1
                guard results[position] == nil else { continue }
                // The second of two instances for one new row finds what the first inserted.
                let isNew = try Bool.decode(row.cell(at: 1))
                let tracked = statements.rows[position].typed(as: type)
                results[position] = try state.accept(
                    LaterColumns(base: row, offset: 2), for: tracked, isNew ? .inserted : .existing)
            }
            if results.count == statements.rows.count {
                return results.sorted { $0.key < $1.key }.map(\.value)
            }
        }
        throw PGError(
            .staleData, "rows of \(E.tableName) are inserted and deleted faster than they are read",
            hint: "Lock what the transactions compete for first")
    }

    private func update<E: Entity>(
        _ statements: UpsertStatements, _ names: [String]?, as type: E.Type
    ) async throws(PGError) -> [InsertResult<E>] {
        let mapping = statements.mapping
        var updated = statements.columns.filter {
            !statements.target.contains($0) && !mapping.primaryKey.contains($0)
                && $0 != mapping.version?.column
        }
        if let names {
            updated = mapping.columns.indices.filter {
                names.contains(mapping.definition.columns[$0].name)
            }
        }
        // Something has to be set for the row to come back.
        if updated.isEmpty { updated = [statements.target[0]] }
        let rows = try await sendNaming(statements.upsert(setting: updated), statements)
        var results: [InsertResult<E>] = []
        for (number, tracked) in statements.rows.enumerated() where number < rows.count {
            let row = rows.row(at: number)
            let isNew = try Bool.decode(row.cell(at: 0))
            results.append(
                try state.accept(
                    LaterColumns(base: row, offset: 1), for: tracked.typed(as: type),
                    isNew ? .inserted : .updated))
        }
        return results
    }

    private func sendNaming(
        _ statement: SQLStatement, _ statements: UpsertStatements
    ) async throws(PGError) -> Source.Connection.Rows {
        do throws(PGError) {
            return try await send(statement)
        } catch {
            throw error.namingViolation(of: statements.mapping, statements.rows)
        }
    }
}

extension SessionState {
    /// Takes over the row that an instance was given for.
    ///
    /// - Throws: A decoding code.
    func accept<E: Entity, Row: RowReader>(
        _ row: Row, for visitor: TrackedEntity<E>, _ outcome: InsertOutcome
    ) throws(PGError) -> InsertResult<E> {
        let table = table(E.self)
        let key = try E.primaryKey(in: row)
        if let known = table.byKey[key] {
            if outcome == .updated { journal.willChange(known) }
            if known.changedColumns.isEmpty { try reload(known, row) }
            // An earlier instance of the same call is the new row; this one has found it.
            return InsertResult(
                outcome: outcome == .inserted ? .existing : outcome, entity: known.entity)
        }
        guard outcome != .existing else {
            var index = 0
            let entity = try E(from: row, at: &index)
            let tracked = attach(entity, key, in: table)
            if table.mapping.hasSystemVersion { try tracked.loadSystemVersion(from: row) }
            table.loaded?(entity)
            return InsertResult(outcome: .existing, entity: entity)
        }
        journal.willChange(visitor)
        visitor.noteGenerated(visitor.unsetColumns.columns)
        try visitor.enter(.load)
        try reload(visitor, row)
        map.register(visitor)
        return InsertResult(outcome: outcome, entity: visitor.entity)
    }

    /// Forgets the instances that did not become rows.
    func leave(_ visitors: [Tracked]) {
        for tracked in visitors where tracked.state == .transient {
            journal.forget(tracked)
            map.forget(tracked)
        }
    }
}
