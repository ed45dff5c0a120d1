public import PGCore

extension Query {
    /// Runs the query and returns all rows.
    ///
    /// - Throws: What the executor throws, and `PGError` with a decoding code when a row does not
    ///   fit; with the statement's text and the place of the call.
    @inlinable
    public func fetch<Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> [Element] {
        try await QueryRunner(self, fileID, line).fetch(on: executor)
    }

    /// Runs the query and returns the first row, or `nil` when there is none.
    ///
    /// A SELECT without a limit gets `LIMIT 1`.
    ///
    /// - Throws: As `fetch(on:)` does.
    @inlinable
    public func fetchFirst<Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> Element? {
        try await QueryRunner(limitedToFirst, fileID, line).fetch(on: executor).first
    }

    /// Runs the query and returns its only row, or `nil` when there is none.
    ///
    /// - Throws: `PGError.Code.rowCountMismatch` when there are several; otherwise as
    ///   `fetch(on:)` does.
    @inlinable
    public func fetchOne<Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> Element? {
        try await QueryRunner(self, fileID, line).fetchOne(on: executor)
    }

    /// Runs the query and returns an array for each part of the row instead of rows.
    ///
    /// - Throws: As `fetch(on:)` does.
    @inlinable
    public func columns<Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> ColumnArrays {
        try await QueryRunner(self, fileID, line).columns(on: executor)
    }

    /// Runs the query while blocking the calling thread, for scripts and command lines.
    ///
    /// - Throws: As `fetch(on:)` does; `PGError.Code.blockingOnEventLoop` on a
    ///   thread that has to stay free to receive the answer.
    @available(*, noasync, message: "blocks the thread; use fetch(on:) in asynchronous code")
    @inlinable
    public func fetchBlocking<Executor: BlockingStatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) throws(PGError) -> [Element] {
        try QueryRunner(self, fileID, line).fetchBlocking(on: executor)
    }

    /// Starts the query without waiting for it.
    ///
    /// Use it to let several queries overlap with each other and with other work:
    ///
    /// ```swift
    /// let users = UserRow.all.submit(on: pool)
    /// let posts = PostRow.all.submit(on: pool)
    /// try await render(users.rows, posts.rows)
    /// ```
    ///
    /// The query runs in a task of its own, with the priority and the task-local values of the
    /// caller. A handle that is dropped lets it run to its end.
    @inlinable
    public func submit<Executor: StatementExecutor & Sendable>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) -> QueryHandle<Element> {
        QueryRunner(self, fileID, line).submit(on: executor)
    }

    /// Returns the rows in chunks of at most `chunk`, with bounded memory.
    ///
    /// ```swift
    /// for try await users in UserRow.all.stream(on: pool, chunk: 1_000) {
    ///     for user in users { … }
    /// }
    /// ```
    ///
    /// The query starts when the sequence is iterated, once for each iteration.
    @inlinable
    public func stream<Executor: StreamingStatementExecutor>(
        on executor: Executor, chunk: Int = 1_000, fileID: String = #fileID, line: UInt = #line
    ) -> QueryStream<Element, Executor> {
        QueryRunner(self, fileID, line).stream(on: executor, chunk: chunk)
    }
}
