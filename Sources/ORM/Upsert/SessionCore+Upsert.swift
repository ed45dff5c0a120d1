public import PGCore
public import QueryBuilder

extension SessionCore {
    /// Inserts an instance's row, or finds the one that is there.
    ///
    /// ```swift
    /// let result = try await session.insertOrFetch(User(email: "a@x.org", name: "A"), on: \.email)
    /// result.outcome      // .inserted or .existing
    /// result.entity       // the instance of the row, either way
    /// ```
    ///
    /// It is one statement, which writes nothing when the row is there. When another transaction
    /// commits the row at that very moment, the statement is sent once more: at READ COMMITTED it
    /// then sees the row; at the higher levels the server refuses with a serialization failure, for
    /// which to run the work again. Pending changes are flushed first.
    ///
    /// Where the row was there, the given instance stays as it is, outside the session. Instances
    /// are validated; hooks do not run.
    ///
    /// - Parameters:
    ///   - entity: An instance that is not in the session.
    ///   - columns: The columns of the unique constraint.
    ///   - fileID: The file of the call, which errors name.
    ///   - line: Its line.
    /// - Throws: `PGError.Code.wrongState` for an instance that is in the session, or has NULL in
    ///   one of the columns; otherwise as ``flush(fileID:line:)`` does.
    public func insertOrFetch<E: Entity, each Value>(
        _ entity: E, on columns: repeat KeyPath<E.Columns, Column<each Value>>,
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> InsertResult<E> {
        let names = columnNames(of: E.self, repeat each columns)
        let results = try await upserting([entity], names, .fetch, fileID, line)
        return results[0]
    }

    /// Inserts the rows of many instances, or finds those that are there, with one statement.
    ///
    /// The results are in the order of the instances. Of two instances for one row the first is
    /// inserted, and is what the second finds.
    ///
    /// - Throws: As ``insertOrFetch(_:on:fileID:line:)`` does.
    public func insertOrFetch<E: Entity, each Value>(
        contentsOf entities: [E], on columns: repeat KeyPath<E.Columns, Column<each Value>>,
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> [InsertResult<E>] {
        let names = columnNames(of: E.self, repeat each columns)
        return try await upserting(entities, names, .fetch, fileID, line)
    }

    /// Inserts an instance's row, or updates the one that is there.
    ///
    /// ```swift
    /// let result = try await session.upsert(user, on: \.email) { [$0.name, $0.age] }
    /// result.outcome      // .inserted or .updated
    /// ```
    ///
    /// It is one statement, which is right whatever others do meanwhile. The row's version, if it
    /// has one, counts up. Pending changes are flushed first.
    ///
    /// Where the row was there and the session knows its instance, that one is brought up to date
    /// and the given one stays outside the session.
    ///
    /// - Parameters:
    ///   - entity: An instance that is not in the session.
    ///   - columns: The columns of the unique constraint.
    ///   - set: The columns that are updated; by default all that the instance has values for.
    ///   - fileID: The file of the call, which errors name.
    ///   - line: Its line.
    /// - Throws: As ``insertOrFetch(_:on:fileID:line:)`` does.
    public func upsert<E: Entity, each Value>(
        _ entity: E, on columns: repeat KeyPath<E.Columns, Column<each Value>>,
        fileID: String = #fileID, line: UInt = #line,
        set: ((E.Columns) -> [any NamedColumn])? = nil
    ) async throws(PGError) -> InsertResult<E> {
        let names = columnNames(of: E.self, repeat each columns)
        let updated = set.map { $0(E.columns).map(\.name) }
        return try await upserting([entity], names, .update(updated), fileID, line)[0]
    }

    /// Inserts the rows of many instances, or updates those that are there, with one statement.
    ///
    /// The results are in the order of the instances.
    ///
    /// - Throws: `PGError.Code.server` with the SQLSTATE `cardinalityViolation` for two instances
    ///   of one row; otherwise as ``insertOrFetch(_:on:fileID:line:)`` does.
    public func upsert<E: Entity, each Value>(
        contentsOf entities: [E], on columns: repeat KeyPath<E.Columns, Column<each Value>>,
        fileID: String = #fileID, line: UInt = #line,
        set: ((E.Columns) -> [any NamedColumn])? = nil
    ) async throws(PGError) -> [InsertResult<E>] {
        let names = columnNames(of: E.self, repeat each columns)
        let updated = set.map { $0(E.columns).map(\.name) }
        return try await upserting(entities, names, .update(updated), fileID, line)
    }

    private func upserting<E: Entity>(
        _ entities: [E], _ target: [String], _ kind: UpsertKind, _ fileID: String, _ line: UInt
    ) async throws(PGError) -> [InsertResult<E>] {
        try beginUse(kind.call, fileID, line)
        defer { endUse() }
        do throws(PGError) {
            return try await upsert(entities, target, kind)
        } catch {
            throw error.at(fileID, line)
        }
    }
}

/// The names of columns.
private func columnNames<E: Entity, each Value>(
    of type: E.Type, _ columns: repeat KeyPath<E.Columns, Column<each Value>>
) -> [String] {
    var names: [String] = []
    for column in repeat each columns { names.append(E.columns[keyPath: column].name) }
    return names
}
