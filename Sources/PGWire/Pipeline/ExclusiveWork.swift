import DequeModule
import PGCore

/// What a script or a COPY has done so far, and who waits for it to get on.
///
/// Confined to the connection's event loop.
final class ExclusiveWork {
    enum Purpose {
        case script, copyIn, copyOut
    }

    /// How much of a COPY's data is gathered before the consumer gets it.
    static let chunkSize = 64 * 1024
    /// Chunks kept ready while the consumer is busy.
    ///
    /// Past that, the socket is not read.
    private static let readyLimit = 2

    let purpose: Purpose
    let sql: String
    /// The results of a script's statements.
    private(set) var results: [ResultHandle] = []
    /// Whether the server has announced the COPY.
    private(set) var hasStarted = false
    /// How it ended, once it has.
    private(set) var outcome: Request.Answer?
    /// Whether the consumer has gone, so that what comes is dropped.
    private(set) var isDiscarding = false
    /// When something came from the server while it should only listen: it may be an error.
    var suspicion: TimerQueue.ID?

    private var gathered: [UInt8] = []
    private var ready: Deque<[UInt8]> = []
    private var waiter: CheckedContinuation<Void, Never>?

    init(_ purpose: Purpose, sql: String) {
        self.purpose = purpose
        self.sql = sql
    }

    /// Keeps whoever waits until something changes; one at a time.
    func wait(_ continuation: CheckedContinuation<Void, Never>) {
        waiter = continuation
    }

    /// Wakes whoever waits.
    func changed() {
        waiter.take()?.resume()
    }

    /// Takes how it ended.
    func ended(_ answer: Request.Answer) {
        guard outcome == nil else { return }
        outcome = answer
        if !isDiscarding, !gathered.isEmpty { ready.append(gathered) }
        gathered = []
        changed()
    }

    /// The server has announced the COPY.
    func started() {
        hasStarted = true
        changed()
    }

    /// Takes a result of a script.
    func add(_ result: ResultHandle) {
        // What is between two semicolons may be nothing.
        if result.kind != .empty { results.append(result) }
    }

    // MARK: Data from the server

    /// Whether reading has to wait for the consumer.
    var isFull: Bool { ready.count >= Self.readyLimit }

    /// Takes data that `read` appends, and returns what it returned last.
    func gather(
        _ read: (inout [UInt8], _ limit: Int) -> ConnectionHandle.CopyData
    ) -> ConnectionHandle.CopyData {
        while !isFull {
            // Room for a whole chunk at once, so that it does not grow piece by piece.
            if gathered.isEmpty { gathered.reserveCapacity(Self.chunkSize + Self.chunkSize / 8) }
            let outcome = read(&gathered, Self.chunkSize)
            guard case .enough = outcome else { return outcome }
            if !isDiscarding { ready.append(gathered) }
            gathered = []
            changed()
        }
        return .enough
    }

    /// Whether there is a chunk for the consumer.
    var hasChunk: Bool { !ready.isEmpty }

    /// Takes a chunk that is ready.
    func nextChunk() -> [UInt8]? {
        ready.popFirst()
    }

    /// Drops what is ready, so that the rest can be read and dropped as well.
    func discard() {
        isDiscarding = true
        ready.removeAll()
        gathered = []
    }
}
