public import PGCore

extension SessionCore {
    /// Flushes, commits the transaction, and gives the connection back.
    ///
    /// Nothing has to be loaded again afterwards: values that the server filled in came back with
    /// the flush.
    ///
    /// When the flush fails, call ``rollback(fileID:line:)``. When the server refuses the commit
    /// itself, because of a deferred constraint or another transaction, everything is rolled back
    /// already, in the database and in the instances. When the connection is lost meanwhile, the
    /// instances are rolled back too, and the error says that the statement may have run.
    ///
    /// - Throws: As ``flush(fileID:line:)`` does; `PGError.Code.server` for what is checked at the
    ///   end of a transaction, with its ``ConstraintViolation``; `PGError.Code.transactionRolledBack` when an earlier statement had
    ///   failed; `PGError.Code.wrongState` inside a savepoint.
    public func commit(fileID: String = #fileID, line: UInt = #line) async throws(PGError) {
        try use.begin("commit()", fileID, line)
        defer { use.end() }
        do throws(PGError) {
            try requireNoSavepoint("commit()")
            try prepareCommit()
            let isCommitted = try await flushChanges(isCommitting: true)
            if hasFailed { try await beginIfNeeded() }
            if !isCommitted { try requireOpen() }
        } catch {
            throw error.at(fileID, line)
        }
        do throws(PGError) {
            try await control("COMMIT")
        } catch {
            // Whatever became of it, this transaction cannot be continued.
            let named = state.namingTable(error)
            await endTransaction()
            state.rolledBack()
            throw named.at(fileID, line)
        }
        state.committed()
        await endTransaction()
        for hook in configuration.hooks.committed { hook() }
    }

    /// Rolls the transaction back, gives the connection back, and makes the instances what they
    /// were when the transaction began.
    ///
    /// Added instances are transient again and lose what the server had filled in; deleted ones are
    /// persistent again; changed properties have their earlier values, flushed or not.
    /// Relationships are what they were; those that were loaded after something had been written
    /// are unloaded.
    ///
    /// - Throws: `PGError.Code.closed`; `PGError.Code.concurrentUse`;
    ///   `PGError.Code.wrongState` inside a savepoint, which a thrown error rolls back. A
    ///   connection that is lost has rolled back as well and is no error here.
    public func rollback(fileID: String = #fileID, line: UInt = #line) async throws(PGError) {
        try use.begin("rollback()", fileID, line)
        defer { use.end() }
        try requireNoSavepoint("rollback()")
        await undoTransaction()
        state.rolledBack()
        for hook in configuration.hooks.rolledBack { hook() }
    }

    /// Runs `body` in a savepoint: when it throws, what it did is undone, in the database and in
    /// the instances, and the error goes on.
    ///
    /// Changes made before are flushed first, so that they stay. Changes made inside are flushed at
    /// the end.
    ///
    /// - Throws: What `body` throws, or as ``flush(fileID:line:)`` does.
    public func withSavepoint<Result>(
        fileID: String = #fileID, line: UInt = #line, _ body: () async throws -> Result
    ) async throws -> Result {
        let name = try await beginSavepoint(fileID, line)
        do {
            let result = try await body()
            try await releaseSavepoint(name, fileID, line)
            return result
        } catch {
            try await rollBackSavepoint(name, after: error, fileID, line)
            throw error
        }
    }

    private func beginSavepoint(_ fileID: String, _ line: UInt) async throws(PGError) -> String {
        try use.begin("withSavepoint()", fileID, line)
        defer { use.end() }
        try await flushChanges()
        try await beginIfNeeded()
        let name = "strata_savepoint_\(state.journal.depth + 1)"
        try await control("SAVEPOINT \(raw: name)")
        state.savepointBegan()
        return name
    }

    private func releaseSavepoint(
        _ name: String, _ fileID: String, _ line: UInt
    ) async throws(PGError) {
        try use.begin("withSavepoint()", fileID, line)
        defer { use.end() }
        try await flushChanges()
        if hasFailed { try await beginIfNeeded() }
        try await control("RELEASE SAVEPOINT \(raw: name)")
        state.savepointReleased()
    }

    private func rollBackSavepoint(
        _ name: String, after error: any Error, _ fileID: String, _ line: UInt
    ) async throws {
        // After misuse, or a rollback inside the body, there is nothing left to undo.
        guard isInTransaction, state.journal.depth > 0 else { return }
        try use.begin("withSavepoint()", fileID, line)
        defer { use.end() }
        state.savepointRolledBack()
        do throws(PGError) {
            try await control("ROLLBACK TO SAVEPOINT \(raw: name)")
            try await control("RELEASE SAVEPOINT \(raw: name)")
            hasFailed = false
        } catch let failure {
            throw (error as? PGError)?.suppressing(failure) ?? error
        }
    }

    private func requireNoSavepoint(_ call: String) throws(PGError) {
        guard state.journal.depth == 0 else {
            throw PGError(
                .wrongState, "\(call) inside withSavepoint would end the savepoint as well",
                hint: "Let the closure return, or throw, first")
        }
    }

    /// Ends the session: what is not committed is rolled back, and every later call is refused.
    public func close() async {
        guard use.close() else { return }
        let wasInTransaction = isInTransaction
        await undoTransaction()
        state.end()
        if wasInTransaction { for hook in configuration.hooks.rolledBack { hook() } }
    }
}
