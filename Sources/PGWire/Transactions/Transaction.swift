public import PGCore

/// A transaction under way, lent to the closure that does its work.
///
/// It belongs to one task: it is not `Sendable`. After the closure it refuses to work.
public final class Transaction {
    let connection: Connection
    private let depth: Int
    private var isOpen = true

    init(on connection: Connection, depth: Int = 0) {
        self.connection = connection
        self.depth = depth
    }

    /// Runs a statement; the same as ``execute(_:)`` with the call's place in errors.
    ///
    /// - Throws: As ``execute(_:)`` does.
    @discardableResult
    public func query(
        _ statement: SQLStatement, fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> Rows {
        do throws(PGError) {
            return try await execute(statement)
        } catch {
            throw error.at(fileID, line)
        }
    }

    /// Runs `body` in a savepoint: when it throws, only what it did is undone.
    ///
    /// - Throws: What `body` throws.
    public func withTransaction<Result>(
        _ body: (Transaction) async throws -> sending Result
    ) async throws -> sending Result {
        try requireOpen()
        let name = "strata_savepoint_\(depth + 1)"
        try await connection.executeOnce("SAVEPOINT \(name)", shieldedFrom: nil)
        let nested = Transaction(on: connection, depth: depth + 1)
        do {
            let result = try await body(nested)
            nested.isOpen = false
            try await connection.executeOnce("RELEASE SAVEPOINT \(name)", shieldedFrom: nil)
            return result
        } catch {
            nested.isOpen = false
            throw await undo("ROLLBACK TO SAVEPOINT \(name)", after: error)
        }
    }

    /// Ends the use of this value; the connection is about to be given back.
    func end() {
        isOpen = false
    }

    /// Rolls back, and attaches a failure of that to the error that caused it.
    func undo(_ sql: String, after error: any Error) async -> any Error {
        do throws(PGError) {
            _ = try await connection.executeOnce(sql, shieldedFrom: .cancellationAndDeadline)
            return error
        } catch let failure {
            // What cannot be rolled back must not be used again.
            await connection.close()
            return (error as? PGError)?.suppressing(failure) ?? error
        }
    }

    func requireOpen() throws(PGError) {
        guard isOpen else { throw PGError(.closed, "the transaction is over") }
    }
}

extension Transaction: StatementExecutor {
    /// Runs a statement in the transaction.
    ///
    /// - Throws: As ``Connection/execute(_:)`` does; `PGError.Code.closed` after the transaction's
    ///   end. After an error the server refuses everything until the transaction, or the savepoint
    ///   around the failed statement, is rolled back.
    public func execute(_ statement: SQLStatement) async throws(PGError) -> Rows {
        try requireOpen()
        return try await connection.execute(statement)
    }
}

extension Connection {
    /// Runs `body` in a transaction on this connection.
    ///
    /// Nothing else should use the connection meanwhile: it would be in the transaction as well.
    ///
    /// - Throws: What `body` throws, with a failed rollback attached to a `PGError`;
    ///   `PGError.Code.transactionRolledBack` when COMMIT could only roll back.
    public nonisolated func withTransaction<Result>(
        isolation: IsolationLevel? = nil, access: AccessMode? = nil, deferrable: Bool = false,
        _ body: (Transaction) async throws -> sending Result
    ) async throws -> sending Result {
        try await withTransaction(
            TransactionOptions(isolation: isolation, access: access, isDeferrable: deferrable), body
        )
    }

    nonisolated func withTransaction<Result>(
        _ options: TransactionOptions, _ body: (Transaction) async throws -> sending Result
    ) async throws -> sending Result {
        try await executeOnce(options.beginStatement, shieldedFrom: nil)
        let transaction = Transaction(on: self)
        do {
            let result = try await body(transaction)
            transaction.end()
            try await commit()
            return result
        } catch let error as PGError where error.code == .transactionRolledBack {
            throw error
        } catch {
            transaction.end()
            throw await transaction.undo("ROLLBACK", after: error)
        }
    }

    /// Commits; not interrupted by cancellation, since an interrupted COMMIT leaves its fate unknown.
    private nonisolated func commit() async throws(PGError) {
        let rows = try await executeOnce("COMMIT", shieldedFrom: .cancellation)
        guard rows.commandTag == "COMMIT" else {
            throw PGError(
                .transactionRolledBack,
                "the transaction was rolled back, because one of its statements had failed",
                hint: "Let the statement's error leave the closure, or use a savepoint")
        }
    }
}
