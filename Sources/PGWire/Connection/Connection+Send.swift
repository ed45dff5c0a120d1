import PGCore

extension Connection {
    /// Sends a request and waits for its answer, the task's cancellation, or the deadline.
    @inline(__always)
    func perform(_ work: Request.Work, text: String) async throws(PGError) -> ResultHandle? {
        try await answer(to: begin(work, text: text)).get()
    }

    /// Sends a request, unless its caller has given up.
    @inline(__always)
    func begin(_ work: Request.Work, text: String) throws(PGError) -> Request {
        lastRequestID += 1
        let request = Request(id: lastRequestID, work, text: text)
        guard !Task.isCancelled else { throw .taskCancelled.executed(.notSent) }
        // Started before the first suspension: a cancellation finds it, however early it comes.
        start(request, deadline: try deadlineAhead())
        return request
    }

    /// Waits for a request's answer, which the task's cancellation hastens.
    @inline(__always)
    nonisolated func answer(to request: Request) async -> Request.Answer {
        let id = request.id
        return await withTaskCancellationHandler {
            await request.wait(on: loop)
        } onCancel: {
            abandonLater(id, .taskCancelled)
        }
    }

    /// Sends a request and sees it through although its task is cancelled.
    func perform(
        _ work: Request.Work, text: String, shieldedFrom shield: Shield
    ) async throws(PGError) -> ResultHandle? {
        try await begin(work, text: text, shieldedFrom: shield).wait().get()
    }

    /// Sends a request that its task's cancellation does not reach.
    func begin(
        _ work: Request.Work, text: String, shieldedFrom shield: Shield
    ) throws(PGError) -> Request {
        lastRequestID += 1
        let request = Request(id: lastRequestID, work, text: text)
        let deadline: ContinuousClock.Instant? =
            switch shield {
            case .cancellation: try deadlineAhead()
            case .cancellationAndDeadline: .now + configuration.cancelTimeout
            }
        start(request, deadline: deadline)
        return request
    }

    /// The time at which a statement sent now has to be over, if there is one.
    ///
    /// - Throws: `PGError.Code.deadlineExceeded` when it has passed: then nothing need be sent.
    func deadlineAhead() throws(PGError) -> ContinuousClock.Instant? {
        guard let deadline = Deadline.effective(configuration.statementTimeout) else { return nil }
        guard deadline > .now else { throw .deadlinePassed.executed(.notSent) }
        return deadline
    }

    func answers(to requests: [Request]) async -> [Request.Answer] {
        var answers: [Request.Answer] = []
        for request in requests { answers.append(await request.wait()) }
        return answers
    }

    /// Starts a request whose rows go to a buffer as they come.
    ///
    /// Returns its id.
    func startStream(
        _ work: Request.Work, of statement: SQLStatement, into buffer: StreamBuffer,
        deadline: ContinuousClock.Instant?
    ) -> UInt64 {
        lastRequestID += 1
        let request = Request(id: lastRequestID, work, text: statement.text, stream: buffer)
        observe(request, [statement])
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
        if shouldLookForPooler { askForPooler() }
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
        if observation != nil { noteSending(of: request) }
        guard openings.isEmpty || sendOpenings(aheadOf: request), sendCommands(of: request),
            handle?.sendSync() == true
        else {
            connectionLost()
            return
        }
        if isHead {
            roundTrips += 1
            if let stream = request.stream { startStreaming(into: stream) }
        }
        flush()
    }

    /// Asks for the rows of the statement at the head as they come.
    func startStreaming(into stream: StreamBuffer) {
        _ = handle?.setStreamingMode(chunk: stream.chunkSize)
    }

