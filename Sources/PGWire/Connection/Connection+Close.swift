import Logging
import PGCore

extension Connection {
    /// Closes the connection.
    ///
    /// What is under way fails with `PGError.Code.connectionClosed`.
    ///
    /// A running statement is asked to stop first: the server would otherwise finish it unheard.
    public func close() {
        if machine.head != nil {
            let send = makeCanceller()
            SideThreads.run { _ = send() }
        }
        connectionLost(.connectionIsClosed)
    }

    /// Ends the connection and answers everybody who waits.
    func connectionLost(_ reason: PGError? = nil) {
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
        listener.take()?.assumeIsolated { $0.connectionEnded(error) }
        onClose?(self)
        onClose = nil
    }

    func lossReason(_ message: String, head: Request?) -> PGError {
        // Said by the server as the statement's error, or out of turn while nothing was running.
        let fatal =
            head?.error?.server
            ?? notices.take().first(where: \.isFatal)
        guard let fatal else { return PGError(.connectionLost, message) }
        return PGError(.connectionLost, fatal.message).reported(by: fatal)
    }

    func logNotices() {
        guard !notices.isEmpty else { return }
        for notice in notices.take() {
            report(notice)
            // Said while nothing runs, it is the server's last word: the socket's end follows, which
            // libpq reports without the reason.
            if notice.isFatal {
                connectionLost(PGError(.connectionLost, notice.message).reported(by: notice))
            }
        }
    }
}

extension ServerError {
    /// Whether the session ends with it.
    var isFatal: Bool { severity == "FATAL" || severity == "PANIC" }
}
