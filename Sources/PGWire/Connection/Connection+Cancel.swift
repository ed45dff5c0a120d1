import Logging
import PGCore

extension Connection {
    /// Gives up on a request from any thread.
    nonisolated func abandonLater(_ id: UInt64, _ reason: PGError) {
        loop.execute {
            self.assumeIsolated { $0.abandon(id, reason) }
        }
    }

    /// Gives up on a request: its caller is answered at once unless the server is running it, or will
    /// run it and it may write.
    func abandon(_ id: UInt64, _ reason: PGError) {
        guard let request = machine.request(where: { $0.id == id }) else { return }
        let abandonment = machine.abandon(request)
        if abandonment != .unknown { request.abandonment = reason }
        switch abandonment {
        case .dropped:
            request.timer.map(loop.cancelTimer)
            request.complete(.failure(reason.executed(.notSent)))
            send(machine.release())
        case .discardResult:
            if request.mayWrite {
                awaitFate(of: request, reason)
            } else {
                request.complete(.failure(reason.executed(.mayHaveRun)))
            }
        case .cancelOnServer:
            if machine.isCopying { stopCopying(request) }
            beginCancelling()
        case .unknown:
            break
        }
        if let stream = request.stream {
            stream.discard()
            resumeAfterAbandoning()
        } else if abandonment != .unknown, let work = request.exclusive {
            work.discard()
            resumeAfterAbandoning()
        }
    }

    /// Answers the caller when it is known whether something was written, which a late surprise would
    /// be worse than waiting for; bounded as the wait for a cancelled statement is.
    private func awaitFate(of request: Request, _ reason: PGError) {
        request.timer.map(loop.cancelTimer)
        let id = request.id
        request.timer = loop.schedule(at: .now + configuration.cancelTimeout) {
            self.assumeIsolated { connection in
                connection.machine.request(where: { $0.id == id })?
                    .complete(.failure(reason.executed(.mayHaveRun)))
            }
        }
    }

    /// An abandoned stream no longer holds the socket back: its rows are read and dropped.
    func resumeAfterAbandoning() {
        isReadingPaused = false
        updateInterest()
        receiveResults()
    }

    /// Makes the server stop the statement at the head.
    ///
    /// Bounded: when it has not ended in time, the connection is given up.
    func beginCancelling() {
        limitCancelling("the server did not end a cancelled statement in time")
        sendCancelRequest(pause: .milliseconds(20))
    }

    /// Gives the connection up unless the fence is open in time.
    private func limitCancelling(_ complaint: String) {
        clearCancelDeadline()
        cancelDeadline = loop.schedule(at: .now + configuration.cancelTimeout) {
            self.assumeIsolated { connection in
                // Nobody takes the timer back when the fence opens.
                guard connection.machine.isFenced else { return }
                connection.connectionLost(PGError(.connectionLost, complaint))
            }
        }
    }

    /// Sends a cancel request from a side thread, since libpq blocks.
    ///
    /// After `pause`, another follows unless the statement has ended.
    func sendCancelRequest(pause: Duration) {
        let send = makeCanceller()
        SideThreads.run {
            let complaint = send()
            self.loop.execute {
                self.assumeIsolated { $0.cancelRequestArrived(complaint, pause: pause) }
            }
        }
    }

    /// Returns what sends a cancel request from a thread that may block.
    ///
    /// libpq from 17 on encrypts the request and lets us bound it; an older one does neither.
    func makeCanceller() -> @Sendable () -> String? {
        if let request = handle?.makeCancelRequest() {
            let deadline = ContinuousClock.now + configuration.cancelTimeout
            return { request.send(by: deadline) }
        }
        let cancelHandle = cancelHandle
        return { cancelHandle?.cancel() }
    }

    func cancelRequestArrived(_ complaint: String?, pause: Duration) {
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
    ///
    /// Bounded as well: whatever is sent from now on waits for it.
    func proveFence() {
        limitCancelling("the server did not answer after a cancelled statement")
        guard handle?.sendSync() == true else {
            connectionLost()
            return
        }
        flush()
    }

    func clearCancelDeadline() {
        cancelDeadline.map(loop.cancelTimer)
        cancelDeadline = nil
    }

    /// Whether another statement's cancel request stopped this one, which nobody gave up.
    func wasHitByStranger(_ request: Request, _ error: PGError) -> Bool {
        machine.isFenced && error.sqlState == "57014" && request.abandonment == nil
            && !request.wasRepeated && request.stream == nil && request.openings.isEmpty
            && request.exclusive == nil
    }

    /// Sends a statement again.
    ///
    /// It had no effect: a stopped statement is rolled back.
    func repeatRequest(_ request: Request) {
        request.wasRepeated = true
        request.error = nil
        request.result = nil
        start(request, deadline: nil)
    }
}
