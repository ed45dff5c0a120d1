import PGCore

extension Connection {
    /// Runs `body` while this session holds an advisory lock.
    ///
    /// Waits until the lock is free. It is given up when `body` ends, however it ends, and when the
    /// task is cancelled while it waits. A session may hold a lock several times over.
    ///
    /// - Parameters:
    ///   - key: What to lock.
    ///   - mode: Whom to keep out.
    ///   - body: What to do under the lock.
    /// - Throws: What `body` throws; as ``execute(_:)`` does while waiting.
    public nonisolated func withAdvisoryLock<Result>(
        _ key: AdvisoryKey, mode: AdvisoryLockMode = .exclusive,
        _ body: () async throws -> sending Result
    ) async throws -> sending Result {
        try await lock(key, mode)
        return try await whileLocked(key, mode, body)
    }

    /// Runs `body` under an advisory lock if nobody else holds it; returns `nil` otherwise.
    ///
    /// - Parameters:
    ///   - key: What to lock.
    ///   - mode: Whom to keep out.
    ///   - body: What to do under the lock.
    /// - Throws: What `body` throws; as ``execute(_:)`` does.
    public nonisolated func withAdvisoryLockIfFree<Result>(
        _ key: AdvisoryKey, mode: AdvisoryLockMode = .exclusive,
        _ body: () async throws -> sending Result
    ) async throws -> sending Result? {
        guard try await tryLock(key, mode) else { return nil }
        return try await whileLocked(key, mode, body)
    }

    private nonisolated func whileLocked<Result>(
        _ key: AdvisoryKey, _ mode: AdvisoryLockMode, _ body: () async throws -> sending Result
    ) async throws -> sending Result {
        do {
            let result = try await body()
            await unlock(key, mode)
            return result
        } catch {
            await unlock(key, mode)
            throw error
        }
    }

    private func lock(_ key: AdvisoryKey, _ mode: AdvisoryLockMode) async throws(PGError) {
        _ = try await lock("pg_advisory_lock\(mode.suffix)(\(key.arguments))", key, mode)
    }

    private func tryLock(
        _ key: AdvisoryKey, _ mode: AdvisoryLockMode
    ) async throws(PGError) -> Bool {
        try await lock("pg_try_advisory_lock\(mode.suffix)(\(key.arguments))", key, mode)?.isTrue
            ?? false
    }

    private func lock(
        _ call: String, _ key: AdvisoryKey, _ mode: AdvisoryLockMode
    ) async throws(PGError) -> ResultHandle? {
        try requireLease()
        let sql = "SELECT pg_catalog.\(call)"
        do throws(PGError) {
            return try await perform(.once(sql), text: sql)
        } catch {
            // It ended just before it was cancelled: then the lock was taken.
            if error.execution == .mayHaveRun { await unlock(key, mode) }
            throw error
        }
    }

    /// Gives the lock up, whatever becomes of the task.
    ///
    /// A connection that cannot is closed, which gives up all its locks.
    private func unlock(_ key: AdvisoryKey, _ mode: AdvisoryLockMode) async {
        guard isOpen else { return }
        let sql = "SELECT pg_catalog.pg_advisory_unlock\(mode.suffix)(\(key.arguments))"
        let answer = await executeAll([sql], by: .now + configuration.cancelTimeout)
        if case .failure = answer[0] { close() }
    }
}

extension ConnectionPool {
    /// Runs `body` on a connection of its own while it holds an advisory lock.
    ///
    /// See ``Connection/withAdvisoryLock(_:mode:_:)``. While it waits for the lock it holds a connection.
    ///
    /// - Parameters:
    ///   - key: What to lock.
    ///   - mode: Whom to keep out.
    ///   - body: What to do under the lock.
    /// - Throws: What `body` throws; as ``withConnection(_:)`` and ``Connection/execute(_:)`` do.
    public func withAdvisoryLock<Result>(
        _ key: AdvisoryKey, mode: AdvisoryLockMode = .exclusive,
        _ body: (Connection) async throws -> sending Result
    ) async throws -> sending Result {
        try await withConnection { connection in
            try await connection.withAdvisoryLock(key, mode: mode) { try await body(connection) }
        }
    }

    /// Runs `body` under an advisory lock if nobody else holds it; returns `nil` otherwise.
    ///
    /// See ``Connection/withAdvisoryLockIfFree(_:mode:_:)``.
    ///
    /// - Parameters:
    ///   - key: What to lock.
    ///   - mode: Whom to keep out.
    ///   - body: What to do under the lock.
    /// - Throws: What `body` throws; as ``withConnection(_:)`` and ``Connection/execute(_:)`` do.
    public func withAdvisoryLockIfFree<Result>(
        _ key: AdvisoryKey, mode: AdvisoryLockMode = .exclusive,
        _ body: (Connection) async throws -> sending Result
    ) async throws -> sending Result? {
        try await withConnection { connection in
            try await connection.withAdvisoryLockIfFree(key, mode: mode) {
                try await body(connection)
            }
        }
    }
}

extension Transaction {
    /// Waits for an advisory lock, which the server gives up when the transaction ends.
    ///
    /// - Parameters:
    ///   - key: What to lock.
    ///   - mode: Whom to keep out.
    /// - Throws: As ``execute(_:)`` does.
    public func lock(
        _ key: AdvisoryKey, mode: AdvisoryLockMode = .exclusive
    ) async throws(PGError) {
        try requireOpen()
        let sql = "SELECT pg_catalog.pg_advisory_xact_lock\(mode.suffix)(\(key.arguments))"
        _ = try await connection.executeOnce(sql, shieldedFrom: nil)
    }

    /// Takes an advisory lock until the transaction ends, if nobody else holds it.
    ///
    /// Returns whether it was taken.
    ///
    /// - Parameters:
    ///   - key: What to lock.
    ///   - mode: Whom to keep out.
    /// - Throws: As ``execute(_:)`` does.
    public func lockIfFree(
        _ key: AdvisoryKey, mode: AdvisoryLockMode = .exclusive
    ) async throws(PGError) -> Bool {
        try requireOpen()
        let sql = "SELECT pg_catalog.pg_try_advisory_xact_lock\(mode.suffix)(\(key.arguments))"
        return try await connection.executeOnce(sql, shieldedFrom: nil).one(Bool.self)
    }
}
