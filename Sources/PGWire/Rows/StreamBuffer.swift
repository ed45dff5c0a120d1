import DequeModule
import PGCore

/// Rows between the socket and the consumer of a stream: gathered into chunks, and bounded.
///
/// Confined to the connection's event loop.
final class StreamBuffer {
    /// Chunks kept ready while the consumer is busy.
    ///
    /// Past that, the socket is not read.
    private static let readyLimit = 2

    let chunkSize: Int
    /// The chunk being filled, row by row.
    private(set) var rows: PackedRows
    private var columns: Columns?
    private var ready: Deque<RowStorage> = []
    private var end: Result<Void, PGError>?
    private var finishWaiter: (() -> Void)?
    private var consumer: ((Result<Rows?, PGError>) -> Void)?

    init(chunkSize: Int, columns: Columns?) {
        self.chunkSize = max(1, chunkSize)
        self.columns = columns
        rows = PackedRows(columns: columns)
    }

    /// Whether reading has to wait for the consumer.
    var isFull: Bool { ready.count >= Self.readyLimit }

    /// Takes a chunk that libpq made.
    func add(_ chunk: ResultHandle) {
        add(whole: chunk)
    }

    /// Takes a result that came whole: one without rows, which ends a stream, or one with all of
    /// them, should libpq have refused to hand them over as they come.
    func add(whole result: ResultHandle) {
        guard result.rowCount > 0, !rows.isDropped else { return }
        cutChunk()
        result.describe(columns)
        ready.append(result)
        serve()
    }

    /// Takes the outcome of the statement.
    func finish(_ outcome: Result<Void, PGError>) {
        guard end == nil else { return }
        if case .success = outcome { cutChunk() }
        end = outcome
        serve()
        finishWaiter?()
        finishWaiter = nil
    }

    /// Drops what is ready, so that the rest can be read and dropped as well.
    func discard() {
        ready.removeAll()
        rows = PackedRows(columns: nil)
        rows.isDropped = true
    }

    /// Calls `waiter` when the statement has ended.
    func whenFinished(_ waiter: @escaping () -> Void) {
        if end == nil {
            finishWaiter = waiter
        } else {
            waiter()
        }
    }

    /// Calls `consumer` with the next chunk, `nil` at the end.
    ///
    /// One consumer at a time.
    func next(_ consumer: @escaping (Result<Rows?, PGError>) -> Void) {
        self.consumer = consumer
        serve()
    }

    /// Makes what was filled ready.
    func cutChunk() {
        guard !rows.isEmpty else { return }
        columns = rows.columns
        ready.append(rows)
        // The next chunk is likely to be as large.
        rows = PackedRows(columns: columns, size: rows.byteCount + rows.byteCount / 8)
        serve()
    }

    private func serve() {
        guard let consumer else { return }
        if let chunk = ready.popFirst() {
            self.consumer = nil
            consumer(.success(Rows(chunk)))
        } else if let end {
            self.consumer = nil
            consumer(end.map { nil })
        }
    }
}
