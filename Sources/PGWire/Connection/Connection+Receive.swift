import Logging
import PGCore

extension Connection {
    func socketReady(_ ready: PollInterest) {
        if ready.contains(.read) {
            reads &+= 1
            guard handle?.consumeInput() != false else {
                receiveResults()
                connectionLost()
                return
            }
        }
        // Reading may have made room for writing, so both are tried.
        if wantsWrite { flush() }
        receiveResults()
        deliverNotifications()
        if handle?.isBad == true { connectionLost() }
        logNotices()
    }

    func receiveResults() {
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

    func updateReading() {
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

    func perform(_ action: PipelineStateMachine<Request>.Action, _ result: ResultHandle?) {
        switch action {
        case .none:
            break
        case .keep(let request):
            if let result, result.kind == .error {
                request.error = PGError(server: result.serverError, statement: request.textAtFault)
            } else if request.openingsLeft > 0 {
                request.openingsLeft -= 1
            } else if request.prelude > 0 {
                receivedPrelude(of: request)
            } else if !request.hasCoda || request.result == nil {
                request.result = result
                if let result { received(whole: result, for: request) }
            }
        case .deliver(let request):
            if let result { request.stream?.add(result) }
        case .complete(let request, let follow):
            if follow.next?.stream != nil { _ = handle?.setSingleRowMode() }
            if follow.mustCancelNext { beginCancelling() }
            if follow.mustSync { proveFence() }
            completed(request)
        case .release(let requests):
            // The statement that was stopped may have begun a transaction, and ended behind the fence.
            if machine.isQuiet { checkTransactionStatus() }
            for request in requests { send(request, isHead: request === machine.head) }
        case .protocolViolation(let what):
            connectionLost(PGError(.unsupportedResult, what))
        }
    }

    /// The freeing or the parsing before a statement went well.
    private func receivedPrelude(of request: Request) {
        request.prelude -= 1
        guard request.prelude == 0, request.stream != nil else { return }
        // The rows come next. They can be asked for one by one after the end of the parsing's
        // results, which libpq has ready, and before it reads on.
        _ = handle?.nextResult()
        _ = handle?.setSingleRowMode()
    }

    @inline(__always)
    private func received(whole result: ResultHandle, for request: Request) {
        if let stream = request.stream {
            stream.add(whole: result)
        } else if case .group(let group) = request.work {
            group.received(result)
        }
    }

    /// A statement's sync came back: it is over on the server.
    func completed(_ request: Request) {
        if machine.isQuiet { checkTransactionStatus() }
        if reads >= Self.readsOfLargeResult { noteLargeResult() }
        reads = 0
        if let timer = request.timer { loop.cancelTimer(timer) }
        if let error = request.error {
            if request.openingsLeft > 0 { restoreOpenings(of: request) }
            forgetStatement(of: request, after: error)
            if wasHitByStranger(request, error) {
                repeatRequest(request)
                return
            }
        }
        request.complete(outcome(of: request))
    }

    func outcome(of request: Request) -> Request.Answer {
        if let abandonment = request.abandonment {
            guard request.executes else { return .failure(abandonment.executed(.notSent)) }
            // An error means that it was stopped in time; otherwise it ended just before.
            return .failure(
                abandonment.executed(request.error == nil ? .mayHaveRun : .rolledBack))
        }
        if let error = request.error { return .failure(error) }
        return .success(request.result)
    }

    func checkTransactionStatus() {
        transactionStatus = handle?.transactionStatus ?? .unknown
        if isShared, transactionStatus != .idle {
            connectionLost(
                PGError(
                    .needsOwnConnection, "a statement left a shared connection in a transaction"))
        }
    }

    /// A statement whose parsing failed, or that the server no longer knows, is not known here.
    func forgetStatement(of request: Request, after error: PGError) {
        switch request.work {
        case .execute(let statement, let form, _, _):
            if request.stream != nil, error.mayMeanSchemaChanged { statement.forgetForm() }
            if error.meansIsTaken(form) {
                known.retire(form)
            } else if request.didFailToParse || error.meansIsGone(form) {
                known.remove(form)
                // In a failed transaction nothing was freed either.
                if request.didFree, request.prelude == 2, !error.meansIsGone(form) {
                    known.retire(form.name)
                }
            } else if error.meansPlanIsOutdated {
                known.retire(form)
            }
        case .group(let group):
            forgetStatements(of: group, after: error)
        case .inspect, .inspectLong, .once, .free:
            break
        }
    }

    private func forgetStatements(of group: StatementGroup, after error: PGError) {
        for (index, step) in group.stepsNotTaken.enumerated() {
            switch step {
            case .free(let name):
                if index > 0 || error.sqlState != "26000" { known.retire(name) }
            case .parse(let form): known.remove(form)
            case .execute: break
            }
        }
        guard let form = group.failedForm else { return }
        if error.meansIsTaken(form) || error.meansPlanIsOutdated {
            known.retire(form)
        } else if error.meansIsGone(form) {
            known.remove(form)
        }
    }
}
