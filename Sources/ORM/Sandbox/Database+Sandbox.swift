import PGWire

extension Database {
    /// Runs `body` with a database whose sessions leave nothing behind, commits included: for tests.
    ///
    /// ```swift
    /// @Suite(.sharedDatabase(.app)) struct UserTests {
    ///     @Test func renames() async throws {
    ///         try await Database(TestDatabase.pool).withSandbox { database in
    ///             try await rename(in: database)         // with sessions that commit
    ///             …                                      // later sessions see it
    ///         }                                          // and now it never happened
    ///     }
    /// }
    /// ```
    ///
    /// All sessions share one connection inside one transaction, and each session's transaction is a
    /// savepoint in it. They take turns: one that begins while another is in a transaction waits.
    /// Any number of sandboxes may be open at once; only where they write the same unique values
    /// does one wait for the other's end.
    ///
    /// Some things show that it is one transaction: `now()` stands still, deferred constraints are
    /// not checked at a commit, identities are used up, isolation levels are not set, and what is run
    /// on the pool itself is outside of it.
    ///
    /// - Parameters:
    ///   - patience: How long a session waits for its turn.
    ///   - body: What to do.
    /// - Throws: What `body` throws; `PGError` when there is no connection.
    public func withSandbox<Result>(
        patience: Duration = .seconds(10), _ body: (Database) async throws -> sending Result
    ) async throws -> sending Result {
        let source = source(for: SessionConfiguration())
        let connection = try await source.lease()
        do {
            _ = try await connection.executeOnce("BEGIN")
            var inner = self
            inner.sandbox = Sandbox(connection, patience: patience)
            let result = try await body(inner)
            await source.undoEverything(connection)
            return result
        } catch {
            await source.undoEverything(connection)
            throw error
        }
    }
}

extension PoolSource {
    fileprivate func undoEverything(_ connection: PGWire.Connection) async {
        _ = try? await connection.executeOnce("ROLLBACK", shieldedFrom: .cancellationAndDeadline)
        await release(connection)
    }
}
