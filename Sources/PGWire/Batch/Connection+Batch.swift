public import PGCore

extension Connection {
    /// Runs the statements of a batch in one round trip.
    ///
    /// Cancelling the task stops it on the server, and the connection stays usable.
    ///
    /// - Throws: As ``execute(_:)`` does, with the place of the statement in `PGError.row`: of a
    ///   batch that is one transaction the error of the statement that failed, of any other only
    ///   what concerns all of it, such as `PGError.Code.connectionLost`. Each statement's own
    ///   error is thrown when its result is looked up.
    public func run(_ batch: Batch) async throws(PGError) -> BatchResults {
        try await run(batch, shared: false)
    }

    /// Runs a batch that may take at most `timeout`.
    ///
    /// - Throws: `PGError.Code.deadlineExceeded`; otherwise as ``run(_:)`` does.
    public func run(_ batch: Batch, timeout: Duration) async throws(PGError) -> BatchResults {
        try await within(timeout) { () async throws(PGError) in try await run(batch) }
    }

    func run(_ batch: Batch, shared: Bool) async throws(PGError) -> BatchResults {
        if shared { isShared = true }
        guard batch.count > 0 else { return BatchResults(results: []) }
        switch batch.unit {
        case .oneTransaction:
            return try await runTogether(batch, shared: shared, mayRepeat: true)
        case .eachAlone:
            return try await runApart(batch, shared: shared)
        }
    }

    // MARK: One transaction

    private func runTogether(
        _ batch: Batch, shared: Bool, mayRepeat: Bool
    ) async throws(PGError) -> BatchResults {
        let uses = try await prepareUses(of: batch, shared: shared)
        let group = StatementGroup(uses.map(\.item))
        if known.hasExcess { freeExcess() }
        do throws(PGError) {
            try await perform(group, of: batch)
            guard group.results.count == uses.count else {
                throw PGError(.unsupportedResult, "the server did not answer every statement")
            }
            var results: [Result<Rows, PGError>] = []
            for (use, result) in zip(uses, group.results) {
                settle(use, result)
                results.append(.success(try rows(result, columns: nil)))
            }
            return BatchResults(results: results)
        } catch {
            guard let index = group.failedItem, error.code == .server else { throw error }
            guard mayRepeat else { throw error.inRow(index) }
            do throws(PGError) {
                try await repair(
                    group.items[index].statement, group.items[index].form, after: error,
                    wasFirstUse: uses[index].isFirst)
            } catch {
                throw error.inRow(index)
            }
        }
        return try await runTogether(batch, shared: shared, mayRepeat: false)
    }

    private func perform(_ group: StatementGroup, of batch: Batch) async throws(PGError) {
        guard observation != nil else {
            _ = try await perform(.group(group), text: batch.statements[0].text)
            return
        }
        guard !Task.isCancelled else { throw .taskCancelled.executed(.notSent) }
        let deadline = try deadlineAhead()
        lastRequestID += 1
        let request = Request(
            id: lastRequestID, .group(group), text: batch.statements[0].text)
        observe(request, batch.statements)
        start(request, deadline: deadline)
        _ = try await answer(to: request).get()
    }

    // MARK: Each alone

    private func runApart(_ batch: Batch, shared: Bool) async throws(PGError) -> BatchResults {
        // A statement that failed for its name could not be run again in its place.
        lookForPoolerInPassing()
        let uses = try await prepareUses(of: batch, shared: shared)
        if known.hasExcess { freeExcess() }
        let deadline = try deadlineAhead()
        let requests = zip(uses, batch.statements).map { use, statement in
            lastRequestID += 1
            let item = use.item
            let request = Request(
                id: lastRequestID,
                .execute(item.statement, item.form, item.parameters, format: item.format),
                text: item.statement.text)
            observe(request, [statement])
            start(request, deadline: deadline)
            return request
        }
        let ids = requests.map(\.id)
        let answers = await withTaskCancellationHandler {
            await self.answers(to: requests)
        } onCancel: {
            for id in ids { abandonLater(id, .taskCancelled) }
        }
        guard !Task.isCancelled else {
            if let lost = answers.firstFailure(.cancelled) { throw lost }
            return try finish(uses, answers)
        }
        if let lost = answers.firstFailure(.connectionLost) { throw lost }
        return try finish(uses, answers)
    }

    private func finish(
        _ uses: [BatchUse], _ answers: [Request.Answer]
    ) throws(PGError) -> BatchResults {
        var results: [Result<Rows, PGError>] = []
        for (index, answer) in answers.enumerated() {
            do throws(PGError) {
                let result = try answer.get()
                settle(uses[index], result)
                results.append(.success(try rows(result, columns: nil)))
            } catch {
                results.append(.failure(noticeFailure(of: uses[index], error).inRow(index)))
            }
        }
        return BatchResults(results: results)
    }

    /// Puts right what is known after a failure; the statement is not run again, because those
    /// behind it have run.
    private func noticeFailure(of use: BatchUse, _ error: PGError) -> PGError {
        let (statement, form) = (use.item.statement, use.item.form)
        if error.meansPlanIsOutdated {
            statements.invalidateAll()
            return outdated(form, error)
        }
        if error.meansIsGone(form) || error.meansIsTaken(form) {
            if statements.pooler != .absent { statements.stopNaming() }
            return outdated(form, error)
        }
        if error.mayMeanSchemaChanged, !use.isFirst { statement.forgetForm() }
        return error
    }

