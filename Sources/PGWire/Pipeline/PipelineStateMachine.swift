import DequeModule

/// Which statements are under way on a connection, and what each piece the server sends means.
///
/// Every statement is followed by a sync of its own, so the server's answers come in the order of
/// the statements, and an error ends at the sync. The machine mirrors that order. It performs
/// nothing: each event returns what the connection has to do.
///
/// It also holds the fence. A cancel request names a session, not a statement, so from the moment
/// one is sent until a sync after its arrival has come back, nothing new is sent: a late cancel
/// then finds nobody to hit.
struct PipelineStateMachine<Request: AnyObject> {
    /// A statement that was sent and whose sync has not come back.
    private struct Entry {
        let request: Request
        var hasFailed = false
        var isAbandoned = false
        /// Whether cancel requests are sent for it.
        var isVictim = false
    }

    /// Where the fence stands.
    private enum Fence: Equatable {
        /// Statements may be sent.
        case open
        /// Cancel requests are on their way, so many; and whether the victim has ended already.
        case cancelling(requests: Int, hasVictimEnded: Bool)
        /// All requests have arrived and the victim has ended; a sync is under way to prove that
        /// nobody else was hit.
        case syncing
    }

    /// What came from the server.
    enum Received: Equatable {
        /// A whole result, or the last part of a streamed one.
        case result
        /// One row of a streamed result.
        case row
        /// The end of a command's results.
        case end
        /// An error.
        case error
        /// A command that was skipped because of an earlier error.
        case aborted
        /// A sync.
        case sync
        /// A COPY, which a pipeline cannot carry.
        case copy
    }

    /// What the connection has to do.
    enum Action {
        /// Nothing.
        case none
        /// Keep what came for the statement.
        case keep(Request)
        /// Hand the row to the statement's reader.
        case deliver(Request)
        /// The statement is over: answer its caller, then start the next one's delivery.
        case complete(Request, Follow)
        /// The fence is lifted: send these.
        case release([Request])
        /// The server and this machine disagree: the connection is of no more use.
        case protocolViolation(String)
    }

    /// What follows the end of a statement.
    struct Follow {
        /// The statement the server answers now.
        var next: Request?
        /// Its caller gave up while it waited: send a cancel request for it.
        var mustCancelNext = false
        /// The fence can be proven now: send its sync.
        var mustSync = false
    }

    /// What to do now that a cancel request has arrived.
    enum CancelProgress: Equatable {
        /// Nothing: other requests are still on their way, or all is over.
        case wait
        /// The victim has ended: send the fence's sync.
        case sendSync
        /// The victim goes on. The server ignores a request that comes just before a statement begins, so
        /// send another after a pause.
        case repeatLater
    }

    /// What to do with a new statement.
    enum Submission {
        /// Send it; whether it is the first in the pipeline.
        case send(isHead: Bool)
        /// Keep it: the fence is closed. It will come back by ``Action/release(_:)``.
        case hold
    }

    /// What to do with a statement whose caller gave up.
    enum Abandonment: Equatable {
        /// Nothing of it was sent: answer the caller, nothing remains.
        case dropped
        /// It is running: send a cancel request, and answer the caller when it is over.
        case cancelOnServer
        /// It waits behind others: answer the caller now, its result will be discarded.
        case discardResult
        /// It is over already.
        case unknown
    }

    private var sent: Deque<Entry> = []
    private var held: Deque<Request> = []
    private var fence = Fence.open
    /// The fence's syncs that have been sent and have not come back.
    private var syncsUnderWay = 0

    /// The number of statements sent or held.
    var count: Int { sent.count + held.count }

    /// Whether the server owes nothing, not even a fence's sync.
    var isQuiet: Bool { sent.isEmpty && held.isEmpty && fence == .open }

    /// Whether a cancel request is under way, so that nothing new is sent.
    var isFenced: Bool { fence != .open }

    /// Whether the server still has something to say.
    var expectsAnswers: Bool { !sent.isEmpty || syncsUnderWay > 0 }

    /// Returns a statement that is sent or held.
    func request(where matches: (Request) -> Bool) -> Request? {
        sent.first { matches($0.request) }?.request ?? held.first(where: matches)
    }

    /// The statement the server is answering.
    var head: Request? { sent.first?.request }

    mutating func submit(_ request: Request) -> Submission {
        guard fence == .open else {
            held.append(request)
            return .hold
        }
        sent.append(Entry(request: request))
        return .send(isHead: sent.count == 1)
    }

