public import PGCore
public import QueryBuilder

extension SessionCore {
    /// Locks an instance's row until the transaction ends, and reads it again in the same statement.
    ///
    /// Pending changes are flushed first. Afterwards the instance is what the row is, and nobody
    /// else changes it before the transaction ends.
    ///
    /// ```swift
    /// try await session.lock(account, .update)
    /// account.balance -= 5
    /// try await session.commit()
    /// ```
    ///
    /// - Parameters:
    ///   - entity: An instance that stands for a row.
    ///   - strength: Which locks of others it excludes.
    ///   - noWait: Whether to fail when somebody else has the row, instead of waiting. As every
    ///     statement that fails, that ends the transaction: use ``tryLock(_:_:fileID:line:)`` to ask.
    ///   - fileID: The file of the call, which errors name.
    ///   - line: Its line.
    /// - Throws: `PGError.Code.wrongState` when the instance has no row in this session;
    ///   `PGError.Code.staleData` when the row is not there any more; `PGError.Code.server` with
    ///   the SQLSTATE `lockNotAvailable`; otherwise as ``fetch(_:fileID:line:)`` does.
    public func lock<E: Entity>(
        _ entity: E, _ strength: LockStrength = .update, noWait: Bool = false,
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) {
        try await lock(contentsOf: [entity], strength, noWait: noWait, fileID: fileID, line: line)
    }

    /// Locks the rows of several instances with one statement, in the order of their keys, so that
    /// two sessions that do this do not wait for each other.
    ///
    /// - Throws: As ``lock(_:_:noWait:fileID:line:)`` does.
    public func lock<E: Entity>(
        contentsOf entities: [E], _ strength: LockStrength = .update, noWait: Bool = false,
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) {
        try beginUse("lock()", fileID, line)
        defer { endUse() }
        do throws(PGError) {
            let missing = try await lockRows(of: entities, strength, noWait ? .noWait : nil)
            guard missing.isEmpty else {
                throw PGError(
                    .staleData, "\(missing.joined(separator: ", ")): the row is not there any more")
            }
        } catch {
            throw error.at(fileID, line)
        }
    }

    /// Locks an instance's row and reads it again, unless somebody else has locked it.
    ///
    /// It does not wait, and the transaction goes on whatever the answer.
    ///
    /// - Returns: Whether the row is locked now; `false` as well when it is not there any more.
    /// - Throws: `PGError.Code.wrongState` when the instance has no row in this session; otherwise
    ///   as ``fetch(_:fileID:line:)`` does.
    public func tryLock<E: Entity>(
        _ entity: E, _ strength: LockStrength = .update,
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> Bool {
        try beginUse("tryLock()", fileID, line)
        defer { endUse() }
        do throws(PGError) {
            return try await lockRows(of: [entity], strength, .skipLocked).isEmpty
        } catch {
            throw error.at(fileID, line)
        }
    }

    /// Returns the instance with this key, its row locked and read again: the server is always
    /// asked.
    ///
    /// - Throws: `PGError.Code.server` with the SQLSTATE `lockNotAvailable`; otherwise as
    ///   ``fetch(_:fileID:line:)`` does.
    public func get<E: Entity>(
        _ type: E.Type, _ id: E.ID, lock strength: LockStrength, _ waiting: LockWaiting? = nil,
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> E? {
        let query = E.rows(withKeys: [id])
        return try await fetch(query.lock(strength, waiting), fileID: fileID, line: line).first
    }

    /// Returns the names of those whose rows did not come back.
    private func lockRows<E: Entity>(
        of entities: [E], _ strength: LockStrength, _ waiting: LockWaiting?
    ) async throws(PGError) -> [String] {
        try await flushChanges()
        var keys: [E.ID] = []
        var missing: [ObjectIdentifier: String] = [:]
        for entity in entities {
            let tracked = try persistent(entity, for: "locked")
            guard let key = tracked.key else { continue }
            if missing.updateValue(tracked.label, forKey: ObjectIdentifier(entity)) == nil {
                keys.append(key)
            }
        }
        guard !keys.isEmpty else { return [] }
        var query = E.rows(withKeys: keys)
        if keys.count > 1 { query.sortByKey() }
        let rows = try await send(query.lock(strength, waiting).sql)
        for found in try hydrate(rows, as: E.self) { missing[ObjectIdentifier(found)] = nil }
        return missing.values.sorted()
    }

    /// Returns what the session knows about an instance that stands for a row.
    func persistent<E: Entity>(
        _ entity: E, for action: StaticString
    ) throws(PGError) -> TrackedEntity<E> {
        guard let tracked = state.map.tracked(entity)?.typed(as: E.self),
            tracked.state == .persistent
        else {
            throw PGError(
                .wrongState, "this \(E.self) is \(state.state(of: entity)) in the session",
                hint: "Only an instance that stands for a row can be \(action)")
        }
        return tracked
    }
}
