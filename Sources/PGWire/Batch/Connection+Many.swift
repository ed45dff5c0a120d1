import PGCore

/// The connection's side of `executeMany`.
extension Connection {
    /// How a chunk ended.
    enum ChunkOutcome: Sendable {
        case done(affectedRows: Int)
        /// Which of its rows was at fault, and how that was sent if the server refused it.
        case failed(PGError, index: Int, ManyPlan?)
    }

    /// Finds out how a statement is to be sent for many rows; asks the server if need be.
    func planMany(
        _ text: String, _ values: [any ParameterEncodable]
    ) async throws(PGError) -> ManyPlan {
        lookForPoolerInPassing()
        let statement = try admit(text, shared: false)
        try requireNoTransactionControl(statement)
        let use = try await prepareUse(of: statement, values)
        // Only a chunk that is alone could be sent again for its name.
        let form = statements.pooler == .absent ? use.form : use.form.unnamed
        return ManyPlan(
            statement, form, catalog: form.parametersNeedCatalog ? statements.types.current : nil)
    }

    func startChunk(_ rows: ManyRows) throws(PGError) -> UInt64 {
        guard !Task.isCancelled else { throw .taskCancelled.executed(.notSent) }
        let deadline = try deadlineAhead()
        if known.hasExcess { freeExcess() }
        lastRequestID += 1
        let request = Request(
            id: lastRequestID, .group(StatementGroup(rows)),
            text: rows.runs.first?.plan.form.text ?? "")
        observe(request, [Self.statement(of: request.text)])
        chunks[request.id] = request
        start(request, deadline: deadline)
        return request.id
    }

    /// Waits for a chunk; cancelling the task stops it.
    func finishChunk(_ id: UInt64) async -> ChunkOutcome {
        guard let request = chunks[id], case .group(let group) = request.work else {
            return .failed(.connectionIsClosed, index: 0, nil)
        }
        let answer = await answer(to: request)
        chunks[id] = nil
        switch answer {
        case .success:
            for run in group.rows?.runs ?? [] where run.plan.statement.hasAftermath {
                afterwards(run.plan.statement.trace, run.plan.statement.schemaChange)
            }
            return .done(affectedRows: group.affectedRows)
        case .failure(let error):
            let index = group.failedItem ?? 0
            let plan = error.code == .server ? group.rows?.plan(of: index) : nil
            return .failed(error, index: index, plan)
        }
    }

    /// Starts a transaction around the chunks, unless there is one already; its BEGIN travels with
    /// the first of them.
    ///
    /// Returns whether it was started here.
    func beginMany() throws(PGError) -> Bool {
        guard transactionStatus == .idle, openings.isEmpty else { return false }
        try open(["BEGIN"])
        return true
    }
}
