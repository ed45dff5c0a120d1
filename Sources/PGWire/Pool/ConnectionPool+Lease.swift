import PGCore

extension ConnectionPool {
    /// Lends a connection to `body` alone.
    ///
    /// When `body` ends, an open transaction is rolled back and session settings are reset, as
    /// ``PoolConfiguration/reset`` says. Do not keep the connection: it is lent to others afterwards,
    /// and refuses whoever had it before with `PGError.Code.leaseEnded`.
    ///
    /// The place of the call is what a report about a long lease names.
    ///
    /// - Throws: What `body` throws; `PGError.Code.poolTimeout`, `PGError.Code.poolExhausted`,
    ///   `PGError.Code.poolClosed`, `PGError.Code.poolHookFailed` or
    ///   `PGError.Code.connectionFailed` before it starts.
    @discardableResult
    public func withConnection<Result>(
        fileID: String = #fileID, line: UInt = #line,
        _ body: (Connection) async throws -> sending Result
    ) async throws -> sending Result {
        let connection = try await lease(fileID: fileID, line: line)
        do {
            let result = try await connection.lent(to: body)
            await release(connection)
            return result
        } catch {
            await release(connection)
            throw error
        }
    }

    /// Runs `body` in a transaction on a connection of its own.
    ///
    /// It commits when `body` returns and rolls back when it throws. A nested
    /// ``Transaction/withTransaction(_:)`` is a savepoint.
    ///
    /// - Parameters:
    ///   - isolation: The isolation level; `nil` for the server's default.
    ///   - access: Whether the transaction may write; `nil` for the server's default.
    ///   - deferrable: Whether a serializable, read-only transaction waits for a safe snapshot.
    ///   - retry: Whether to run `body` again after a serialization failure or a deadlock. Anything
    ///     `body` changed outside the database happens again as well.
    ///   - body: What to do.
    /// - Throws: As ``Connection/withTransaction(isolation:access:deferrable:retry:_:)`` does, and as
    ///   ``withConnection(fileID:line:_:)`` does before it starts.
    @discardableResult
    public func withTransaction<Result>(
        isolation: IsolationLevel? = nil, access: AccessMode? = nil, deferrable: Bool = false,
        retry: RetryPolicy = .never, fileID: String = #fileID, line: UInt = #line,
        _ body: (Transaction) async throws -> sending Result
    ) async throws -> sending Result {
        let options = TransactionOptions(
            isolation: isolation, access: access, isDeferrable: deferrable)
        var attempt = 1
        while true {
            do {
                return try await withConnection(fileID: fileID, line: line) { connection in
                    try await connection.withTransaction(options, attempt: attempt, body)
                }
            } catch let error as PGError where retry.allows(error, attempt: attempt) {
                try await retry.waitBeforeAttempt(attempt, after: error)
                attempt += 1
            }
        }
    }

    /// Runs `body` on one of the pool's event loops.
    ///
    /// Queries made there change no thread, which matters most for a task that makes many small
    /// ones in a row. Do no heavy work in it: the loop serves other connections too.
    ///
    /// - Throws: What `body` throws.
    public func withExecutor<Result>(
        _ body: sending @concurrent () async throws -> sending Result
    ) async throws -> sending Result {
        let loop = nextSubPool.loop
        return try await withTaskExecutorPreference(loop.tasks, operation: body)
    }
}
