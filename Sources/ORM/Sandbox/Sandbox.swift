import PGCore
import PGWire

/// One connection inside a transaction that is never committed, for sessions that take turns.
///
/// What a session does with its transaction happens to a savepoint: a commit releases it, a rollback
/// rolls back to it.
actor Sandbox {
    private static let savepoint = "strata_sandbox"

    private let connection: PGWire.Connection
    private let patience: Duration
    private var isBusy = false
    private var isInTransaction = false
    private var waiting: [(ticket: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    private var nextTicket = 1

    init(_ connection: PGWire.Connection, patience: Duration) {
        self.connection = connection
        self.patience = patience
    }

    // MARK: Turns

    func lease() async throws(PGError) -> PGWire.Connection {
        guard isBusy else {
            isBusy = true
            return connection
        }
        let ticket = nextTicket
        nextTicket += 1
        let patience = self.patience
        let limit = Task { [weak self] in
            guard (try? await Task.sleep(for: patience)) != nil else { return }
            await self?.giveUp(ticket)
        }
        let isGranted = await withTaskCancellationHandler {
            await withCheckedContinuation { waiting.append((ticket, $0)) }
        } onCancel: {
            Task { await self.giveUp(ticket) }
        }
        limit.cancel()
        guard isGranted else {
            if Task.isCancelled {
                throw PGError(.cancelled, "the task was cancelled while it waited for its turn")
            }
            throw PGError(
                .poolTimeout, "another session of the sandbox is in a transaction",
                hint: "A sandbox has one connection: end the one session's transaction before the "
                    + "other's begins")
        }
        return connection
    }

    private func giveUp(_ ticket: Int) {
        guard let index = waiting.firstIndex(where: { $0.ticket == ticket }) else { return }
        waiting.remove(at: index).continuation.resume(returning: false)
    }

    func release() async {
        if isInTransaction { try? await undo() }
        guard !waiting.isEmpty else {
            isBusy = false
            return
        }
        waiting.removeFirst().continuation.resume(returning: true)
    }

    // MARK: Transactions

    func control(_ statement: SQLStatement) async throws(PGError) {
        if statement.text.hasPrefix("BEGIN") {
            try await send("SAVEPOINT \(Self.savepoint)")
            isInTransaction = true
        } else if statement.text == "COMMIT" {
            try await commit()
        } else if statement.text == "ROLLBACK" {
            try await undo()
        } else {
            try await send(statement.text)
        }
    }

    private func commit() async throws(PGError) {
        do throws(PGError) {
            try await send("RELEASE SAVEPOINT \(Self.savepoint)")
            isInTransaction = false
        } catch {
            guard error.sqlState == .inFailedSQLTransaction else { throw error }
            try await undo()
            throw PGError(
                .transactionRolledBack,
                "the transaction was rolled back, because one of its statements had failed")
        }
    }

    private func undo() async throws(PGError) {
        isInTransaction = false
        try await send("ROLLBACK TO SAVEPOINT \(Self.savepoint)")
        try await send("RELEASE SAVEPOINT \(Self.savepoint)")
    }

    /// A cancelled task must still get to the end of it.
    private func send(_ text: String) async throws(PGError) {
        _ = try await connection.executeOnce(text, shieldedFrom: .cancellationAndDeadline)
    }
}