    func sendCommands(of request: Request) -> Bool {
        switch request.work {
        case .execute(let statement, let form, let parameters, let format):
            guard sendParseIfNeeded(form, of: statement, for: request) else { return false }
            return handle?.sendExecute(
                name: form.cName, parameters: parameters, resultFormat: format) ?? false
        case .inspect(let sql):
            request.prelude = 1
            return handle?.sendPrepare(name: "", sql: sql, types: []) == true
                && handle?.sendDescribe(name: "") == true
        case .inspectLong(let sql):
            request.prelude = 1
            request.hasCoda = true
            return handle?.sendPrepare(name: Self.inspectedName, sql: sql, types: []) == true
                && handle?.sendOnce(sql: Self.inspectedTypes) == true
                && handle?.sendClose(name: Self.inspectedName) == true
        case .group(let group):
            return sendCommands(of: group)
        case .once(let sql):
            return handle?.sendOnce(sql: sql) ?? false
        case .fetch(let sql, let format):
            return handle?.sendOnce(sql: sql, format: format) ?? false
        case .alone:
            // Never sent in a pipeline: see `runAlone(_:)`.
            return false
        case .free(let names):
            return names.allSatisfy { handle?.sendClose(name: $0) ?? false }
        }
    }

    /// The name of a statement that is only looked at, for as long as that takes.
    private static let inspectedName = "strata_inspected"
    private static let inspectedTypes = """
        SELECT pg_catalog.unnest(parameter_types)::pg_catalog.oid
        FROM pg_catalog.pg_prepared_statements WHERE name = '\(inspectedName)'
        """

    /// Decided while sending, since what is known changes whenever a call suspends.
    @inline(__always)
    func sendParseIfNeeded(
        _ form: StatementForm, of statement: CachedStatement, for request: Request
    ) -> Bool {
        known.contains(form) || sendParse(form, of: statement, for: request)
    }

    /// Sends the parsing of a form with its types stated, and before it, if its name is taken by
    /// something out of date, the freeing of that.
    private func sendParse(
        _ form: StatementForm, of statement: CachedStatement, for request: Request
    ) -> Bool {
        request.didParse = true
        request.didFree = form.isNamed && known.insert(form, of: statement)
        request.prelude = request.didFree ? 2 : 1
        if request.didFree, handle?.sendClose(name: form.name) != true { return false }
        return handle?.sendPrepare(name: form.name, sql: form.text, types: form.parameterTypes)
            ?? false
    }

    private func sendCommands(of group: StatementGroup) -> Bool {
        group.willSend()
        if let rows = group.rows { return send(rows, of: group) }
        for (index, item) in group.items.enumerated() {
            // Without a name, the form parsed last is still there for the same one.
            let isParsed = index > 0 && group.items[index - 1].form === item.form
            guard parse(item.form, of: item.statement, isParsed: isParsed, for: group) else {
                return false
            }
            group.sent(.execute(index..<index + 1))
            guard
                handle?.sendExecute(
                    name: item.form.cName, parameters: item.parameters, resultFormat: item.format)
                    == true
            else { return false }
        }
        return true
    }

    private func send(_ rows: ManyRows, of group: StatementGroup) -> Bool {
        var row = 0
        var place = 0
        for run in rows.runs {
            let (form, count) = (run.plan.form, run.rowCount)
            guard parse(form, of: run.plan.statement, isParsed: false, for: group) else {
                return false
            }
            group.sent(.execute(row..<row + count))
            guard
                handle?.sendExecute(
                    name: form.cName, rows: rows.values, from: place, count: count,
                    columns: form.parameterTypes.count, resultFormat: run.plan.format) == true
            else { return false }
            row += count
            place += count * form.parameterTypes.count
        }
        return true
    }

    /// Sends the parsing of one of a group's statements, unless it is known.
    private func parse(
        _ form: StatementForm, of statement: CachedStatement, isParsed: Bool,
        for group: StatementGroup
    ) -> Bool {
        guard !known.contains(form) else { return true }
        if form.isNamed, known.insert(form, of: statement) {
            group.sent(.free(form.name))
            guard handle?.sendClose(name: form.name) == true else { return false }
        }
        guard form.isNamed || !isParsed else { return true }
        group.sent(.parse(form))
        return handle?.sendPrepare(
            name: form.name, sql: form.text, types: form.parameterTypes) == true
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
