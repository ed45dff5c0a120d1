public import PGCore

/// Runs a query, adding the statement's text and the place of the call to what it throws.
@usableFromInline
struct QueryRunner<Source: Query>: Sendable {
    @usableFromInline let source: Source
    @usableFromInline let fileID: String
    @usableFromInline let line: UInt

    @inlinable
    init(_ source: Source, _ fileID: String, _ line: UInt) {
        self.source = source
        self.fileID = fileID
        self.line = line
    }

    @inlinable
    func fetch<Executor: StatementExecutor>(
        on executor: Executor
    ) async throws(PGError) -> [Source.Element] {
        try await fetch(on: executor) { (rows) throws(PGError) in try source.decode(rows) }
    }

    /// Runs the query and reads its rows by a closure that knows their types.
    @inlinable
    func fetch<Executor: StatementExecutor, Row>(
        on executor: Executor, _ decode: (Executor.Rows) throws(PGError) -> [Row]
    ) async throws(PGError) -> [Row] {
        let statement = source.sql
        do {
            return try decode(await executor.execute(statement))
        } catch {
            throw located(error, statement)
        }
    }

    @inlinable
    func fetchOne<Executor: StatementExecutor>(
        on executor: Executor
    ) async throws(PGError) -> Source.Element? {
        let rows = try await fetch(on: executor)
        guard rows.count <= 1 else { throw severalRows(rows.count) }
        return rows.first
    }

    @inlinable
    func columns<Executor: StatementExecutor>(
        on executor: Executor
    ) async throws(PGError) -> Source.ColumnArrays {
        let statement = source.sql
        do {
            return try source.decodeColumns(await executor.execute(statement))
        } catch {
            throw located(error, statement)
        }
    }

    @available(*, noasync)
    @inlinable
    func fetchBlocking<Executor: BlockingStatementExecutor>(
        on executor: Executor
    ) throws(PGError) -> [Source.Element] {
        let statement = source.sql
        do {
            return try source.decode(executor.executeBlocking(statement))
        } catch {
            throw located(error, statement)
        }
    }

    @inlinable
    func submit<Executor: StatementExecutor & Sendable>(
        on executor: Executor
    ) -> QueryHandle<Source.Element> {
        QueryHandle(
            Task {
                do throws(PGError) {
                    return .success(try await fetch(on: executor))
                } catch {
                    return .failure(error)
                }
            })
    }

    @inlinable
    func stream<Executor: StreamingStatementExecutor>(
        on executor: Executor, chunk: Int
    ) -> QueryStream<Source.Element, Executor> {
        let source = source
        return stream(on: executor, chunk: chunk) { (rows) throws(PGError) in
            try source.decode(rows)
        }
    }

    /// Streams the rows, reading them by a closure that knows their types.
    @inlinable
    func stream<Executor: StreamingStatementExecutor, Row>(
        on executor: Executor, chunk: Int,
        _ decode: @escaping @Sendable (Executor.Rows) throws(PGError) -> [Row]
    ) -> QueryStream<Row, Executor> {
        QueryStream(
            executor: executor, statement: source.sql, chunk: chunk, fileID: fileID, line: line,
            decoder: decode)
    }

    @usableFromInline
    func located(_ error: PGError, _ statement: SQLStatement) -> PGError {
        error.inStatement(statement.text).at(fileID, line)
    }

    @usableFromInline
    func severalRows(_ count: Int) -> PGError {
        let error = PGError(
            .rowCountMismatch, "the query returned \(count) rows, and one was wanted",
            hint: "Narrow the condition, or use fetchFirst(on:)")
        return located(error, source.sql)
    }
}
