import PGCore

extension Connection {
    /// Runs `body` in a transaction on this connection.
    ///
    /// It commits when `body` returns and rolls back when it throws. Nothing else should use the
    /// connection meanwhile: it would be in the transaction as well.
    ///
    /// Cancelling the task stops the statement that is running and rolls back; a COMMIT under way is
    /// seen through. A deadline limits COMMIT too.
    ///
    /// - Parameters:
    ///   - isolation: The isolation level; `nil` for the server's default.
    ///   - access: Whether the transaction may write; `nil` for the server's default.
    ///   - deferrable: Whether a serializable, read-only transaction waits for a safe snapshot.
    ///   - retry: Whether to run `body` again after a serialization failure or a deadlock. Anything
    ///     `body` changed outside the database happens again as well.
    ///   - body: What to do.
    /// - Throws: What `body` throws; when the rollback failed as well, with that attached, or, if it
    ///   is no `PGError`, inside `PGError.Code.rollbackFailed`. `PGError.Code.transactionRolledBack` when
    ///   COMMIT could only roll back; `PGError.Code.transactionEnded` when `body` had ended it itself;
    ///   `PGError.Code.commitFailed` when nobody knows whether COMMIT took effect;
    ///   `PGError.Code.server` when the server refused to commit.
    public nonisolated func withTransaction<Result>(
        isolation: IsolationLevel? = nil, access: AccessMode? = nil, deferrable: Bool = false,
        retry: RetryPolicy = .never, _ body: (Transaction) async throws -> sending Result
    ) async throws -> sending Result {
        let options = TransactionOptions(
            isolation: isolation, access: access, isDeferrable: deferrable)
        var attempt = 1
        while true {
            do {
                return try await withTransaction(options, attempt: attempt, body)
            } catch let error as PGError where retry.allows(error, attempt: attempt) {
                try await retry.waitBeforeAttempt(attempt, after: error)
                attempt += 1
            }
        }
    }

    nonisolated func withTransaction<Result>(
        _ options: TransactionOptions, attempt: Int = 1,
        _ body: (Transaction) async throws -> sending Result
    ) async throws -> sending Result {
        try await open(options.openings(before: Deadline.current, limit: limitToRepeat))
        let transaction = Transaction(on: self, attempt: attempt)
        let result: Result
        do {
            result = try await body(transaction)
        } catch {
            transaction.life.end()
            throw await rollBack(after: error)
        }
        transaction.life.end()
        try await commit()
        return result
    }

    /// The configured time limit of statements, where the server does not know it from the start or
    /// may have forgotten it.
    nonisolated private var limitToRepeat: Duration? {
        guard let limit = configuration.statementTimeout, statements.mayShareSessions else {
            return nil
        }
        return limit
    }

    // MARK: Beginning

    /// Has statements that begin a transaction or a savepoint sent ahead of the next statement.
    ///
    /// They share its sync: if one of them fails, the server skips what follows it, so that nothing
    /// runs outside the transaction it belongs to.
    ///
    /// - Throws: `PGError.Code.cancelled` or why the connection is closed.
    package func open(_ statements: [String]) throws(PGError) {
        guard !Task.isCancelled else { throw .taskCancelled.executed(.notSent) }
        try requireLease()
        guard isOpen else { throw (closeReason ?? .connectionIsClosed).executed(.notSent) }
        lookForPoolerInPassing()
        openings += statements
    }

    /// Sends what is to go ahead of the next statement, for one that cannot have company.
    func sendOpenings() async throws(PGError) {
        guard let last = openings.last else { return }
        let (sent, start) = (openings, ContinuousClock.now)
        _ = try await perform(.once(""), text: last)
        report(sent, sent.map { _ in .success(()) }, since: start)
    }

    /// Sends what is to go ahead of a request.
    ///
    /// Returns whether the connection is still good.
    func sendOpenings(aheadOf request: Request) -> Bool {
        request.openings = openings
        request.openingsLeft = openings.count
        openings = []
        return request.openings.allSatisfy { handle?.sendOnce(sql: $0) ?? false }
    }

