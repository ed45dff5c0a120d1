import PGCore

extension SessionCore {
    /// Loads a relationship of owners, with what it includes.
    func load<Owner: Entity>(
        _ inclusion: some Inclusion<Owner>, of owners: [Owner]
    ) async throws(PGError) {
        var plan = LoadPlan()
        try await run(try inclusion.prepare(for: owners, in: self, &plan))
    }

    /// Makes instances of rows, and of what was joined to them; returns what has to be loaded next.
    func receive<E: Entity>(
        _ rows: Source.Connection.Rows, _ query: EntityQuery<E>, _ plan: inout LoadPlan
    ) throws(PGError) -> (entities: [E], loads: [PendingLoad<Source>]) {
        let entities = try hydrate(rows, as: E.self)
        return (entities, try receive(rows, query, entities, &plan))
    }

    /// Makes instances of what was joined to rows, of which the entities have been made.
    func receive<E: Entity>(
        _ rows: Source.Connection.Rows, _ query: EntityQuery<E>, _ entities: [E],
        _ plan: inout LoadPlan
    ) throws(PGError) -> [PendingLoad<Source>] {
        try receiveJoined(rows, query, entities, &plan)
    }

    /// Makes instances of what was joined to rows, of which the entities, where there were any, have
    /// been made.
    func receiveJoined<E: Entity>(
        _ rows: Source.Connection.Rows, _ query: EntityQuery<E>, _ entities: [E?],
        _ plan: inout LoadPlan
    ) throws(PGError) -> [PendingLoad<Source>] {
        guard query.hasJoins else { return [] }
        state.hasLoadedRelationships = true
        var offset = query.statement.selection.count
        var loads: [PendingLoad<Source>] = []
        for inclusion in query.inclusions where inclusion.isJoined {
            loads += try inclusion.receive(rows, entities, &offset, in: self, &plan)
        }
        return loads
    }

    /// Returns what has to be sent for the relationships that a query includes and does not join.
    func prepare<E: Entity>(
        _ query: EntityQuery<E>, of entities: [E], _ plan: inout LoadPlan
    ) throws(PGError) -> [PendingLoad<Source>] {
        guard !entities.isEmpty else { return [] }
        var loads: [PendingLoad<Source>] = []
        for inclusion in query.inclusions where !inclusion.isJoined {
            loads += try inclusion.prepare(for: entities, in: self, &plan)
        }
        return loads
    }

    /// Makes instances of the columns from `offset` on, and `nil` where a join found no row.
    func hydrate<E: Entity, Rows: RowBatch>(
        _ rows: Rows, as type: E.Type, at offset: Int, where isWanted: (Int) -> Bool
    ) throws(PGError) -> [E?] {
        let table = state.table(type)
        var entities: [E?] = []
        entities.reserveCapacity(rows.count)
        for number in 0..<rows.count {
            let row = LaterColumns(base: rows.row(at: number), offset: offset)
            let isMissing = E.primaryKeyIndexes.contains { row.cell(at: $0).isNull }
            guard isWanted(number), !isMissing else {
                entities.append(nil)
                continue
            }
            do throws(PGError) {
                entities.append(try instance(of: type, row, in: table))
            } catch {
                throw error.inRow(number)
            }
        }
        return entities
    }
}

/// A row from one of its columns on.
struct LaterColumns<Base: RowReader>: RowReader {
    let base: Base
    let offset: Int

    var columnCount: Int { base.columnCount - offset }
    func cell(at index: Int) -> Cell { base.cell(at: index + offset) }
    func columnName(at index: Int) -> String { base.columnName(at: index + offset) }
    func columnIndex(named name: String) -> Int? {
        (0..<columnCount).first { columnName(at: $0) == name }
    }
}
