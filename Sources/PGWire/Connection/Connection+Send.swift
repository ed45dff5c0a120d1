import PGCore

extension Connection {
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
    func deadlineAhead() throws(PGError) -> ContinuousClock.Instant? {
        guard let deadline = Deadline.effective(configuration.statementTimeout) else { return nil }
        guard deadline > .now else { throw .deadlinePassed.executed(.notSent) }
        return deadline
    }

    @inline(__always)
    func answer(to request: Request) async -> Request.Answer {
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

    func start(
        _ request: Request, deadline: ContinuousClock.Instant?, isAlone: Bool = false
    ) {
        guard handle != nil else {
            request.complete(.failure((closeReason ?? .connectionIsClosed).executed(.notSent)))
            return
        }
        if inputBuffer == .tooSmall { growInputBuffer() }
        if let deadline {
            let id = request.id
            request.timer = loop.schedule(at: deadline) {
                self.assumeIsolated { $0.abandon(id, .deadlinePassed) }
            }
        }
        switch isAlone ? machine.submitAlone(request) : machine.submit(request) {
        case .send(let isHead): send(request, isHead: isHead)
        case .runAlone: runAlone(request)
        case .hold: break
        }
    }

    /// Sends what was held.
    func send(_ release: PipelineStateMachine<Request>.Release) {
        for request in release.pipelined { send(request, isHead: request === machine.head) }
        if let request = release.alone { runAlone(request) }
    }

    func send(_ request: Request, isHead: Bool) {
        if observation != nil, sendTimes[request.id] != nil { sendTimes[request.id] = .now }
        guard openings.isEmpty || sendOpenings(aheadOf: request), sendCommands(of: request),
            handle?.sendSync() == true
        else {
            connectionLost()
            return
        }
        if isHead, let stream = request.stream { startStreaming(into: stream) }
        flush()
    }

    /// Asks for the rows of the statement at the head as they come.
    func startStreaming(into stream: StreamBuffer) {
        _ = handle?.setStreamingMode(chunk: stream.chunkSize)
    }

    func sendCommands(of request: Request) -> Bool {
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
        case .fetch(let sql, let format):
            return handle?.sendOnce(sql: sql, format: format) ?? false
        case .alone:
            // Never sent in a pipeline: see `runAlone(_:)`.
            return false
        }
    }

    /// Decided while sending, since what is known changes whenever a call suspends.
    func sendParseIfNeeded(_ statement: PreparedStatement, for request: Request) -> Bool {
        guard !known.contains(statement) else { return true }
        known.insert(statement)
        request.didParse = true
        return handle?.sendPrepare(name: statement.name, sql: statement.text) ?? false
    }

    func flush() {
        switch handle?.flush() {
        case .done?: watchForWriting(false)
        case .pending?: watchForWriting(true)
        case .failed?: connectionLost()
        case nil: break
        }
    }

    /// Asks for writability only while there is something to write: otherwise the loop would spin.
    func watchForWriting(_ wanted: Bool) {
        guard wanted != wantsWrite else { return }
        wantsWrite = wanted
        updateInterest()
        if !wanted, machine.isCopyingIn { machine.head?.exclusive?.changed() }
    }

    func updateInterest() {
        guard handle != nil else { return }
        var interest: PollInterest = isPaused ? [] : .read
        if wantsWrite { interest.insert(.write) }
        loop.update(socket, for: interest)
    }

    /// Whether a stream's consumer is behind, so that the server has to wait.
    var isPaused: Bool {
        machine.isCopying ? isCopyPaused : machine.head?.stream?.isFull == true
    }
}
