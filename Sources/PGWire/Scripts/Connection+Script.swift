public import PGCore

extension Connection {
    /// Runs a script, any number of statements separated by semicolons, and returns the result of
    /// each.
    ///
    /// It is for trusted text such as a schema file: a script takes no parameters, and its values
    /// come back as text, which decodes like any other. Unless it says `BEGIN` and `COMMIT` itself,
    /// all of it is one transaction. Other statements on this connection wait until it has ended.
    ///
    /// Cancelling the task stops it on the server. See "Multiple Statements in a Simple Query" in the
    /// PostgreSQL manual.
    ///
    /// - Throws: `PGError.Code.server` with the number of the statement in
    ///   `PGError.statementNumber`; `PGError.Code.unsupportedResult` for a COPY between server and
    ///   client, which copy(…) is for; `PGError.Code.connectionLost`; `PGError.Code.cancelled`;
    ///   `PGError.Code.deadlineExceeded`.
    @discardableResult
    public func executeScript(_ sql: String) async throws(PGError) -> [Rows] {
        guard !sql.utf8.contains(0) else {
            throw PGError(.parameterOutOfRange, "a script cannot contain a NUL character")
                .executed(.notSent)
        }
        try await sendOpenings()
        let traces = Script(sql).statements.map { SessionTrace(of: $0.text) }
        if traces.contains(where: \.leavesSessionState) { hasSessionState = true }
        let work = ExclusiveWork(.script, sql: sql)
        let request = try startAlone(work)
        let answer = await answer(to: request)
        // Even one that failed may have got that far, after a COMMIT of its own.
        if traces.contains(where: \.freesAllStatements) { known.removeAll() }
        _ = try answer.get()
        return work.results.map { Rows($0, columns: nil) }
    }
}

extension ConnectionPool {
    /// Runs a script on a connection of its own, which is reset afterwards.
    ///
    /// - Throws: As ``Connection/executeScript(_:)`` does, and what lending a connection throws;
    ///   `PGError.Code.transactionRolledBack` when the script left a transaction open.
    @discardableResult
    public func executeScript(_ sql: String) async throws(PGError) -> [Rows] {
        let connection = try await lease()
        do throws(PGError) {
            let results = try await connection.executeScript(sql)
            guard await connection.transactionStatus == .idle else {
                throw PGError(
                    .transactionRolledBack,
                    "the script left a transaction open, which was rolled back",
                    hint: "End it with COMMIT, or run it with withConnection"
                ).inStatement(sql)
            }
            await release(connection)
            return results
        } catch {
            await release(connection)
            throw error
        }
    }
}

extension Transaction {
    /// Runs a script in the transaction.
    ///
    /// - Throws: As ``Connection/executeScript(_:)`` does; `PGError.Code.needsOwnConnection` when it
    ///   contains a statement that would end the transaction.
    @discardableResult
    public func executeScript(_ sql: String) async throws(PGError) -> [Rows] {
        try requireOpen()
        if let command = Script(sql).transactionCommand {
            throw PGError(
                .needsOwnConnection, "\(command) in a script would end the transaction around it",
                hint: "Leave it out, or run the script on a connection"
            ).executed(.notSent).inStatement(sql)
        }
        return try await connection.executeScript(sql)
    }
}
