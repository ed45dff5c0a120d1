import Logging
import PGCore

/// Scripts and COPY: what needs the connection to itself, outside pipeline mode.
extension Connection {
    /// Starts a script or a COPY as soon as what was sent before it has ended.
    ///
    /// - Throws: `PGError.Code.deadlineExceeded` or `PGError.Code.cancelled`; nothing was sent then.
    func startAlone(_ work: ExclusiveWork) throws(PGError) -> Request {
        try requireLease()
        guard !Task.isCancelled else {
            throw PGError.taskCancelled.executed(.notSent).inStatement(work.sql)
        }
        let deadline = try deadlineAhead()
        lastRequestID += 1
        let request = Request(id: lastRequestID, .alone(work), text: work.sql)
        observe(request, [Self.statement(of: work.sql)])
        start(request, deadline: deadline, isAlone: true)
        return request
    }

    /// Leaves pipeline mode and sends it.
    func runAlone(_ request: Request) {
        guard let work = request.exclusive, handle?.exitPipelineMode() == true,
            handle?.sendScript(work.sql) == true
        else {
            connectionLost()
            return
        }
        flush()
    }

    /// It has ended on the server: other statements are pipelined again.
    func returnToPipeline() {
        guard handle?.enterPipelineMode() == true else {
            connectionLost()
            return
        }
        checkTransactionStatus()
    }

    /// Keeps a result of a script, or an error.
    func keep(_ result: ResultHandle?, of request: Request, _ work: ExclusiveWork) {
        guard let result else { return }
        guard result.kind == .error else {
            request.result = result
            if work.purpose == .script { work.add(result) }
            return
        }
        // A COPY that was refused has its error already; the server's is a consequence.
        guard request.error == nil else { return }
        let error = PGError(server: result.serverError, statement: request.text)
        request.error =
            switch work.purpose {
            case .script:
                error.inScript(
                    Script.numberOfStatement(at: error, after: work.results.count, work.sql))
            case .copyIn, .copyOut:
                error.inCopy()
            }
    }

    /// The server has announced a COPY.
    func startCopying(_ request: Request, _ direction: PipelineStateMachine<Request>.Received) {
        guard let work = request.exclusive else { return }
        let isExpected =
            switch work.purpose {
            case .script: false
            case .copyIn: direction == .copyIn && !work.hasStarted
            case .copyOut: direction == .copyOut && !work.hasStarted
            }
        guard isExpected else {
            refuseCopy(request, work)
            return
        }
        if request.abandonment == nil {
            work.started()
        } else {
            stopCopying(request)
        }
    }

    /// Ends a COPY that nobody can follow.
    private func refuseCopy(_ request: Request, _ work: ExclusiveWork) {
        request.error =
            request.error
            ?? PGError(
                .unsupportedResult,
                work.purpose == .script
                    ? "a script cannot carry the data of a COPY"
                    : "the statement is a COPY in the other direction",
                hint: "Use copy(_:_:) for COPY … FROM STDIN, and copy(_:) for COPY … TO STDOUT"
            ).inScript(work.purpose == .script ? work.results.count + 1 : nil)
        work.discard()
        stopCopying(request)
        if machine.abandon(request) == .cancelOnServer { beginCancelling() }
    }

    /// Ends the data of a COPY whose caller gave up: of the server's, the rest is dropped.
    func stopCopying(_ request: Request) {
        request.exclusive?.discard()
        if machine.isCopyingIn { endCopyData(failing: "the client gave up") }
    }

    /// Tells the server that the data is over, complete or not.
    func endCopyData(failing complaint: String? = nil) {
        guard machine.isCopyingIn else { return }
        clearSuspicion()
        machine.copyEnded()
        guard handle?.putCopyEnd(failing: complaint) == true else {
            connectionLost()
            return
        }
        flush()
        // An error may have arrived long ago, and nothing else will.
        receiveResults()
    }

    /// Whether a COPY's consumer is behind, so that the server has to wait.
    var isCopyPaused: Bool {
        !machine.isCopyingIn && machine.head?.exclusive?.isFull == true
    }

    /// Reads what has arrived of a COPY's data.
    func receiveCopyData() {
        guard let work = machine.head?.exclusive, !machine.isCopyingIn, handle != nil else {
            return
        }
        let progress = work.gather { bytes, limit in
            handle?.readCopyData(into: &bytes, until: limit) ?? .end
        }
        guard case .end = progress else { return }
        machine.copyEnded()
        receiveResults()
    }

    // MARK: Errors during COPY … FROM STDIN

    /// Something came from the server although it is the client's turn: a notice, or an error.
    ///
    /// libpq shows an error only after the data has ended. Anything else the server can send now
    /// is a notice, which libpq does show, so when none has come for a while it was an error: the
    /// data is ended, which the server, having dropped the COPY, ignores.
    func suspectError() {
        guard let request = machine.head, let work = request.exclusive else { return }
        // Shows what libpq has received, if it is a notice.
        _ = handle?.isBusy
        if !notices.isEmpty {
            clearSuspicion()
        } else if work.suspicion == nil {
            let id = request.id
            work.suspicion = loop.schedule(at: .now + .seconds(1)) {
                self.assumeIsolated { connection in
                    guard let head = connection.machine.head, head.id == id else { return }
                    head.exclusive?.suspicion = nil
                    connection.endCopyData(failing: "the server reported an error")
                }
            }
        }
    }

    private func clearSuspicion() {
        guard let work = machine.head?.exclusive, let timer = work.suspicion.take() else { return }
        loop.cancelTimer(timer)
    }

    /// The connection is lost in a COPY: what the server said last can be read once the data is over.
    func readLastWords() {
        guard machine.isCopyingIn else { return }
        clearSuspicion()
        machine.copyEnded()
        _ = handle?.putCopyEnd(failing: "the connection is lost")
    }
}
