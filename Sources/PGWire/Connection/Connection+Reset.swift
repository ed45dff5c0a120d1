import PGCore

extension Connection {
    /// Whether the server says that no transaction is open, and nothing is under way that could
    /// begin one.
    ///
    /// Quiet means that the status is the server's own, not a guess. A ROLLBACK that nobody waits for
    /// leaves no other either: if it fails, the connection is given up.
    var isOutsideTransaction: Bool {
        guard pendingCount > 0 else { return isOpen && transactionStatus == .idle }
        return isOpen && pendingCount == 1 && isRollingBackInPassing
    }

    /// Whether the connection is as it was when it was lent, and nothing is being cancelled on it.
    var isAsLent: Bool {
        isOutsideTransaction && !hasSessionState && listener == nil && !machine.isFenced
    }

    /// The text of the statement the server is working on.
    var runningStatement: String? { machine.head?.text }

    /// Remembers that the session is no longer as it was.
    func noteSessionState(_ trace: SessionTrace) {
        hasSessionState = true
        if case .session("PREPARE") = trace { hasForeignStatements = true }
    }

    /// Rolls back what the last user left open.
    ///
    /// - Throws: `PGError` when the connection is of no more use.
    func rollBackRemains() async throws(PGError) {
        guard !isOutsideTransaction else { return }
        try await performTogether(["ROLLBACK"])
        try requireOutsideTransaction()
    }

    /// Undoes what the last user left, in one round trip: an open transaction, and, if `session`, what
    /// it did to the session.
    ///
    /// - Throws: `PGError` when the connection is of no more use.
    func reset(session: Bool) async throws(PGError) {
        stopListening()
        var statements = isOutsideTransaction ? [] : ["ROLLBACK"]
        if session { statements += sessionResets }
        // It is answered when no cancel request can hit anybody any more: if that takes too long, the
        // connection is given up before somebody else has it.
        if statements.isEmpty, machine.isFenced { statements = [""] }
        guard !statements.isEmpty else { return }
        try await performTogether(statements)
        if session {
            if hasForeignStatements { known.removeAll() }
            hasForeignStatements = false
            hasSessionState = false
            try await makeSettings(by: .now + configuration.cancelTimeout).get()
        }
        try requireOutsideTransaction()
    }

    /// What `DISCARD ALL` does, but for the statements this driver has prepared, which are worth
    /// keeping.
    ///
    /// Statements of other names can only be got rid of by dropping all.
    /// See "DISCARD" in the PostgreSQL manual.
    private var sessionResets: [String] {
        guard !hasForeignStatements else { return ["DISCARD ALL"] }
        return [
            "CLOSE ALL", "SET SESSION AUTHORIZATION DEFAULT", "RESET ALL", "UNLISTEN *",
            "SELECT pg_catalog.pg_advisory_unlock_all()", "DISCARD TEMP", "DISCARD SEQUENCES",
        ]
    }

    private func requireOutsideTransaction() throws(PGError) {
        guard isOutsideTransaction else {
            throw PGError(
                .connectionLost, "the connection could not be brought out of a transaction")
        }
    }

    private func performTogether(_ statements: [String]) async throws(PGError) {
        let deadline = ContinuousClock.now + configuration.cancelTimeout
        for answer in await executeAll(statements, by: deadline) { try answer.get() }
        transactionMoved(isTakenBack: true)
    }

    /// Asks the server for a sign of life, and gives the connection up when none comes in time.
    ///
    /// - Throws: `PGError` then, or when the connection is not as idle as it should be.
    func checkAlive(within timeout: Duration) async throws(PGError) {
        let timer = loop.schedule(at: .now + timeout) {
            self.assumeIsolated { $0.gaveNoSignOfLife(within: timeout) }
        }
        lastRequestID += 1
        let request = Request(id: lastRequestID, .once(""), text: "")
        start(request, deadline: nil)
        let answer = await request.wait()
        loop.cancelTimer(timer)
        _ = try answer.get()
        try requireOutsideTransaction()
    }

    private func gaveNoSignOfLife(within timeout: Duration) {
        // Whoever asked is told by the answer, and need not be told of the loss as well.
        onClose = nil
        connectionLost(
            PGError(.connectionLost, "the server did not answer a check within \(timeout.inWords)"))
    }
}
