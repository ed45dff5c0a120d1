/// Something that runs a statement: a pool, a connection, a transaction, a session.
///
/// The protocol does not require `Sendable`, so that a transaction and a session, which belong to
/// one task, conform as well.
public protocol StatementExecutor {
    /// What running a statement returns.
    associatedtype Rows: RowBatch

    /// Sends the statement, waits for the server, and returns everything it answered.
    ///
    /// Cancelling the task stops the statement on the server; the connection stays usable.
    ///
    /// - Throws: ``PGError``; ``PGError/Code/server`` with the server's fields when it refused.
    func execute(_ statement: SQLStatement) async throws(PGError) -> Rows
}

/// An executor whose results can be read in chunks, with bounded memory.
public protocol StreamingStatementExecutor: StatementExecutor, Sendable {
    /// The sequence of chunks; each is a batch of rows.
    associatedtype Chunks: AsyncSequence & Sendable
    where Chunks.Element == Rows, Chunks.Failure == PGError

    /// Returns a sequence that runs the statement when it is iterated.
    ///
    /// Rows arrive in batches of at most `chunk`. The server is held back while the consumer is
    /// busy. Leaving the loop early, or cancelling the task, stops the statement.
    func stream(_ statement: SQLStatement, chunk: Int) -> Chunks
}

/// An executor that can also run a statement while blocking the calling thread.
public protocol BlockingStatementExecutor: StatementExecutor {
    /// Runs the statement and blocks until the server answered; for scripts and command lines.
    ///
    /// - Throws: As ``StatementExecutor/execute(_:)`` does; ``PGError/Code/blockingOnEventLoop`` when
    ///   called on a thread that has to stay free to receive the answer.
    @available(*, noasync, message: "blocks the thread; use fetch(on:) in asynchronous code")
    func executeBlocking(_ statement: SQLStatement) throws(PGError) -> Rows
}
