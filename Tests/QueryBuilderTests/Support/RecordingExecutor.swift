import PGCore
import Synchronization

/// Answers every statement with the same rows, or fails, and remembers what it was asked.
final class RecordingExecutor: StreamingStatementExecutor, BlockingStatementExecutor {
    let rows: FixtureRows
    private let error: PGError?
    private let recorded = Mutex<[SQLStatement]>([])

    init(_ rows: FixtureRows, failing error: PGError? = nil) {
        self.rows = rows
        self.error = error
    }

    var statements: [SQLStatement] { recorded.withLock { $0 } }

    func execute(_ statement: SQLStatement) async throws(PGError) -> FixtureRows {
        try answer(statement)
    }

    func executeBlocking(_ statement: SQLStatement) throws(PGError) -> FixtureRows {
        try answer(statement)
    }

    func stream(_ statement: SQLStatement, chunk: Int) -> FixtureChunks {
        recorded.withLock { $0.append(statement) }
        return FixtureChunks(chunks: rows.chunked(chunk), error: error)
    }

    private func answer(_ statement: SQLStatement) throws(PGError) -> FixtureRows {
        recorded.withLock { $0.append(statement) }
        if let error { throw error }
        return rows
    }
}

/// The chunks of a stream, and the error it ends with.
struct FixtureChunks: AsyncSequence, Sendable {
    let chunks: [FixtureRows]
    let error: PGError?

    func makeAsyncIterator() -> Iterator { Iterator(rest: chunks[...], error: error) }

    struct Iterator: AsyncIteratorProtocol {
        var rest: ArraySlice<FixtureRows>
        let error: PGError?

        mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(PGError) -> FixtureRows? {
            if let chunk = rest.popFirst() { return chunk }
            if let error { throw error }
            return nil
        }
    }
}

/// An executor whose statements run until they are cancelled.
struct EndlessExecutor: StatementExecutor {
    let started: AsyncStream<Void>.Continuation

    func execute(_ statement: SQLStatement) async throws(PGError) -> FixtureRows {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        await withTaskCancellationHandler {
            started.yield()
            for await _ in stream {}
        } onCancel: {
            continuation.finish()
        }
        throw PGError(.cancelled, "the task was cancelled")
    }
}
