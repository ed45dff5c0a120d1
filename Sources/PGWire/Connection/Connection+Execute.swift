public import PGCore

extension Connection: StatementExecutor {
    /// Sends a statement and returns everything the server answered.
    ///
    /// The first use of a text takes one round trip when it has no placeholders, or when each is
    /// cast to a built-in type where it stands (`$1::bigint`), and otherwise two: the server is
    /// asked for the types first. Every later call takes one. Cancelling the task stops the
    /// statement on the server, and the connection stays usable.
    ///
    /// - Throws: `PGError.Code.server`; a parameter code naming the placeholder at fault;
    ///   `PGError.Code.statementOutdated` in a transaction, when a change of the schema has
    ///   overtaken the statement; `PGError.Code.connectionLost`; `PGError.Code.cancelled`;
    ///   `PGError.Code.deadlineExceeded`.
    public nonisolated func execute(_ statement: SQLStatement) async throws(PGError) -> Rows {
        try await execute(statement, shared: false)
    }

    /// Runs a statement; the same as ``execute(_:)`` with the call's place in errors.
    ///
    /// - Throws: As ``execute(_:)`` does.
    @discardableResult
    public nonisolated func query(
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
        return try await observed(Self.statement(of: sql), by: observation) {
            connection async throws(PGError) in
            try await connection.runOnce(sql, shieldedFrom: shield)
        }
    }

    private func runOnce(
        _ sql: String, shieldedFrom shield: Shield?
    ) async throws(PGError) -> Rows {
        try requireLease()
        let trace = SessionTrace(of: sql)
        if trace == .copy, let refusal = trace.refusalWhenShared { throw refusal.inStatement(sql) }
        if trace.leavesSessionState { noteSessionState(trace) }
        if case .transaction = trace { lookForPoolerInPassing() }
        let result =
            if let shield {
                try await perform(.once(sql), text: sql, shieldedFrom: shield)
            } else {
                try await perform(.once(sql), text: sql)
            }
        afterwards(trace, SchemaChange(madeBy: sql))
        return try rows(result, columns: nil)
    }

    /// Runs a statement, changing no executor for a caller that is on the connection's loop, and no
    /// thread to send it while the loop waits.
    @inline(__always)
    nonisolated func execute(
        _ statement: SQLStatement, shared: Bool
    ) async throws(PGError) -> Rows {
        let begun = try loop.withTurn { () throws(PGError) in
            try Entry.begin(self, statement, shared)
        }
        guard let call = begun else { return try await executeOnActor(statement, shared: shared) }
        let answer = await answer(to: call)
        if case .success(let result) = answer, call.isParsed, !call.statement.hasAftermath {
            return try rows(result, columns: call.form.columns)
        }
        return try await conclude(call, answer)
    }

    private func executeOnActor(
        _ statement: SQLStatement, shared: Bool
    ) async throws(PGError) -> Rows {
        guard let observation else { return try await executeUnobserved(statement, shared: shared) }
        return try await observed(statement, by: observation) { connection async throws(PGError) in
            try await connection.executeUnobserved(statement, shared: shared)
        }
    }

    func executeUnobserved(
        _ statement: SQLStatement, shared: Bool
    ) async throws(PGError) -> Rows {
        if shared { isShared = true }
        let cached = try admit(statement.text, shared: shared)
        do throws(PGError) {
            return try await run(cached, statement.parameters)
        } catch {
            throw error.recording(statement.parameters)
        }
    }

    /// Looks a statement up, and refuses one that this connection must not run.
    func admit(_ text: String, shared: Bool) throws(PGError) -> CachedStatement {
        if !shared { try requireLease() }
        if epoch != statements.epoch { catchUp() }
        let statement = known.statement(for: text) ?? statements.statement(for: text)
        guard statement.trace != .none else { return statement }
        if shared || statement.trace == .copy, let refusal = statement.trace.refusalWhenShared {
            throw refusal.executed(.notSent).inStatement(text)
        }
        if statement.trace.leavesSessionState { noteSessionState(statement.trace) }
        if case .transaction = statement.trace { lookForPoolerInPassing() }
        return statement
    }

    func encode(
        _ parameters: [any ParameterEncodable], for form: StatementForm
    ) throws(PGError) -> EncodedParameters {
        do throws(PGError) {
            return try EncodedParameters(
                parameters, as: form.parameterTypes,
                catalog: form.parametersNeedCatalog ? statements.types.current : nil)
        } catch {
            throw error.executed(.notSent).inStatement(form.text)
        }
    }

    nonisolated func rows(
        _ result: ResultHandle?, columns: Columns?
    ) throws(PGError) -> Rows {
        guard let result else {
            throw PGError(.unsupportedResult, "the server answered without a result")
        }
        return Rows(result, columns: columns)
    }
}
