public import PGCore

extension Query {
    /// Runs the query and returns all rows.
    ///
    /// - Throws: What the executor throws, and ``PGError`` with a decoding code when a row does not
    ///   fit; with the statement's text and the place of the call.
    @inlinable
    public func fetch<Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> [Element] {
        let statement = sql
        do {
            return try decode(await executor.execute(statement))
        } catch {
            throw error.inStatement(statement.text).at(fileID, line)
        }
    }

    /// Runs the query and returns the first row, or `nil` when there is none.
    ///
    /// A SELECT without a limit gets `LIMIT 1`.
    ///
    /// - Throws: As ``fetch(on:fileID:line:)`` does.
    @inlinable
    public func fetchFirst<Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> Element? {
        try await limitedToFirst.fetch(on: executor, fileID: fileID, line: line).first
    }

    /// Runs the query and returns its only row, or `nil` when there is none.
    ///
    /// - Throws: ``PGError/Code/rowCountMismatch`` when there are several; otherwise as
    ///   ``fetch(on:fileID:line:)`` does.
    @inlinable
    public func fetchOne<Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> Element? {
        let rows = try await fetch(on: executor, fileID: fileID, line: line)
        guard rows.count <= 1 else {
            throw PGError(
                .rowCountMismatch, "the query returned \(rows.count) rows, and one was wanted",
                hint: "Narrow the condition, or use fetchFirst(on:)"
            ).inStatement(sql.text).at(fileID, line)
        }
        return rows.first
    }

    /// Runs the query and returns an array for each part of the row instead of rows.
    ///
    /// - Throws: As ``fetch(on:fileID:line:)`` does.
    @inlinable
    public func columns<Executor: StatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> ColumnArrays {
        let statement = sql
        do {
            return try decodeColumns(await executor.execute(statement))
        } catch {
            throw error.inStatement(statement.text).at(fileID, line)
        }
    }

    /// Runs the query while blocking the calling thread, for scripts and command lines.
    ///
    /// - Throws: As ``fetch(on:fileID:line:)`` does; ``PGError/Code/blockingOnEventLoop`` on a
    ///   thread that has to stay free to receive the answer.
    @available(*, noasync, message: "blocks the thread; use fetch(on:) in asynchronous code")
    @inlinable
    public func fetchBlocking<Executor: BlockingStatementExecutor>(
        on executor: Executor, fileID: String = #fileID, line: UInt = #line
    ) throws(PGError) -> [Element] {
        let statement = sql
        do {
            return try decode(executor.executeBlocking(statement))
        } catch {
            throw error.inStatement(statement.text).at(fileID, line)
        }
    }
}
