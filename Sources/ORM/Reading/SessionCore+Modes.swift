public import PGCore
import QueryBuilder

extension SessionCore {
    /// Runs a query and returns its only entity.
    ///
    /// - Throws: `PGError.Code.notFound` when there is none; `PGError.Code.rowCountMismatch` when
    ///   there are several; otherwise as ``fetch(_:fileID:line:)`` does.
    public func one<E: Entity>(
        _ query: EntityQuery<E>, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> E {
        // Two rows say as much as all of them.
        let probe = query.statement.limit == nil ? query.limit(2) : query
        let found = try await fetch(probe, fileID: fileID, line: line)
        guard let first = found.first else {
            throw PGError(.notFound, "the query found no \(E.self), and one was wanted")
                .inStatement(query.sql.text).at(fileID, line)
        }
        guard found.count == 1 else {
            throw PGError(
                .rowCountMismatch, "the query found more than one \(E.self), and one was wanted",
                hint: "Narrow the condition, or use first(_:)"
            ).inStatement(query.sql.text).at(fileID, line)
        }
        return first
    }

    /// Returns the instance with this key, as ``get(_:_:fileID:line:)`` does.
    ///
    /// - Throws: `PGError.Code.notFound` naming the entity and the key; otherwise as
    ///   ``fetch(_:fileID:line:)`` does.
    public func require<E: Entity>(
        _ type: E.Type, _ id: E.ID, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> E {
        if let found = try await get(type, id, fileID: fileID, line: line) { return found }
        throw PGError(.notFound, "there is no \(E.self) \(E.keyText(id))")
            .at(fileID, line)
    }

    /// Returns whether a query would find anything.
    ///
    /// - Throws: As ``fetch(_:fileID:line:)`` does.
    public func exists<E: Entity>(
        _ query: EntityQuery<E>, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> Bool {
        try beginUse("exists()", fileID, line)
        defer { endUse() }
        do throws(PGError) {
            var probe = filtered(query).statement
            probe.selection = [SQLNode(.text("1"))]
            probe.orderBy = []
            if probe.hasRareClauses { probe.rareClauses.locks = [] }
            let rows = try await flushAndSend(
                "SELECT EXISTS (\(probe.rendered))", isReading: true)
            return try rows.decode(Bool.self).first ?? false
        } catch {
            throw error.at(fileID, line)
        }
    }
}
