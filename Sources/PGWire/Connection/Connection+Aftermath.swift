import PGCore

/// What a statement that has run changes in what the connection, and its pool, know.
extension Connection {
    func afterwards(_ trace: SessionTrace, _ change: SchemaChange) {
        if trace.freesAllStatements { known.removeAll() }
        if case .transaction(let word) = trace {
            transactionMoved(isTakenBack: word == "ROLLBACK" || word == "ABORT")
        } else if change != .none {
            schemaChanged(change)
        }
    }

    private func schemaChanged(_ change: SchemaChange) {
        if change == .alters { statements.invalidateAll() }
        guard transactionStatus != .idle else { return }
        if pendingChange != .alters { pendingChange = change }
    }

    /// A transaction, or a part of it, was committed or taken back: others see its changes of the
    /// schema from now on, or this connection no longer does.
    func transactionMoved(isTakenBack: Bool) {
        guard pendingChange != .none else { return }
        // What was only added concerns nobody who did not see it.
        if pendingChange == .alters || isTakenBack { statements.invalidateAll() }
        if transactionStatus == .idle { pendingChange = .none }
    }
}
