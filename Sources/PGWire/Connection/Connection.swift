import DequeModule
import Dispatch
import Logging
import PGCore

/// One session with a server, pinned to an event loop.
///
/// Statements given to it by several tasks at once are pipelined: sent without waiting for one
/// another's answers, each in a transaction of its own, so that one's error does not touch the
/// others. A task that has to be alone, for a transaction say, leases the connection from a
/// ``ConnectionPool``.
///
/// Close a connection made by ``connect(_:configuration:logger:)`` with ``close()``.
public actor Connection {
    nonisolated let loop: EventLoop
    private let notices = NoticeSink()
    private let cancelHandle: CancelHandle?
    let logger: Logger
    let statements: StatementCache
    let configuration: ConnectionConfiguration

    // What every statement touches is not checked for overlapping accesses at run time, which costs
    // more than the accesses: the actor is confined to its loop's thread, and nothing that runs
    // while one of these is accessed comes back to the connection.

    /// `nil` once the connection is closed or lost.
    @safe @exclusivity(unchecked) private var handle: ConnectionHandle?
    private var socket: Int32 = -1
    @safe @exclusivity(unchecked) private var machine = PipelineStateMachine<Request>()
    @safe @exclusivity(unchecked) private var lastRequestID: UInt64 = 0
    @safe @exclusivity(unchecked) private var wantsWrite = false
    @safe @exclusivity(unchecked) private var isReadingPaused = false
    /// Ends the connection when a cancellation takes too long.
    private var cancelDeadline: TimerQueue.ID?
    private var closeReason: PGError?

    /// The streams being read, by request.
    var streams: [UInt64: StreamBuffer] = [:]
    /// What this connection has parsed, by text.
    @safe @exclusivity(unchecked) var known = KnownStatements()
    /// The server's word on the transaction when the pipeline was last quiet.
    @safe @exclusivity(unchecked) private(set) var transactionStatus = TransactionStatus.idle
    /// Whether single statements of several tasks share the connection.
    @safe @exclusivity(unchecked) var isShared = false
    /// Whether a statement changed the session since it was last reset.
    var hasSessionState = false
    /// Called once when the connection is over, however it ended.
    var onClose: (@Sendable (Connection) -> Void)?

    /// The process on the server that this connection talks to.
    public nonisolated let backendProcessID: Int32
    /// The server's version as a number, such as 150018 for 15.18.
    public nonisolated let serverVersion: Int

    /// Runs the actor on its event loop's thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe loop.asUnownedSerialExecutor()
    }

    init(
        _ handle: consuming ConnectionHandle, on loop: EventLoop,
        configuration: ConnectionConfiguration, statements: StatementCache, logger: Logger
    ) {
        self.loop = loop
        self.configuration = configuration
        self.statements = statements
        self.logger = logger
        backendProcessID = handle.backendProcessID
        serverVersion = Int(handle.serverVersion)
        cancelHandle = handle.makeCancelHandle()
        self.handle = consume handle
    }

    /// Whether the connection can take statements.
    var isOpen: Bool { handle != nil }

    /// The number of statements under way.
    package var pendingCount: Int { machine.count }

    /// Starts reading.
    ///
    /// The loop holds the connection from now on until it is closed.
    func open() {
        guard let descriptor = handle?.socket else { return }
        handle?.deliverNotices(to: notices)
        socket = descriptor
        loop.register(descriptor, for: .read) { ready in
            if ready == .read {
                // The usual case by itself: a closure that captures nothing needs no memory.
                self.assumeIsolated { $0.socketReady(.read) }
            } else {
                self.assumeIsolated { $0.socketReady(ready) }
            }
        }
    }

    /// Returns a setting the server reports by itself, such as `TimeZone` or `server_encoding`.
    ///
    /// See "Asynchronous Operations" in the PostgreSQL manual's protocol chapter.
    public func parameterStatus(_ name: String) -> String? {
        handle?.parameterStatus(name)
    }

    // MARK: Sending

    /// Sends a request and waits for its answer, the task's cancellation, or the deadline.
    @inline(__always)
    func perform(_ work: Request.Work, text: String) async throws(PGError) -> ResultHandle? {
        lastRequestID += 1
        let id = lastRequestID
        let request = Request(id: id, work, text: text)
        guard !Task.isCancelled else { throw .taskCancelled.executed(.notSent) }
        // Started before the first suspension: a cancellation finds it, however early it comes.
        start(request, deadline: try deadlineAhead())
        return try await withTaskCancellationHandler {
            await answer(to: request)
        } onCancel: {
            abandonLater(id, .taskCancelled)
        }.get()
    }

    /// Sends a request and sees it through although its task is cancelled.
    func perform(
        _ work: Request.Work, text: String, shieldedFrom shield: Shield
    ) async throws(PGError) -> ResultHandle? {
        lastRequestID += 1
        let request = Request(id: lastRequestID, work, text: text)
        let deadline: ContinuousClock.Instant? =
            switch shield {
            case .cancellation: try deadlineAhead()
            case .cancellationAndDeadline: .now + configuration.cancelTimeout
            }
        start(request, deadline: deadline)
        return try await request.wait().get()
    }

    /// The time at which a statement sent now has to be over, if there is one.
    ///
    /// - Throws: `PGError.Code.deadlineExceeded` when it has passed: then nothing need be sent.
    private func deadlineAhead() throws(PGError) -> ContinuousClock.Instant? {
        guard let deadline = Deadline.effective(configuration.statementTimeout) else { return nil }
        guard deadline > .now else { throw .deadlinePassed.executed(.notSent) }
        return deadline
    }

    @inline(__always)
    private func answer(to request: Request) async -> Request.Answer {
        await request.wait()
    }

    /// Starts a request whose rows go to a buffer as they come.
    ///
    /// Returns its id.
    func startStream(
        _ work: Request.Work, text: String, into buffer: StreamBuffer,
        deadline: ContinuousClock.Instant?
    ) -> UInt64 {
        lastRequestID += 1
        let request = Request(id: lastRequestID, work, text: text, stream: buffer)
        start(request, deadline: deadline)
        return request.id
    }

    private func start(_ request: Request, deadline: ContinuousClock.Instant?) {
        guard handle != nil else {
            request.complete(.failure((closeReason ?? .connectionIsClosed).executed(.notSent)))
            return
        }
        if let deadline {
            let id = request.id
            request.timer = loop.schedule(at: deadline) {
                self.assumeIsolated { $0.abandon(id, .deadlinePassed) }
            }
        }
        switch machine.submit(request) {
        case .send(let isHead): send(request, isHead: isHead)
        case .hold: break
        }
    }

    private func send(_ request: Request, isHead: Bool) {
        guard sendCommands(of: request), handle?.sendSync() == true else {
            connectionLost()
            return
        }
        if isHead, request.stream != nil { _ = handle?.setSingleRowMode() }
        flush()
    }

    private func sendCommands(of request: Request) -> Bool {
        switch request.work {
        case .describe(let statement):
            guard sendParseIfNeeded(statement, for: request) else { return false }
            return handle?.sendDescribe(name: statement.name) ?? false
        case .inspect(let statement):
            return handle?.sendPrepare(name: "", sql: statement.text) == true
                && handle?.sendDescribe(name: "") == true
        case .execute(let statement, let parameters, let format):
            guard sendParseIfNeeded(statement, for: request) else { return false }
            return handle?.sendExecute(
                name: statement.cName, parameters: parameters, resultFormat: format) ?? false
        case .once(let sql):
            return handle?.sendOnce(sql: sql) ?? false
        }
    }

    /// Decided while sending, since what is known changes whenever a call suspends.
    private func sendParseIfNeeded(_ statement: PreparedStatement, for request: Request) -> Bool {
        guard !known.contains(statement) else { return true }
        known.insert(statement)
        request.didParse = true
        return handle?.sendPrepare(name: statement.name, sql: statement.text) ?? false
    }

    private func flush() {
        switch handle?.flush() {
        case .done?: watchForWriting(false)
        case .pending?: watchForWriting(true)
        case .failed?: connectionLost()
        case nil: break
        }
    }

    /// Asks for writability only while there is something to write: otherwise the loop would spin.
    private func watchForWriting(_ wanted: Bool) {
        guard wanted != wantsWrite else { return }
        wantsWrite = wanted
        updateInterest()
    }

    private func updateInterest() {
        guard handle != nil else { return }
        var interest: PollInterest = isPaused ? [] : .read
        if wantsWrite { interest.insert(.write) }
        loop.update(socket, for: interest)
    }

    /// Whether a stream's consumer is behind, so that the server has to wait.
    private var isPaused: Bool { machine.head?.stream?.isFull == true }

    // MARK: Receiving

    private func socketReady(_ ready: PollInterest) {
        if ready.contains(.read), handle?.consumeInput() == false {
            receiveResults()
            connectionLost()
            return
        }
        // Reading may have made room for writing, so both are tried.
        if wantsWrite { flush() }
        receiveResults()
        handle?.discardNotifications()
        if handle?.isBad == true { connectionLost() }
        logNotices()
    }

    private func receiveResults() {
        reading: while machine.expectsAnswers, !isPaused {
            switch handle?.nextResult() {
            case .result(let result)?: perform(machine.received(.init(result.kind)), result)
            case .end?: perform(machine.received(.end), nil)
            case .sync?: perform(machine.received(.sync), nil)
            case .lost?: return
            case .notYet?, nil: break reading
            }
        }
        updateReading()
    }

    private func updateReading() {
        guard isPaused != isReadingPaused else { return }
        isReadingPaused = isPaused
        updateInterest()
    }

    /// Goes on reading after a stream's consumer took a chunk.
    func resumeReading() {
        guard isReadingPaused, !isPaused else { return }
        updateReading()
        receiveResults()
    }

    private func perform(_ action: PipelineStateMachine<Request>.Action, _ result: ResultHandle?) {
        switch action {
        case .none:
            break
        case .keep(let request):
            if let result, result.kind == .error {
                request.error = PGError(server: result.serverError, statement: request.text)
            } else {
                request.result = result
                if let result { request.stream?.add(whole: result) }
            }
        case .deliver(let request):
            if let result { request.stream?.add(result) }
        case .complete(let request, let follow):
            if follow.next?.stream != nil { _ = handle?.setSingleRowMode() }
            if follow.mustCancelNext { beginCancelling() }
            if follow.mustSync { proveFence() }
            completed(request)
        case .release(let requests):
            for request in requests { send(request, isHead: request === machine.head) }
        case .protocolViolation(let what):
            connectionLost(PGError(.unsupportedResult, what))
        }
    }

    /// A statement's sync came back: it is over on the server.
    private func completed(_ request: Request) {
        if machine.isQuiet { checkTransactionStatus() }
        if let timer = request.timer { loop.cancelTimer(timer) }
        if let error = request.error {
            forgetStatement(of: request, after: error)
            if wasHitByStranger(request, error) {
                repeatRequest(request)
                return
            }
        }
        request.complete(outcome(of: request))
    }

    private func outcome(of request: Request) -> Request.Answer {
        if let abandonment = request.abandonment {
            guard request.executes else { return .failure(abandonment.executed(.notSent)) }
            // An error means that it was stopped in time; otherwise it ended just before.
            return .failure(
                abandonment.executed(request.error == nil ? .mayHaveRun : .rolledBack))
        }
        if let error = request.error { return .failure(error) }
        return .success(request.result)
    }

    private func checkTransactionStatus() {
        transactionStatus = handle?.transactionStatus ?? .unknown
        if isShared, transactionStatus != .idle {
            connectionLost(
                PGError(
                    .needsOwnConnection, "a statement left a shared connection in a transaction"))
        }
    }

    /// A statement whose parsing failed, or that the server no longer knows, is not known here.
    private func forgetStatement(of request: Request, after error: PGError) {
        switch request.work {
        case .describe(let statement), .execute(let statement, _, _):
            if request.didFailToParse || error.meansStatementIsGone { known.remove(statement) }
        case .inspect, .once:
            break
        }
    }

    // MARK: Giving up

    /// Gives up on a request from any thread.
    nonisolated func abandonLater(_ id: UInt64, _ reason: PGError) {
        loop.execute {
            self.assumeIsolated { $0.abandon(id, reason) }
        }
    }

    /// Gives up on a request: its caller is answered at once unless the server is running it.
    func abandon(_ id: UInt64, _ reason: PGError) {
        guard let request = machine.request(where: { $0.id == id }) else { return }
        let abandonment = machine.abandon(request)
        if abandonment != .unknown { request.abandonment = reason }
        switch abandonment {
        case .dropped:
            request.timer.map(loop.cancelTimer)
            request.complete(.failure(reason.executed(.notSent)))
        case .discardResult:
            request.complete(.failure(reason.executed(.mayHaveRun)))
        case .cancelOnServer:
            beginCancelling()
        case .unknown:
            break
        }
        if let stream = request.stream {
            stream.discard()
            resumeAfterAbandoning()
        }
    }

    /// An abandoned stream no longer holds the socket back: its rows are read and dropped.
    private func resumeAfterAbandoning() {
        isReadingPaused = false
        updateInterest()
        receiveResults()
    }

    /// Makes the server stop the statement at the head.
    ///
    /// Bounded: when it has not ended in time, the connection is given up.
    private func beginCancelling() {
        cancelDeadline = loop.schedule(at: .now + configuration.cancelTimeout) {
            self.assumeIsolated {
                $0.connectionLost(
                    PGError(.connectionLost, "the server did not end a cancelled statement in time")
                )
            }
        }
        sendCancelRequest(pause: .milliseconds(20))
    }

    /// Sends a cancel request from a side thread, since libpq blocks.
    ///
    /// After `pause`, another follows unless the statement has ended.
    private func sendCancelRequest(pause: Duration) {
        let cancelHandle = cancelHandle
        DispatchQueue.global().async {
            let complaint = cancelHandle?.cancel()
            self.loop.execute {
                self.assumeIsolated { $0.cancelRequestArrived(complaint, pause: pause) }
            }
        }
    }

    private func cancelRequestArrived(_ complaint: String?, pause: Duration) {
        guard handle != nil else { return }
        if let complaint { logger.debug("cancel request failed: \(complaint)") }
        switch machine.cancelArrived() {
        case .wait:
            break
        case .sendSync:
            proveFence()
        case .repeatLater:
            _ = loop.schedule(at: .now + pause) {
                self.assumeIsolated { connection in
                    guard connection.handle != nil, connection.machine.mayRepeatCancel() else {
                        return
                    }
                    connection.sendCancelRequest(pause: pause * 2)
                }
            }
        }
    }

    /// Sends the sync that comes back when no cancel request can hit anybody any more.
    private func proveFence() {
        clearCancelDeadline()
        guard handle?.sendSync() == true else {
            connectionLost()
            return
        }
        flush()
    }

    private func clearCancelDeadline() {
        cancelDeadline.map(loop.cancelTimer)
        cancelDeadline = nil
    }

    /// Whether another statement's cancel request stopped this one, which nobody gave up.
    private func wasHitByStranger(_ request: Request, _ error: PGError) -> Bool {
        machine.isFenced && error.sqlState == "57014" && request.abandonment == nil
            && !request.wasRepeated && request.stream == nil
    }

    /// Sends a statement again.
    ///
    /// It had no effect: a stopped statement is rolled back.
    private func repeatRequest(_ request: Request) {
        request.wasRepeated = true
        request.error = nil
        request.result = nil
        start(request, deadline: nil)
    }

    // MARK: The end

    /// Closes the connection.
    ///
    /// What is under way fails with `PGError.Code.connectionClosed`.
    ///
    /// A running statement is asked to stop first: the server would otherwise finish it unheard.
    public func close() {
        if machine.head != nil, let cancelHandle {
            DispatchQueue.global().async { _ = cancelHandle.cancel() }
        }
        connectionLost(.connectionIsClosed)
    }

    /// Ends the connection and answers everybody who waits.
    private func connectionLost(_ reason: PGError? = nil) {
        guard let handle = handle.take() else { return }
        loop.deregister(socket)
        let (requests, sent) = machine.connectionLost()
        let error = reason ?? lossReason(handle.errorMessage, head: requests.first)
        closeReason = error
        transactionStatus = .unknown
        clearCancelDeadline()
        // Closes the socket: `handle` ends here.
        _ = consume handle
        for (index, request) in requests.enumerated() {
            if let timer = request.timer { loop.cancelTimer(timer) }
            let failure = request.abandonment ?? error
            request.complete(.failure(failure.executed(index < sent ? .mayHaveRun : .notSent)))
        }
        onClose?(self)
        onClose = nil
    }

    private func lossReason(_ message: String, head: Request?) -> PGError {
        // Said by the server as the statement's error, or out of turn while nothing was running.
        let fatal =
            head?.error?.server
            ?? notices.take().first { $0.severity == "FATAL" || $0.severity == "PANIC" }
        guard let fatal else { return PGError(.connectionLost, message) }
        return PGError(.connectionLost, fatal.message).reported(by: fatal)
    }

    private func logNotices() {
        guard !notices.isEmpty else { return }
        for notice in notices.take() {
            logger.debug("\(notice.severity): \(notice.message)")
        }
    }
}
