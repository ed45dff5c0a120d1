import Logging
import PGCore

extension Connection {
    func socketReady(_ ready: PollInterest) {
        if ready.contains(.read) {
            reads &+= 1
            guard handle?.consumeInput() != false else {
                readLastWords()
                receiveResults()
                connectionLost()
                return
            }
        }
        if machine.isCopyingIn, ready.contains(.read) { suspectError() }
        // Reading may have made room for writing, so both are tried.
        if wantsWrite { flush() }
        receiveResults()
        deliverNotifications()
        if handle?.isBad == true { connectionLost() }
        logNotices()
    }

    func receiveResults() {
        reading: while machine.expectsAnswers {
            let next: ConnectionHandle.Next?
            if let stream = machine.head?.stream {
                guard !stream.isFull else { break reading }
                next = handle?.nextResult(packingInto: stream.rows, upTo: stream.chunkSize)
            } else {
                next = handle?.nextResult()
            }
            switch next {
            case .result(let result)?: perform(machine.received(.init(result.kind)), result)
            case .end?: perform(machine.received(.end), nil)
            case .sync?: perform(machine.received(.sync), nil)
            case .packed?: machine.head?.stream?.cutChunk()
            case .lost?: return
            case .notYet?, nil: break reading
            }
        }
        if machine.isCopying { receiveCopyData() }
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
            if let work = request.exclusive {
                keep(result, of: request, work)
            } else if let result, result.kind == .error {
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
            if follow.endsAlone { returnToPipeline() }
            if let stream = follow.next?.stream { startStreaming(into: stream) }
            if follow.mustCancelNext { beginCancelling() }
            // Behind a fence, too: the statement that was stopped may have begun a transaction. Before
            // anything else is sent, since libpq knows the status only as long as nothing is under way.
            if machine.count == 0 { checkTransactionStatus() }
            if follow.mustSync { proveFence() }
            completed(request)
            if follow.mayRelease { send(machine.release()) }
        case .copy(let request, let direction):
            startCopying(request, direction)
        case .release(let release):
            // Those that were held, and kept it from being looked at, may have given up.
            if machine.isQuiet { checkTransactionStatus() }
            send(release)
        case .protocolViolation(let what):
            connectionLost(PGError(.unsupportedResult, what))
        }
    }

    /// The freeing or the parsing before a statement went well.
    private func receivedPrelude(of request: Request) {
        request.prelude -= 1
        guard request.prelude == 0, let stream = request.stream else { return }
        // The rows come next. They can be asked for as they come after the end of the parsing's
        // results, which libpq has ready, and before it reads on.
        _ = handle?.nextResult()
        startStreaming(into: stream)
    }

    @inline(__always)
    private func received(whole result: ResultHandle, for request: Request) {
        if let stream = request.stream {
            stream.add(whole: result)
        } else if case .group(let group) = request.work {
            group.received(result)
            if group.rows != nil { receiveCounts(of: group) }
        }
    }

    /// Takes what else has come of many rows' results, up to the first that has to be looked at.
    private func receiveCounts(of group: StatementGroup) {
        switch handle?.nextResult(countingFor: group) {
        case .result(let result)?: perform(machine.received(.init(result.kind)), result)
        case .sync?: perform(machine.received(.sync), nil)
        // Who called asks again, and is told the same.
        case .end?, .packed?, .lost?, .notYet?, nil: break
        }
    }

    /// A statement's sync came back: it is over on the server.
    func completed(_ request: Request) {
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
            } else if error.meansPlanIsOutdated || error.meansPartIsGone {
                known.retire(form)
            }
        case .group(let group):
            forgetStatements(of: group, after: error)
        case .inspect, .inspectLong, .once, .fetch, .free, .alone:
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
        if error.meansIsTaken(form) || error.meansPlanIsOutdated || error.meansPartIsGone {
            known.retire(form)
        } else if error.meansIsGone(form) {
            known.remove(form)
        }
    }
}
