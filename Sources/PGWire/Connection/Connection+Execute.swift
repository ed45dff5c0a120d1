public import PGCore

extension Connection: StatementExecutor {
    /// Sends a statement and returns everything the server answered.
    ///
    /// The statement is parsed and described once; later calls with the same text take one round
    /// trip. Cancelling the task stops it on the server, and the connection stays usable.
    ///
    /// - Throws: `PGError.Code.server`; a parameter code naming the placeholder at fault;
    ///   `PGError.Code.connectionLost`; `PGError.Code.cancelled`;
    ///   `PGError.Code.deadlineExceeded`.
    public func execute(_ statement: SQLStatement) async throws(PGError) -> Rows {
        try await execute(statement, shared: false)
    }

    /// Runs a statement; the same as ``execute(_:)`` with the call's place in errors.
    ///
    /// - Throws: As ``execute(_:)`` does.
    @discardableResult
    public func query(
        _ statement: SQLStatement, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> Rows {
        do throws(PGError) {
            return try await execute(statement, shared: false)
        } catch {
            throw error.at(fileID, line)
        }
    }

    /// Runs a statement that is not worth preparing, such as DDL, BEGIN or SET.
    ///
    /// Nothing of it is kept on the server. With parameters it is run like any other.
    ///
    /// - Throws: As ``execute(_:)`` does.
    @discardableResult
    public func executeOnce(_ statement: SQLStatement) async throws(PGError) -> Rows {
        guard statement.parameters.isEmpty else {
            return try await execute(statement, shared: false)
        }
        return try await executeOnce(statement.text, shieldedFrom: nil)
    }

    @discardableResult
    package func executeOnce(
        _ sql: String, shieldedFrom shield: Shield?
    ) async throws(PGError) -> Rows {
        guard let observation else { return try await runOnce(sql, shieldedFrom: shield) }
        var statement = SQLStatement()
        statement.append(raw: sql)
        return try await observed(statement, by: observation) { connection async throws(PGError) in
            try await connection.runOnce(sql, shieldedFrom: shield)
        }
    }

    private func runOnce(
        _ sql: String, shieldedFrom shield: Shield?
    ) async throws(PGError) -> Rows {
        let trace = SessionTrace(of: sql)
        if trace == .copy, let refusal = trace.refusalWhenShared { throw refusal.inStatement(sql) }
        if trace.leavesSessionState { noteSessionState(trace) }
        let result =
            if let shield {
                try await perform(.once(sql), text: sql, shieldedFrom: shield)
            } else {
                try await perform(.once(sql), text: sql)
            }
        if trace.freesAllStatements { known.removeAll() }
        return try rows(result, columns: nil)
    }

    @inline(__always)
    func execute(_ statement: SQLStatement, shared: Bool) async throws(PGError) -> Rows {
        guard let observation else { return try await executeUnobserved(statement, shared: shared) }
        return try await observed(statement, by: observation) { connection async throws(PGError) in
            try await connection.executeUnobserved(statement, shared: shared)
        }
    }

    @inline(__always)
    func executeUnobserved(
        _ statement: SQLStatement, shared: Bool
    ) async throws(PGError) -> Rows {
        if shared { isShared = true }
        let prepared = try admit(statement.text, shared: shared)
        do throws(PGError) {
            return try await run(prepared, statement.parameters)
        } catch {
            guard canRepeat(prepared, after: error) else {
                throw error.recording(statement.parameters)
            }
            let again = try admit(statement.text, shared: shared)
            return try await run(again, statement.parameters)
        }
    }

    /// Looks a statement up, and refuses one that this connection must not run.
    func admit(_ text: String, shared: Bool) throws(PGError) -> PreparedStatement {
        let prepared = known.statement(for: text) ?? statements.statement(for: text)
        guard prepared.trace != .none else { return prepared }
        if shared || prepared.trace == .copy, let refusal = prepared.trace.refusalWhenShared {
            throw refusal.executed(.notSent).inStatement(text)
        }
        if prepared.trace.leavesSessionState { noteSessionState(prepared.trace) }
        return prepared
    }

    @inline(__always)
    private func run(
        _ statement: PreparedStatement, _ parameters: [any ParameterEncodable]
    ) async throws(PGError) -> Rows {
        // Each call of an asynchronous function changes executors, if only to the same one, so the
        // usual path makes no more of them than it needs, and what it does call is inlined.
        let description =
            if let known = statement.described { known } else { try await describe(statement) }
        let encoded = try encode(parameters, for: statement, description)
        if known.hasExcess { try await freeExcessStatements() }
        let result = try await perform(
            .execute(statement, encoded, format: description.resultFormat), text: statement.text)
        if statement.trace.freesAllStatements { known.removeAll() }
        return try rows(result, columns: description.columns)
    }

    func encode(
        _ parameters: [any ParameterEncodable], for statement: PreparedStatement,
        _ description: PreparedStatement.Description
    ) throws(PGError) -> EncodedParameters {
        do throws(PGError) {
            return try EncodedParameters(parameters, as: description.parameterTypes)
        } catch {
            throw error.executed(.notSent).inStatement(statement.text)
        }
    }

    /// Returns the server's description, asking for it unless some connection of the pool has.
    func description(
        of statement: PreparedStatement
    ) async throws(PGError) -> PreparedStatement.Description {
        if let description = statement.described { return description }
        return try await describe(statement)
    }

    /// Parses a statement here, if need be, and describes it.
    func describe(
        _ statement: PreparedStatement
    ) async throws(PGError) -> PreparedStatement.Description {
        var result: ResultHandle?
        do throws(PGError) {
            result = try await perform(.describe(statement), text: statement.text)
        } catch {
            // Another task's parsing of the same text, which this one relied on, had failed. Under
            // no name it can be parsed again, whatever others do, to learn why.
            guard error.meansStatementIsGone else { throw error }
            result = try await perform(.inspect(statement), text: statement.text)
        }
        if let result { statement.describe(by: result) }
        guard let description = statement.described else {
            throw PGError(.unsupportedResult, "the server did not describe the statement")
        }
        return description
    }

    /// Whether a statement that failed can be run once more: it had no effect, and what made it fail
    /// is repaired by parsing it anew or by asking for text.
    private func canRepeat(_ statement: PreparedStatement, after error: PGError) -> Bool {
        guard transactionStatus == .idle else { return false }
        if error.meansNoBinaryOutput {
            statement.fallBackToText()
            return true
        }
        guard error.meansStatementIsGone else { return false }
        known.remove(statement)
        statements.forget(statement)
        return true
    }

    /// Frees a statement this connection has not used for long, when it has too many.
    private func freeExcessStatements() async throws(PGError) {
        // In a failed transaction the server refuses; the next statement after it will do.
        guard transactionStatus == .idle || transactionStatus == .inTransaction,
            let excess = known.popExcess()
        else { return }
        let sql = "DEALLOCATE \(excess.name)"
        _ = try await perform(.once(sql), text: sql)
    }

    func rows(_ result: ResultHandle?, columns: Columns?) throws(PGError) -> Rows {
        guard let result else {
            throw PGError(.unsupportedResult, "the server answered without a result")
        }
        return Rows(RowStorage(result, columns: columns))
    }
}