    // MARK: Both

    struct BatchUse {
        let item: StatementGroup.Item
        let isFirst: Bool
    }

    private func settle(_ use: BatchUse, _ result: ResultHandle?) {
        let statement = use.item.statement
        if statement.hasAftermath {
            afterwards(statement.trace, statement.schemaChange)
        }
        if use.item.form.columns == nil {
            checkColumns(of: use.item.form, statement, in: result)
        }
    }

    private func prepareUses(
        of batch: Batch, shared: Bool
    ) async throws(PGError) -> [BatchUse] {
        var cached: [CachedStatement] = []
        for (index, statement) in batch.statements.enumerated() {
            do throws(PGError) {
                let admitted = try admit(statement.text, shared: shared)
                try requireNoTransactionControl(admitted)
                cached.append(admitted)
            } catch {
                throw error.inRow(index)
            }
        }
        var uses: [Use?] = []
        for (index, statement) in batch.statements.enumerated() {
            uses.append(
                try placed(index) { () throws(PGError) in
                    try useWithoutAsking(cached[index], statement.parameters)
                })
        }
        if uses.contains(where: { $0 == nil }) {
            try await describe(cached.indices.filter { uses[$0] == nil }, of: cached)
            for (index, statement) in batch.statements.enumerated() where uses[index] == nil {
                uses[index] = try placed(index) { () throws(PGError) in
                    try useWithoutAsking(cached[index], statement.parameters)
                }
            }
        }
        let takesRisk = batch.unit == .oneTransaction || statements.pooler == .absent
        return zip(cached, uses).compactMap { statement, use in
            use.map { use in
                let form = takesRisk || !use.form.isNamed ? use.form : use.form.unnamed
                return BatchUse(
                    item: StatementGroup.Item(
                        statement: statement, form: form, parameters: use.parameters,
                        format: form.columns == nil ? .text : use.format),
                    isFirst: use.isFirst)
            }
        }
    }

    private func placed<Result>(
        _ index: Int, _ body: () throws(PGError) -> Result
    ) throws(PGError) -> Result {
        do throws(PGError) {
            return try body()
        } catch {
            throw error.inRow(index)
        }
    }

    /// Asks the server about several statements at once.
    private func describe(
        _ indices: [Int], of statements: [CachedStatement]
    ) async throws(PGError) {
        let deadline = try deadlineAhead()
        var asked: [Int] = []
        var requests: [Request] = []
        var seen: Set<String> = []
        for index in indices where seen.insert(statements[index].text).inserted {
            lastRequestID += 1
            let request = Request(
                id: lastRequestID, Self.inspection(of: statements[index].text),
                text: statements[index].text)
            start(request, deadline: deadline)
            asked.append(index)
            requests.append(request)
        }
        let ids = requests.map(\.id)
        let answers = await withTaskCancellationHandler {
            await self.answers(to: requests)
        } onCancel: {
            for id in ids { abandonLater(id, .taskCancelled) }
        }
        for (index, answer) in zip(asked, answers) {
            guard let result = try placed(index, answer.get) else { continue }
            let (form, _) = inspected(statements[index], result)
            for other in statements where other.text == form.text { other.keep(form) }
        }
    }

    func requireNoTransactionControl(_ statement: CachedStatement) throws(PGError) {
        guard case .transaction(let word) = statement.trace,
            ["BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "PREPARE"].contains(word)
        else { return }
        throw PGError(
            .needsOwnConnection,
            "\(word) would end the transaction that is made for the statements",
            hint: "Use withTransaction, and run them in it"
        ).executed(.notSent).inStatement(statement.text)
    }
}

extension [Request.Answer] {
    fileprivate func firstFailure(_ code: PGError.Code) -> PGError? {
        for case .failure(let error) in self where error.code == code { return error }
        return nil
    }
}

extension ConnectionPool {
    /// Runs the statements of a batch in one round trip, on a shared connection.
    ///
    /// - Throws: As ``Connection/run(_:)`` and ``execute(_:)`` do.
    public func run(_ batch: Batch) async throws(PGError) -> BatchResults {
        let subPool = subPool
        do throws(PGError) {
            return try await subPool.run(batch)
        } catch {
            guard let other = await standIn(for: subPool, after: error) else { throw error }
            return try await other.run(batch)
        }
    }

    /// Runs a batch that may take at most `timeout`, the wait for a connection included.
    ///
    /// - Throws: `PGError.Code.deadlineExceeded`; otherwise as ``run(_:)`` does.
    public func run(_ batch: Batch, timeout: Duration) async throws(PGError) -> BatchResults {
        try await within(timeout) { () async throws(PGError) in try await run(batch) }
    }
}

extension Transaction {
    /// Runs the statements of a batch in one round trip, in this transaction.
    ///
    /// After one that failed the rest is not run, whatever the batch says: the server refuses
    /// everything until the transaction, or the savepoint around the batch, is rolled back.
    ///
    /// - Throws: As ``Connection/run(_:)`` does for a batch that is one transaction;
    ///   `PGError.Code.closed` after the transaction's end.
    public func run(_ batch: Batch) async throws(PGError) -> BatchResults {
        try requireOpen()
        return try await connection.run(batch.asOneTransaction)
    }
}

extension Batch {
    fileprivate var asOneTransaction: Batch {
        var batch = Batch(.oneTransaction)
        for statement in statements { batch.add(statement) }
        return batch
    }
}
