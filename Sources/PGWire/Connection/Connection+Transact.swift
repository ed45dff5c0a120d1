import PGCore

/// Beginning and ending a transaction without entering the actor, for whoever has leased the
/// connection: a unit of work is over in two round trips, and to change executors costs as much as
/// to send one.
extension Connection {
    /// Has a statement that begins a transaction sent ahead of the next statement: see ``open(_:)``.
    ///
    /// - Throws: `PGError.Code.cancelled` or why the connection is closed.
    package nonisolated func begin(with statement: String) async throws(PGError) {
        let isDone = try loop.withTurn { () throws(PGError) -> Bool? in
            try Entry.open(self, statement)
            return true
        }
        if isDone == nil { try await open([statement]) }
    }

    /// Sends a statement about the transaction, such as COMMIT, and sees it through although the
    /// task is cancelled.
    ///
    /// - Throws: As ``execute(_:)`` does.
    package nonisolated func control(
        _ sql: String, shieldedFrom shield: Shield
    ) async throws(PGError) -> Rows {
        let begun = try loop.withTurn { () throws(PGError) -> Request? in
            try Entry.control(self, sql, shield)
        }
        guard let request = begun else { return try await executeOnce(sql, shieldedFrom: shield) }
        return try rows(try await request.wait(on: loop).get(), columns: nil)
    }

    fileprivate func startControl(_ sql: String, _ shield: Shield) throws(PGError) -> Request? {
        guard observation == nil else { return nil }
        try requireLease()
        lookForPoolerInPassing()
        let isTakenBack = sql.hasPrefix("ROLLBACK")
        let request = try begin(.once(sql), text: sql, shieldedFrom: shield)
        request.onAnswer = { answer in
            if case .success = answer { self.transactionMoved(isTakenBack: isTakenBack) }
        }
        return request
    }

    /// Sends ROLLBACK and leaves it at that, if it ends what this user did with the connection.
    ///
    /// What the next user sends goes behind it. Should it fail, which a ROLLBACK does with the
    /// connection only, or not be answered in time, the connection is given up.
    ///
    /// Returns whether it was sent, or was not needed.
    fileprivate func rollBackInPassing() -> Bool {
        // It was to begin, and nothing followed.
        if isAsLent { return true }
        guard observation == nil, isOpen, machine.isQuiet, !hasSessionState, listener == nil,
            pendingChange == .none, !shouldLookForPooler, openings.isEmpty,
            transactionStatus == .inTransaction
        else { return false }
        let timer = loop.schedule(at: .now + configuration.cancelTimeout) {
            self.assumeIsolated { $0.rollBackFailed("the server did not answer ROLLBACK in time") }
        }
        lastRequestID += 1
        let request = Request(id: lastRequestID, .once("ROLLBACK"), text: "ROLLBACK")
        request.timer = timer
        isRollingBackInPassing = true
        request.onAnswer = { answer in
            self.isRollingBackInPassing = false
            switch answer {
            case .success: self.transactionStatus = .idle
            case .failure(let error): self.rollBackFailed(error.message)
            }
        }
        start(request, deadline: nil)
        return isOpen
    }

    private func rollBackFailed(_ reason: String) {
        connectionLost(PGError(.connectionLost, reason))
    }
}

extension Connection.Entry {
    typealias Open = @Sendable (Connection, String) throws(PGError) -> Void
    typealias Control = @Sendable (Connection, String, Shield) throws(PGError) -> Request?

    /// Has a statement sent ahead of the next one.
    static let open = unsafe unsafeBitCast(openOnLoop, to: Open.self)
    /// Sends a statement about the transaction; `nil` when that takes more than one step.
    static let control = unsafe unsafeBitCast(controlOnLoop, to: Control.self)
    /// Ends a transaction that has only read, without waiting.
    static let rollBackInPassing = unsafe unsafeBitCast(rollBackOnLoop, to: IsOpen.self)
}

private func openOnLoop(
    on connection: isolated Connection, _ statement: String
) throws(PGError) {
    try connection.open([statement])
}

private func controlOnLoop(
    on connection: isolated Connection, _ sql: String, _ shield: Shield
) throws(PGError) -> Request? {
    try connection.startControl(sql, shield)
}

private func rollBackOnLoop(on connection: isolated Connection) -> Bool {
    connection.rollBackInPassing()
}
