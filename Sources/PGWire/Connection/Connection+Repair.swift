import PGCore

extension Connection {
    /// Puts right what made a statement fail, so that it can be run once more; throws when it
    /// cannot, and even then what is known is right for the next time.
    ///
    /// A statement that failed outside a transaction had no effect.
    func repair(
        _ statement: CachedStatement, _ form: StatementForm, after error: PGError,
        wasFirstUse: Bool = false
    ) async throws(PGError) {
        // Most errors are the user's.
        guard error.server != nil, error.code == .server else { throw error }
        if error.meansPlanIsOutdated {
            statements.invalidateAll()
        } else if error.meansIsGone(form) || error.meansIsTaken(form) {
            try await repairName(after: error)
        } else if error.meansNoBinaryOutput, form.resultFormat == .binary {
            let new = form.asText
            statement.keep(new)
            known.replace(form, by: new)
            guard transactionStatus == .idle else { throw error }
        } else if error.mayMeanSchemaChanged, !wasFirstUse {
            try await describeAnew(statement, form, after: error)
        } else {
            throw error
        }
        guard transactionStatus == .idle else { throw outdated(form, error) }
        catchUp()
    }

    /// Asks again what a statement is, since a change of the schema may have made it fail.
    private func describeAnew(
        _ statement: CachedStatement, _ form: StatementForm, after error: PGError
    ) async throws(PGError) {
        guard transactionStatus == .idle else {
            // The server refuses to be asked. The next use will ask.
            statement.forgetForm()
            throw error
        }
        let new: StatementForm
        do throws(PGError) {
            (new, _) = try await inspect(statement)
        } catch let second {
            statement.forgetForm()
            // The statement is wrong as it stands; what the server says of it now is no news.
            throw second.code == .server ? error : second
        }
        // What it is has not changed, but it may have been parsed with something that is gone.
        guard !new.isSame(as: form) || error.meansPartIsGone else { throw error }
        statements.invalidateAll()
        statement.keep(new)
    }

    /// Finds out whether a pooler is the cause of a name that was not there, or was there already.
    func repairName(after error: PGError) async throws(PGError) {
        if transactionStatus == .idle, statements.shouldLookForPooler() {
            try await lookForPooler()
        }
        // Where it cannot be known, the safe assumption costs little.
        if statements.pooler != .absent { statements.stopNaming() }
    }

    func outdated(_ form: StatementForm, _ error: PGError) -> PGError {
        let isName = error.meansIsGone(form) || error.meansIsTaken(form)
        let failure = PGError(
            .statementOutdated,
            isName
                ? "the server does not have the statement that was prepared: \(error.message)"
                : "the schema has changed since the statement was prepared: \(error.message)",
            hint: "It will be prepared anew: run the transaction again")
        guard let server = error.server else { return error }
        return failure.reported(by: server).inStatement(error.statement ?? "")
    }

    /// Takes over what the pool has learnt.
    func catchUp() {
        epoch = statements.epoch
        let news = statements.news
        naming = news.naming
        if naming != .always {
            // What is parsed where is anybody's guess now, so nothing is freed either.
            known.removeAll()
        } else if schemaVersion != news.schemaVersion {
            known.retireAll()
        }
        schemaVersion = news.schemaVersion
    }

    /// Frees statements that were not used for long, when there are too many.
    ///
    /// Nobody waits for it: it travels with the next statement, in a transaction of its own.
    func freeExcess() {
        guard naming == .always else {
            known.removeAll()
            return
        }
        // In a failed transaction the server refuses; the next statement after it will do.
        guard openings.isEmpty,
            transactionStatus == .idle || transactionStatus == .inTransaction
        else { return }
        let names = known.popExcess()
        guard !names.isEmpty else { return }
        start(Request(id: 0, .free(names), text: "DEALLOCATE"), deadline: nil)
    }
}

// MARK: Poolers

extension Connection {
    private static let processQuery = "SELECT pg_backend_pid()"

    /// Has it asked, along with the statement sent next, who is at the other end.
    ///
    /// Until the answer is there, this connection is as careful as if there were a pooler.
    func lookForPoolerInPassing() {
        guard naming == .always, !statements.hasLookedForPooler else { return }
        naming = .outsideTransactions
        shouldLookForPooler = true
    }

    /// Asks who is at the other end, once for each pool; ahead of the next statement, and outside
    /// the transaction that is to begin with that.
    ///
    /// A pooler gives its clients process numbers that are not the server's.
    func askForPooler() {
        shouldLookForPooler = false
        guard statements.shouldLookForPooler() else { return }
        let request = Request(id: 0, .once(Self.processQuery), text: Self.processQuery)
        request.onAnswer = { [statements, backendProcessID] answer in
            guard case .success(let result?) = answer else { return statements.found(.unknown) }
            statements.found(Self.pooler(by: result, backendProcessID))
        }
        let waiting = openings
        openings = []
        start(request, deadline: nil)
        openings = waiting
    }

    private func lookForPooler() async throws(PGError) {
        let result: ResultHandle?
        do throws(PGError) {
            result = try await perform(.once(Self.processQuery), text: Self.processQuery)
        } catch {
            statements.found(.unknown)
            throw error
        }
        guard let result else { return statements.found(.unknown) }
        statements.found(Self.pooler(by: result, backendProcessID))
    }

    private static func pooler(
        by result: ResultHandle, _ expected: Int32
    ) -> StatementCache.Pooler {
        guard result.rowCount == 1, result.columnCount == 1 else { return .unknown }
        let cell = result.cell(row: 0, column: 0, type: .int4, format: .text)
        return (try? Int32(from: cell)) == expected ? .absent : .present
    }
}
