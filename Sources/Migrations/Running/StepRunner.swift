import PGCore
import PGWire

/// Runs one step of a plan on a connection.
struct StepRunner {
    let connection: Connection
    let ledger: MigrationLedger
    let step: MigrationPlan.Step
    let direction: MigrationPlan.Direction

    /// Runs the step and remembers it.
    func run(progress: (MigrationEvent) -> Void) async throws(MigrationError) {
        progress(.started(step))
        let start = ContinuousClock.now
        if step.script.options.noTransaction {
            try await runStatementByStatement(since: start, progress)
        } else {
            try await runInTransaction(since: start, progress)
        }
        progress(.finished(step, ContinuousClock.now - start))
    }

    // MARK: In a transaction

    private func runInTransaction(
        since start: ContinuousClock.Instant, _ progress: (MigrationEvent) -> Void
    ) async throws(MigrationError) {
        try await own("BEGIN")
        do throws(MigrationError) {
            for (index, statement) in step.script.statements.enumerated() {
                try await send(statement, hint: "Nothing of this migration was kept")
                progress(.ranStatement(index + 1, step))
            }
            try await own(remembering(since: start))
            try await commit()
        } catch {
            await rollback()
            throw error
        }
    }

    private func commit() async throws(MigrationError) {
        do {
            try await connection.executeOnce("COMMIT")
        } catch {
            throw MigrationError.committing(step, error)
        }
    }

    // MARK: Without a transaction

    private var partialState: LedgerEntry.State { direction == .up ? .applying : .reverting }

    private func runStatementByStatement(
        since start: ContinuousClock.Instant, _ progress: (MigrationEvent) -> Void
    ) async throws(MigrationError) {
        try await own(ledger.progress(of: step, partialState, done: step.resumesAfter))
        let statements = step.script.statements
        for (index, statement) in statements.enumerated().dropFirst(step.resumesAfter) {
            do throws(MigrationError) {
                try await send(statement, hint: "")
            } catch {
                throw await stopped(by: error, at: statement)
            }
            try await own(ledger.progress(of: step, partialState, done: index + 1))
            progress(.ranStatement(index + 1, step))
        }
        try await own(remembering(since: start))
    }

    /// Finds out how far the migration got, and adds it to the error.
    private func stopped(
        by error: MigrationError, at statement: ScriptStatement
    ) async -> MigrationError {
        await rollback()
        let done = await shielded { () async throws(PGError) in
            let rows = try await connection.execute(ledger.done(step.migration))
            let done = try rows.decodeColumn(Int.self, at: 0).first ?? 0
            if done == 0 {
                try await connection.executeOnce(ledger.untouched(step.migration, partialState))
            }
            return done
        }
        guard let underlying = error.underlying else { return error }
        return MigrationError(
            failed: statement, of: step.migration, in: step.file, underlying, hint: advice(done))
    }

    private func advice(_ done: Int?) -> String {
        guard let done else { return "The status command says how far the migration got" }
        guard done > 0 else { return "No statement of this migration was kept" }
        return "The migration runs without a transaction: statements 1 to \(done) of "
            + "\(step.script.statements.count) stay. Correct what follows and run "
            + "\(direction.rawValue) again: it goes on after statement \(done)"
    }

    // MARK: Sending

    /// Runs a statement of the file.
    private func send(_ statement: ScriptStatement, hint: String) async throws(MigrationError) {
        var sql = SQLStatement()
        sql.append(raw: statement.text)
        do {
            try await connection.executeOnce(sql)
        } catch {
            throw MigrationError(
                failed: statement, of: step.migration, in: step.file, error, hint: hint)
        }
    }

    /// Runs a statement of the runner's own.
    private func own(_ statement: SQLStatement) async throws(MigrationError) {
        do {
            try await connection.executeOnce(statement)
        } catch {
            throw MigrationError.ledger(error)
        }
    }

    private func remembering(since start: ContinuousClock.Instant) -> SQLStatement {
        switch direction {
        case .up: ledger.applied(step.migration, in: ContinuousClock.now - start)
        case .down: ledger.forgotten(step.migration)
        }
    }

    private func rollback() async {
        _ = await shielded { () async throws(PGError) in
            try await connection.executeOnce("ROLLBACK")
        }
    }

    /// Runs what has to happen although the task may be cancelled; `nil` when it failed.
    private func shielded<Value: Sendable>(
        _ body: @escaping @Sendable () async throws(PGError) -> Value
    ) async -> Value? {
        await Task { try? await body() }.value
    }
}
