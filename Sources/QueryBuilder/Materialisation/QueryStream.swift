public import PGCore

/// The rows of a query in chunks, read while the server is still sending.
///
/// At most one chunk is in memory at a time. Leaving the loop early, or cancelling the task, stops
/// the query on the server.
public struct QueryStream<Source: Query, Executor: StreamingStatementExecutor>: AsyncSequence,
    Sendable
{
    /// A chunk of rows.
    public typealias Element = [Source.Element]
    /// The streams throw database errors only.
    public typealias Failure = PGError

    @usableFromInline let source: Source
    @usableFromInline let executor: Executor
    @usableFromInline let chunk: Int
    @usableFromInline let fileID: String
    @usableFromInline let line: UInt

    @inlinable
    init(source: Source, executor: Executor, chunk: Int, fileID: String, line: UInt) {
        self.source = source
        self.executor = executor
        self.chunk = chunk
        self.fileID = fileID
        self.line = line
    }

    /// Starts the query.
    @inlinable
    public func makeAsyncIterator() -> Iterator {
        let statement = source.sql
        return Iterator(
            source: source, text: statement.text, fileID: fileID, line: line,
            base: executor.stream(statement, chunk: chunk).makeAsyncIterator())
    }

    /// Reads one chunk after the other.
    public struct Iterator: AsyncIteratorProtocol {
        @usableFromInline let source: Source
        @usableFromInline let text: String
        @usableFromInline let fileID: String
        @usableFromInline let line: UInt
        @usableFromInline var base: Executor.Chunks.AsyncIterator

        @inlinable
        init(
            source: Source, text: String, fileID: String, line: UInt,
            base: Executor.Chunks.AsyncIterator
        ) {
            self.source = source
            self.text = text
            self.fileID = fileID
            self.line = line
            self.base = base
        }

        /// Returns the next chunk, or `nil` after the last.
        ///
        /// - Throws: What the executor throws, and ``PGError`` with a decoding code.
        @inlinable
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(PGError) -> [Source.Element]? {
            do throws(PGError) {
                guard let rows = try await base.next(isolation: actor) else { return nil }
                return try source.decode(rows)
            } catch {
                throw error.inStatement(text).at(fileID, line)
            }
        }

        /// Returns the next chunk, or `nil` after the last.
        ///
        /// - Throws: As ``next(isolation:)`` does.
        @inlinable
        public mutating func next() async throws(PGError) -> [Source.Element]? {
            try await next(isolation: #isolation)
        }
    }
}

extension Query {
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
    ) -> QueryStream<Self, Executor> {
        QueryStream(source: self, executor: executor, chunk: chunk, fileID: fileID, line: line)
    }
}