    /// A request failed: what was sent ahead of it and did not succeed is still to be done.
    ///
    /// So the next statement cannot run outside the transaction, should this one's caller go on.
    func restoreOpenings(of request: Request) {
        openings = request.openings.suffix(request.openingsLeft) + openings
        request.openingsLeft = 0
    }

    // MARK: Ending

    /// Commits; not interrupted by cancellation, since an interrupted COMMIT leaves its fate unknown.
    func commit() async throws(PGError) {
        guard openings.isEmpty else {
            openings = []
            return
        }
        if isOpen, machine.isQuiet, transactionStatus == .idle {
            throw PGError(
                .transactionEnded, "the transaction had ended before its closure did",
                hint: "Do not send COMMIT or ROLLBACK yourself: return or throw")
        }
        do throws(PGError) {
            let rows =
                if let observation {
                    try await observed("COMMIT", by: observation) { it async throws(PGError) in
                        try await it.performCommit()
                    }
                } else {
                    try await performCommit()
                }
            guard rows.commandTag == "COMMIT" else {
                throw PGError(
                    .transactionRolledBack,
                    "the transaction was rolled back, because one of its statements had failed",
                    hint: "Let the statement's error leave the closure, or use a savepoint"
                ).executed(.rolledBack)
            }
            transactionMoved(isTakenBack: false)
        } catch {
            throw await undo("ROLLBACK", after: error) as? PGError ?? error
        }
    }

    private func performCommit() async throws(PGError) -> Rows {
        let deadline = try deadlineAhead()
        lastRequestID += 1
        let request = Request(id: lastRequestID, .once("COMMIT"), text: "COMMIT")
        start(request, deadline: deadline)
        do throws(PGError) {
            return try rows(try await request.wait().get(), columns: nil)
        } catch {
            // The deadline passed, but the server had committed by then.
            if request.error == nil, let result = request.result {
                return try rows(result, columns: nil)
            }
            if error.code == .server { throw error.executed(.rolledBack) }
            guard error.execution == .mayHaveRun else { throw error }
            throw PGError.commitFailed(error)
        }
    }

    /// Rolls the transaction back.
    ///
    /// Returns the error to throw.
    func rollBack(after error: any Error) async -> any Error {
        guard openings.isEmpty else {
            openings = []
            return error
        }
        return await undo("ROLLBACK", after: error)
    }

    /// Makes what was done since a savepoint part of the transaction.
    func release(_ savepoint: String) async throws(PGError) {
        guard !dropOpening(of: savepoint) else { return }
        _ = try await executeOnce("RELEASE SAVEPOINT \(savepoint)", shieldedFrom: nil)
    }

    /// Undoes what was done since a savepoint.
    ///
    /// Returns the error to throw.
    func rollBack(to savepoint: String, after error: any Error) async -> any Error {
        guard !dropOpening(of: savepoint) else { return error }
        // Released as well: a loop of failures must not pile savepoints up.
        return await undo(
            "ROLLBACK TO SAVEPOINT \(savepoint)", "RELEASE SAVEPOINT \(savepoint)", after: error)
    }

    /// Forgets a savepoint that was never sent.
    private func dropOpening(of savepoint: String) -> Bool {
        guard openings.last == "SAVEPOINT \(savepoint)" else { return false }
        openings.removeLast()
        return true
    }

    /// Cleans up, whatever becomes of the task, and attaches a failure of that to the error that made it
    /// necessary.
    private func undo(_ statements: String..., after error: any Error) async -> any Error {
        // A connection that is gone has rolled back; one that is idle has nothing to undo.
        guard isOpen, !(machine.isQuiet && transactionStatus == .idle) else {
            transactionMoved(isTakenBack: true)
            return error
        }
        let start = ContinuousClock.now
        let answers = await executeAll(statements, by: start + configuration.cancelTimeout)
        report(statements, answers, since: start)
        transactionMoved(isTakenBack: true)
        for case .failure(let failure) in answers {
            // What cannot be rolled back must not be used again.
            close()
            return PGError.combined(error, failure)
        }
        return error
    }
}
