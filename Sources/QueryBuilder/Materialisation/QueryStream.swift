public import PGCore

/// The rows of a query in chunks, read while the server is still sending.
///
/// At most one chunk is in memory at a time. Leaving the loop early, or cancelling the task, stops
/// the query on the server.
public struct QueryStream<Row, Executor: StreamingStatementExecutor>: AsyncSequence, Sendable {
    /// A chunk of rows.
    public typealias Element = [Row]
    /// The only errors are those of the database and of decoding.
    public typealias Failure = PGError

    @usableFromInline typealias Decoder =
        @Sendable (Executor.Rows) throws(PGError) -> [Row]

    private let executor: Executor
    private let statement: SQLStatement
    private let chunk: Int
    private let fileID: String
    private let line: UInt
    private let decoder: Decoder

    @usableFromInline
    init(
        executor: Executor, statement: SQLStatement, chunk: Int, fileID: String, line: UInt,
        decoder: @escaping Decoder
    ) {
        self.executor = executor
        self.statement = statement
        self.chunk = chunk
        self.fileID = fileID
        self.line = line
        self.decoder = decoder
    }

    /// Starts the query.
    public func makeAsyncIterator() -> Iterator {
        Iterator(
            stream: self, base: executor.stream(statement, chunk: chunk).makeAsyncIterator())
    }

    /// Reads one chunk after the other.
    public struct Iterator: AsyncIteratorProtocol {
        private let stream: QueryStream
        private var base: Executor.Chunks.AsyncIterator

        fileprivate init(stream: QueryStream, base: Executor.Chunks.AsyncIterator) {
            self.stream = stream
            self.base = base
        }

        /// Returns the next chunk, or `nil` after the last.
        ///
        /// - Throws: What the executor throws, and `PGError` with a decoding code.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(PGError) -> [Row]? {
            do throws(PGError) {
                guard let rows = try await base.next(isolation: actor) else { return nil }
                return try stream.decoder(rows)
            } catch {
                throw error.inStatement(stream.statement.text).at(stream.fileID, stream.line)
            }
        }

        /// Returns the next chunk, or `nil` after the last.
        ///
        /// - Throws: As ``next(isolation:)`` does.
        public mutating func next() async throws(PGError) -> [Row]? {
            try await next(isolation: #isolation)
        }
    }
}