    mutating func received(_ event: Received) -> Action {
        guard !sent.isEmpty else { return receivedWithoutStatement(event) }
        switch event {
        case .end, .aborted:
            return .none
        case .result:
            return sent[0].hasFailed ? .none : .keep(sent[0].request)
        case .row:
            return sent[0].isAbandoned ? .none : .deliver(sent[0].request)
        case .error:
            // Only the first error says what went wrong.
            defer { sent[0].hasFailed = true }
            return sent[0].hasFailed ? .none : .keep(sent[0].request)
        case .copy:
            return .protocolViolation("COPY is not possible in a pipelined statement")
        case .sync:
            let entry = sent.removeFirst()
            return .complete(entry.request, follow(entry))
        }
    }

    private mutating func follow(_ ended: Entry) -> Follow {
        var follow = Follow(next: sent.first?.request)
        if sent.first?.isAbandoned == true {
            // Whether or not the one before was a victim: a late cancel that hits this one does what
            // is wanted.
            takeHeadAsVictim()
            follow.mustCancelNext = true
        } else if ended.isVictim, case .cancelling(let requests, _) = fence {
            fence = .cancelling(requests: requests, hasVictimEnded: true)
            follow.mustSync = requests == 0
            if follow.mustSync { beginProof() }
        }
        return follow
    }

    /// A cancel request is about to be sent for the statement that the server is answering.
    private mutating func takeHeadAsVictim() {
        sent[0].isVictim = true
        if case .cancelling(let requests, _) = fence {
            fence = .cancelling(requests: requests + 1, hasVictimEnded: false)
        } else {
            fence = .cancelling(requests: 1, hasVictimEnded: false)
        }
    }

    private mutating func beginProof() {
        fence = .syncing
        syncsUnderWay += 1
    }

    private mutating func receivedWithoutStatement(_ event: Received) -> Action {
        switch event {
        case .end:
            return .none
        case .sync where syncsUnderWay > 0:
            syncsUnderWay -= 1
            // An earlier one, when another statement had to be cancelled after it was sent.
            guard syncsUnderWay == 0, fence == .syncing else { return .none }
            fence = .open
            return .release(releaseHeld())
        case .error where syncsUnderWay > 0:
            // The late cancel hit the fence's own sync, which is what the fence is for.
            return .none
        default:
            return .protocolViolation("an answer came to no question")
        }
    }

    private mutating func releaseHeld() -> [Request] {
        defer { held.removeAll() }
        sent.append(contentsOf: held.map { Entry(request: $0) })
        return Array(held)
    }

    /// The caller of a statement gave up.
    mutating func abandon(_ request: Request) -> Abandonment {
        if let index = held.firstIndex(where: { $0 === request }) {
            held.remove(at: index)
            return .dropped
        }
        guard let index = sent.firstIndex(where: { $0.request === request }) else {
            return .unknown
        }
        guard !sent[index].isAbandoned else { return .unknown }
        sent[index].isAbandoned = true
        guard index == 0 else { return .discardResult }
        takeHeadAsVictim()
        return .cancelOnServer
    }

    /// A cancel request has reached the server.
    ///
    /// The fence's sync comes after those of everything sent before.
    mutating func cancelArrived() -> CancelProgress {
        guard case .cancelling(let requests, let hasVictimEnded) = fence else { return .wait }
        guard hasVictimEnded else {
            fence = .cancelling(requests: requests - 1, hasVictimEnded: false)
            return .repeatLater
        }
        guard requests == 1 else {
            fence = .cancelling(requests: requests - 1, hasVictimEnded: true)
            return .wait
        }
        beginProof()
        return .sendSync
    }

    /// The pause after a cancel request is over.
    ///
    /// Returns whether to send another.
    mutating func mayRepeatCancel() -> Bool {
        guard case .cancelling(let requests, hasVictimEnded: false) = fence else { return false }
        fence = .cancelling(requests: requests + 1, hasVictimEnded: false)
        return true
    }

    /// The connection is gone.
    ///
    /// Returns every statement in order, and how many of them were sent.
    mutating func connectionLost() -> (requests: [Request], sent: Int) {
        defer {
            sent.removeAll()
            held.removeAll()
        }
        return (sent.map(\.request) + held, sent.count)
    }
}

extension PipelineStateMachine.Received {
    init(_ kind: ResultHandle.Kind) {
        switch kind {
        case .rows, .command, .empty: self = .result
        case .singleRow: self = .row
        case .aborted: self = .aborted
        case .error, .other: self = .error
        case .copy: self = .copy
        }
    }
}
