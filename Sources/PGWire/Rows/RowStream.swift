public import PGCore

/// The rows of a statement, in chunks, read while they are wanted.
///
/// At most three chunks are in memory: two that are ready and one that is being filled. When the
/// consumer is slower than the server, the server waits. Leaving the loop early stops the statement on the
/// server, and the connection is usable again.
public struct RowStream: AsyncSequence, Sendable {
    /// A chunk of rows.
    public typealias Element = Rows
    /// What the sequence throws.
    public typealias Failure = PGError

    typealias Borrow = BorrowConnection

    let statement: SQLStatement
    let chunk: Int
    /// How long all of it may take, from when the first chunk is asked for.
    var timeout: Duration?
    let borrow: Borrow

    init(statement: SQLStatement, chunk: Int, borrow: @escaping Borrow) {
        self.statement = statement
        self.chunk = chunk
        self.borrow = borrow
    }

    /// The same stream with a time limit for all of it, counted from when the first chunk is asked
    /// for, the wait for a connection included.
    ///
    /// ```swift
    /// for try await rows in pool.stream("SELECT …").limited(to: .seconds(30)) { … }
    /// ```
    ///
    /// When it has passed, the statement is stopped on the server, the next chunk throws
    /// `PGError.Code.deadlineExceeded`, and the connection is usable again.
    public func limited(to timeout: Duration) -> RowStream {
        var stream = self
        stream.timeout = self.timeout.map { Swift.min($0, timeout) } ?? timeout
        return stream
    }

    /// Makes an iterator.
    ///
    /// The statement runs when the first chunk is asked for.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(stream: self)
    }

    /// Reads the chunks.
    ///
    /// It belongs to one task.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private let stream: RowStream
        private var reader: StreamReader?
        private var isOver = false

        init(stream: RowStream) {
            self.stream = stream
        }

        /// Returns the next chunk, or `nil` at the end.
        ///
        /// No chunk is empty.
        ///
        /// - Throws: As ``Connection/execute(_:)`` does.
        public mutating func next() async throws(PGError) -> Rows? {
            try await next(isolation: #isolation)
        }

        /// Returns the next chunk, or `nil` at the end.
        ///
        /// - Throws: As ``Connection/execute(_:)`` does.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(PGError) -> Rows? {
            guard !isOver else { return nil }
            do throws(PGError) {
                let reader = try await openReader()
                if let rows = try await reader.next() { return rows }
                isOver = true
                await reader.finish()
                return nil
            } catch {
                isOver = true
                await reader?.finish()
                throw error
            }
        }

        private mutating func openReader() async throws(PGError) -> StreamReader {
            if let reader { return reader }
            guard let timeout = stream.timeout else { return try await makeReader() }
            return try await within(timeout) { () async throws(PGError) in try await makeReader() }
        }

        private mutating func makeReader() async throws(PGError) -> StreamReader {
            let (connection, giveBack) = try await stream.borrow()
            let new = StreamReader(connection, giveBack: giveBack)
            reader = new
            try await new.start(stream.statement, chunk: stream.chunk)
            return new
        }
    }
}

/// Borrows a connection for the time of one operation; the second part gives it back.
typealias BorrowConnection =
    @Sendable () async throws(PGError) -> (Connection, @Sendable () async -> Void)

/// One iteration of a stream: the connection it reads from, until it is given back.
final class StreamReader: Sendable {
    private let connection: Connection
    private let lease: StreamLease

    init(_ connection: Connection, giveBack: @escaping @Sendable () async -> Void) {
        self.connection = connection
        lease = StreamLease(giveBack)
    }

    deinit {
        // The loop was left early: stop the statement, then give the connection back.
        lease.end { [connection] in await connection.stopStream($0) }
    }

    func start(_ statement: SQLStatement, chunk: Int) async throws(PGError) {
        lease.started(try await connection.startStream(statement, chunk: chunk))
    }

    func next() async throws(PGError) -> Rows? {
        guard let id = lease.request else { return nil }
        return try await connection.nextChunk(of: id)
    }

    func finish() async {
        await lease.finish()
    }
}
