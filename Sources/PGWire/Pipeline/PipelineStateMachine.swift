import DequeModule

/// Which statements are under way on a connection, and what each piece the server sends means.
///
/// Every statement is followed by a sync of its own, so the server's answers come in the order of
/// the statements, and an error ends at the sync. The machine mirrors that order. It performs
/// nothing: each event returns what the connection has to do.
///
/// A script or a COPY has to be alone, outside pipeline mode: it waits until everything sent before
/// has ended, and what comes after it waits until it has.
///
/// The machine also holds the fence. A cancel request names a session, not a statement, so from the moment
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

    /// How statements travel.
    private enum Mode: Equatable {
        /// Many at a time.
        case pipelined
        /// The first one held has to be alone, and waits until those sent have ended.
        case draining
        /// One has the connection to itself, outside pipeline mode.
        case alone
        /// It is a COPY that takes data from the client.
        case copyingIn
        /// It is a COPY that sends data to the client.
        case copyingOut
    }

    /// A statement that has not been sent.
    private struct Held {
        let request: Request
        let isAlone: Bool
    }

    /// What came from the server.
    enum Received: Equatable {
        /// A whole result, or the last part of a streamed one.
        case result
        /// One row of a streamed result.
        case row
        /// The end of a command's results; outside pipeline mode, of everything.
        case end
        /// An error.
        case error
        /// A command that was skipped because of an earlier error.
        case aborted
        /// A sync.
        case sync
        /// The server waits for a COPY's data.
        case copyIn
        /// The server is about to send a COPY's data.
        case copyOut
        /// A COPY both ways, which only replication has.
        case copyBoth
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
        /// The server is ready for the statement's data, or is about to send it.
        case copy(Request, Received)
        /// The fence is lifted: send these.
        case release(Release)
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
        /// It was alone: go back into pipeline mode.
        var endsAlone = false
        /// Statements are held that may be sendable now: see ``PipelineStateMachine/release()``.
        var mayRelease = false
    }

    /// Statements whose wait is over.
    struct Release {
        /// Those to send one after another.
        var pipelined: [Request] = []
        /// The one to run by itself, outside pipeline mode.
        var alone: Request?
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
        /// Leave pipeline mode and run it.
        case runAlone
        /// Keep it: the fence is closed, or one that is alone comes first. It will come back by
        /// ``PipelineStateMachine/release()``.
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
    private var held: Deque<Held> = []
    private var fence = Fence.open
    private var mode = Mode.pipelined
    /// The fence's syncs that have been sent and have not come back.
    private var syncsUnderWay = 0

    /// The number of statements sent or held.
    var count: Int { sent.count + held.count }

    /// Whether the server owes nothing, not even a fence's sync.
    var isQuiet: Bool { sent.isEmpty && held.isEmpty && fence == .open }

    /// Whether a cancel request is under way, so that nothing new is sent.
    var isFenced: Bool { fence != .open }

    /// Whether the server still has something to say, other than a COPY's data.
    var expectsAnswers: Bool { (!sent.isEmpty || syncsUnderWay > 0) && !isCopying }

    /// Whether data of a COPY is under way, instead of results.
    var isCopying: Bool { mode == .copyingIn || mode == .copyingOut }

    /// Whether the server waits for data of a COPY.
    var isCopyingIn: Bool { mode == .copyingIn }

    /// Whether the head has the connection to itself.
    var isAlone: Bool { mode == .alone || isCopying }

    /// Returns a statement that is sent or held.
    func request(where matches: (Request) -> Bool) -> Request? {
        sent.first { matches($0.request) }?.request
            ?? held.first { matches($0.request) }?.request
    }

    /// The statement the server is answering.
    var head: Request? { sent.first?.request }

    mutating func submit(_ request: Request) -> Submission {
        guard fence == .open, mode == .pipelined else {
            held.append(Held(request: request, isAlone: false))
            return .hold
        }
        sent.append(Entry(request: request))
        return .send(isHead: sent.count == 1)
    }

    /// Takes a script or a COPY, which no other statement may share the connection with.
    mutating func submitAlone(_ request: Request) -> Submission {
        held.append(Held(request: request, isAlone: true))
        return release().alone == nil ? .hold : .runAlone
    }

    /// Takes out what was held and can be sent now.
    mutating func release() -> Release {
        var released = Release()
        guard fence == .open, !isAlone else { return released }
        mode = .pipelined
        while let next = held.first {
            guard next.isAlone else {
                sent.append(Entry(request: next.request))
                released.pipelined.append(next.request)
                held.removeFirst()
                continue
            }
            if sent.isEmpty {
                mode = .alone
                sent.append(Entry(request: next.request))
                released.alone = next.request
                held.removeFirst()
            } else {
                mode = .draining
            }
            return released
        }
        return released
    }

    mutating func received(_ event: Received) -> Action {
        guard !sent.isEmpty else { return receivedWithoutStatement(event) }
        switch event {
        case .end:
            return mode == .alone ? endAlone() : .none
        case .aborted:
            return .none
        case .result:
            return sent[0].hasFailed ? .none : .keep(sent[0].request)
        case .row:
            return sent[0].isAbandoned ? .none : .deliver(sent[0].request)
        case .error:
            // Only the first error says what went wrong.
            defer { sent[0].hasFailed = true }
            return sent[0].hasFailed ? .none : .keep(sent[0].request)
        case .copyIn, .copyOut, .copyBoth:
            guard mode == .alone, event != .copyBoth else {
                return .protocolViolation("COPY is not possible in a pipelined statement")
            }
            mode = event == .copyIn ? .copyingIn : .copyingOut
            return .copy(sent[0].request, event)
        case .sync:
            let entry = sent.removeFirst()
            return .complete(entry.request, follow(entry))
        }
    }

    /// The data of a COPY is over, in either direction: results follow.
    mutating func copyEnded() {
        if isCopying { mode = .alone }
    }

    private mutating func endAlone() -> Action {
        mode = .pipelined
        let entry = sent.removeFirst()
        var follow = follow(entry)
        follow.endsAlone = true
        return .complete(entry.request, follow)
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
        follow.mayRelease = !held.isEmpty && fence == .open
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
            return .release(release())
        case .error where syncsUnderWay > 0:
            // The late cancel hit the fence's own sync, which is what the fence is for.
            return .none
        default:
            return .protocolViolation("an answer came to no question")
        }
    }

    /// The caller of a statement gave up.
    ///
    /// When one was dropped, others that were held behind it may be sendable: see ``release()``.
    mutating func abandon(_ request: Request) -> Abandonment {
        if let index = held.firstIndex(where: { $0.request === request }) {
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
        return (sent.map(\.request) + held.map(\.request), sent.count)
    }
}

extension PipelineStateMachine.Received {
    init(_ kind: ResultHandle.Kind) {
        switch kind {
        case .rows, .command, .empty: self = .result
        case .singleRow, .chunk: self = .row
        case .aborted: self = .aborted
        case .error, .other: self = .error
        case .copyIn: self = .copyIn
        case .copyOut: self = .copyOut
        case .copyBoth: self = .copyBoth
        }
    }
}
