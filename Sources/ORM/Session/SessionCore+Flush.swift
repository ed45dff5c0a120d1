public import PGCore

extension SessionCore {
    /// Returns what a flush would send now, without sending it.
    ///
    /// Deletions that go on to other rows by ``RelationshipCascade/delete`` are found by the flush,
    /// which has to ask the server for them.
    ///
    /// - Throws: `PGError.Code.dependencyCycle`.
    public func plan() throws(PGError) -> FlushPlan {
        FlushPlan(try schedule(), maximumBatch: configuration.maximumBatch)
    }

    /// Writes all changes inside the transaction, without committing it.
    ///
    /// Rows are inserted after those they refer to, then changed columns are updated, then rows are
    /// deleted in the reverse order. Rows of one entity with the same columns share a statement.
    /// Values that the server fills in come back with the insertion.
    ///
    /// A new row may have the primary key of one that is deleted in the same flush. Other unique
    /// values it cannot take over, because insertions go first: flush once in between. Foreign keys
    /// that are declared to follow the key they point to, with `onUpdate: .cascade`, are left to the
    /// server, and known instances follow as well.
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

    private func schedule() throws(PGError) -> FlushSchedule {
        FlushSchedule(try steps(), in: state.map, fetchesKeys: !state.lacksSequences)
    }

    private enum Outcome {
        case nothingToWrite, written, committed
    }

    /// Writes what there is to write, and then what hooks added when it was written.
    ///
    /// - Parameter isCommitting: Whether a commit follows.
    /// - Returns: Whether it is committed as well: then it was one statement without a transaction.
    @discardableResult
    func flushChanges(isCommitting: Bool = false) async throws(PGError) -> Bool {
        if state.isEmpty { return false }
        for _ in 0..<maximumHookRounds {
            let outcome = try await flushOnce(isCommitting)
            guard outcome == .written, hasHooks else { return outcome == .committed }
        }
        throw .endlessHooks
    }

    private func flushOnce(_ isCommitting: Bool) async throws(PGError) -> Outcome {
        try await cascadeDeletions()
        try prepareFlush()
        // Hooks may have deleted more.
        if hasHooks { try await cascadeDeletions() }
        let schedule = try schedule()
        guard let first = schedule.trips.first else { return .nothingToWrite }
        if isCommitting, sparesTransaction, configuration.access == nil, !hasHooks,
            schedule.isOneRow
        {
            try await commitAlone(schedule)
            return .committed
        }
        let deferral = schedule.deferral
        let isOnly = schedule.trips.count == 1
        let answers = try await send(
            first, and: schedule.block?.parts.map(\.statement) ?? [], after: deferral.opening,
            before: isOnly ? deferral.closing : [])
        var rest = schedule.trips.dropFirst()
        if let block = schedule.block, !(try state.fetched(block, answers)) {
            guard let fallback = schedule.fallback else {
                hasFailed = true
                throw .keysNotFetched(block)
            }
            rest = fallback[...]
        }
        for (place, trip) in rest.enumerated() {
            try await send(trip, before: place == rest.count - 1 ? deferral.closing : [])
        }
        state.agree(after: schedule.steps)
        try finishFlush(schedule.steps)
        return .written
    }

    /// Sends the one statement of a commit.
    ///
    /// When it fails the transaction that it was by itself is over, as with a COMMIT that fails.
    private func commitAlone(_ schedule: FlushSchedule) async throws(PGError) {
        do throws(PGError) {
            try await send(schedule.steps, isAlone: true)
        } catch {
            await endTransaction()
            state.rolledBack()
            throw error
        }
        state.agree(after: schedule.steps)
    }

    func autoflush() async throws(PGError) {
        if configuration.autoflush { try await flushChanges() }
    }

    /// Sends steps in one round trip, with further statements behind them, whose answers it returns.
    ///
    /// - Parameters:
    ///   - opening: What is sent first.
    ///   - closing: What is sent last.
    ///   - isAlone: Whether this is all that is to be committed.
    @discardableResult
    private func send(
        _ trip: [WriteStep], and others: [SQLStatement] = [], after opening: [SQLStatement] = [],
        before closing: [SQLStatement] = [], isAlone: Bool = false
    ) async throws(PGError) -> [Source.Connection.Rows] {
        var parts: [(step: WriteStep, batch: WriteStatements.Batch)] = []
        for step in trip {
            let statements = WriteStatements(step, maximumBatch: configuration.maximumBatch)
            for batch in statements.batches() { parts.append((step, batch)) }
        }
        let answers: [Source.Connection.Rows]
        do throws(PGError) {
            answers = try await sendAll(
                opening + parts.map(\.batch.statement) + others + closing, isAlone: isAlone)
        } catch {
            guard let place = error.row.map({ $0 - opening.count }), parts.indices.contains(place)
            else { throw state.namingTable(error.withoutRow) }
            let part = parts[place]
            throw error.withoutRow.namingViolation(
                of: part.step.mapping, part.step.join == nil ? part.batch.rows : [])
        }
        let own = answers.dropFirst(opening.count)
        for (part, rows) in zip(parts, own) {
            do throws(PGError) {
                try take(part.batch, of: part.step, rows)
            } catch {
                throw isAlone && error.code != .staleData ? error.executed(.mayHaveRun) : error
            }
        }
        return own.dropFirst(parts.count).prefix(others.count).map { $0 }
    }

    private func take(
        _ batch: WriteStatements.Batch, of step: WriteStep, _ rows: Source.Connection.Rows
    ) throws(PGError) {
        guard step.join == nil else { return }
        do throws(PGError) {
            switch step.operation {
            case .insert: try state.inserted(batch, of: step, rows)
            case .update: try state.updated(batch, of: step, rows)
            case .delete: try state.deleted(batch, of: step, rows)
            case .softDelete: try state.softDeleted(batch, of: step, rows)
            }
        } catch {
            // The database has what the instances do not know of: only a rollback brings them
            // together again.
            hasFailed = true
            throw error
        }
    }
}
