import PGCore

/// What is not one statement with one result: streams, scripts, COPY, and batches.
extension Connection {
    /// Has a request reported when it is over; called before it is started.
    ///
    /// Of several statements that are sent as one, those before the one that failed have run, and
    /// those behind it were never looked at.
    func observe(_ request: Request, _ statements: @autoclosure () -> [SQLStatement]) {
        guard let observation else { return }
        let statements = statements()
        let start = ContinuousClock.now
        let context = TaskContext.current
        sendings[request.id] = Sending(time: start)
        request.onAnswer = { [unowned request] answer in
            context.run {
                self.report(request, statements, answer, since: start, to: observation)
            }
        }
    }

    private func report(
        _ request: Request, _ statements: [SQLStatement], _ answer: Request.Answer,
        since start: ContinuousClock.Instant, to observation: Observation
    ) {
        let end = ContinuousClock.now
        // How long these take is up to the caller: that says nothing of the server.
        let isPaced =
            request.stream != nil || (request.exclusive.map { $0.purpose != .script } ?? false)
        var sent = sendings.removeValue(forKey: request.id) ?? Sending(time: start)
        for (statement, outcome) in zip(statements, outcomes(of: request, statements, answer)) {
            var rows = 0
            var error: PGError?
            switch outcome {
            case .success(let count): rows = count
            case .failure(let failure): error = failure.inStatement(statement.text)
            }
            report(
                statement, sent, (start, end), rows: rows, error, nil, to: observation,
                isPaced: isPaced)
            // What went ahead went ahead of the first.
            sent.openings = []
        }
    }

    /// How many rows each statement returned or changed, up to the one that failed.
    private func outcomes(
        of request: Request, _ statements: [SQLStatement], _ answer: Request.Answer
    ) -> [Result<Int, PGError>] {
        guard case .group(let group) = request.work else {
            return [answer.map { $0?.affectedRows ?? 0 }]
        }
        guard group.results.count > 0 || statements.count > 1 else {
            return [answer.map { _ in group.affectedRows }]
        }
        var outcomes = group.results.map { Result<Int, PGError>.success($0.affectedRows) }
        if case .failure(let error) = answer {
            outcomes = Array(outcomes.prefix(statements.count - 1)) + [.failure(error)]
        }
        return outcomes
    }

    /// A statement as it is, for what has no parameters.
    static func statement(of sql: String) -> SQLStatement {
        var statement = SQLStatement()
        statement.append(raw: sql)
        return statement
    }
}
