// Written by Scripts/generate-arity.sh: change the script, not this file.

public import PGCore

// The same methods as on every query, with the tuple spelled out: through the associated type the
// compiler cannot infer it in one expression with the call that made the query.
extension Returning {
    /// Runs the query and returns the first row, or `nil` when there is none.
    ///
    /// A SELECT without a limit gets `LIMIT 1`.
    ///
    /// - Throws: As ``fetch(on:fileID:line:)`` does.
    @inlinable
    public func fetchFirst<Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> (repeat each Output)? {
        try await QueryRunner(limitedToFirst, fileID, line).fetch(on: executor).first
    }

    /// Runs the query and returns its only row, or `nil` when there is none.
    ///
    /// - Throws: `PGError.Code.rowCountMismatch` when there are several; otherwise as
    ///   ``fetch(on:fileID:line:)`` does.
    @inlinable
    public func fetchOne<Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> (repeat each Output)? {
        try await QueryRunner(self, fileID, line).fetchOne(on: executor)
    }

    /// Runs the query and returns an array for each part of the row instead of rows.
    ///
    /// - Throws: As ``fetch(on:fileID:line:)`` does.
    @inlinable
    public func columns<Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> (repeat [each Output]) {
        try await QueryRunner(self, fileID, line).columns(on: executor)
    }

    /// Runs the query while blocking the calling thread, for scripts and command lines.
    ///
    /// - Throws: As ``fetch(on:fileID:line:)`` does; `PGError.Code.blockingOnEventLoop` on a
    ///   thread that has to stay free to receive the answer.
    @available(*, noasync, message: "blocks the thread; use fetch(on:) in asynchronous code")
    @inlinable
    public func fetchBlocking<Executor: BlockingStatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) throws(PGError) -> [(repeat each Output)] {
        try QueryRunner(self, fileID, line).fetchBlocking(on: executor)
    }

    /// Starts the query without waiting for it; see ``QueryHandle``.
    @inlinable
    public func submit<Executor: StatementExecutor & Sendable>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) -> QueryHandle<(repeat each Output)> {
        QueryRunner(self, fileID, line).submit(on: executor)
    }
}
