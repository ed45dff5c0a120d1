public import PGCore

extension SessionCore {
    /// Returns what a flush would send now, without sending it.
    ///
    /// Deletions that go on to other rows by ``RelationshipCascade/delete`` are found by the flush,
    /// which has to ask the server for them.
    ///
    /// - Throws: `PGError.Code.dependencyCycle`.
    public func plan() throws(PGError) -> FlushPlan {
        FlushPlan(steps: try steps().map(\.summary))
    }

    /// Writes all changes inside the transaction, without committing it.
    ///
    /// Rows are inserted after those they refer to, then changed columns are updated, then rows are
    /// deleted in the reverse order. Rows of one entity with the same columns share a statement.
    /// Values that the server fills in come back with the insertion.
    ///
    /// Because insertions go first, a new row cannot take over a unique value from a row that is
    /// deleted in the same flush: flush once in between.
    ///
    /// When it fails, call ``rollback(fileID:line:)``, or let the error leave the savepoint or the
    /// session's scope.
    ///
    /// - Throws: `PGError.Code.server` for a violated constraint, see
    ///   ``PGCore/PGError/properties(in:)``; `PGError.Code.staleData` naming the instance whose
    ///   row has gone; `PGError.Code.dependencyCycle`; `PGError.Code.closed`;
    ///   `PGError.Code.concurrentUse`.
    public func flush(fileID: String = #fileID, line: UInt = #line) async throws(PGError) {
        try use.begin("flush()", fileID, line)
        defer { use.end() }
        do throws(PGError) {
            try await flushChanges()
        } catch {
            throw error.at(fileID, line)
        }
    }

    private func steps() throws(PGError) -> [WriteStep] {
        if let misuse = state.misuse { throw misuse }
        try state.adoptReachable()
        return try state.unitOfWork.steps(in: state.map)
    }

    func flushChanges() async throws(PGError) {
        if let misuse = state.misuse { throw misuse }
        try state.adoptReachable()
        try await cascadeDeletions()
        let steps = try steps()
        for step in steps {
            let statements = WriteStatements(step, maximumBatch: configuration.maximumBatch)
            for batch in statements.batches() { try await send(batch, of: step) }
        }
        if !steps.isEmpty { state.agree(after: steps) }
    }

    func autoflush() async throws(PGError) {
        if configuration.autoflush { try await flushChanges() }
    }

    private func send(
        _ batch: WriteStatements.Batch, of step: WriteStep
    ) async throws(PGError) {
        let rows: Source.Connection.Rows
        do throws(PGError) {
            rows = try await send(batch.statement)
        } catch {
            throw error.namingColumn(of: step.mapping)
        }
        guard step.join == nil else { return }
        do throws(PGError) {
            switch step.operation {
            case .insert: try state.inserted(batch, of: step, rows)
            case .update: try state.updated(batch, of: step, rows)
            case .delete: try state.deleted(batch, of: step, rows)
            }
        } catch {
            // The database has what the instances do not know of: only a rollback brings them
            // together again.
            hasFailed = true
            throw error
        }
    }
}
