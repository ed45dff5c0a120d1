public import PGCore
import Synchronization

/// A transaction under way, lent to the closure that does its work.
///
/// It belongs to one task: it is not `Sendable`. After the closure it refuses to work.
///
/// Its BEGIN travels with its first statement, so that it costs no round trip of its own; a
/// transaction that runs nothing sends nothing.
public final class Transaction {
    /// Whether a transaction's closure is still running; shared with what outlives the closure.
    final class Life: Sendable {
        private let isOver = Atomic<Bool>(false)

        /// - Throws: `PGError.Code.closed`.
        func check() throws(PGError) {
            guard !isOver.load(ordering: .acquiring) else {
                throw PGError(.closed, "the transaction is over").executed(.notSent)
            }
        }

        func end() {
            isOver.store(true, ordering: .releasing)
        }
    }

    @usableFromInline let connection: Connection
    let life = Life()
    private let depth: Int

    /// Which run of the closure this is, counted from 1: more than one after a retry.
    public let attempt: Int

    init(on connection: Connection, depth: Int = 0, attempt: Int = 1) {
        self.connection = connection
        self.depth = depth
        self.attempt = attempt
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
    /// Use the transaction passed to `body` for all of its work. See "SAVEPOINT" in the PostgreSQL manual.
    ///
    /// - Throws: What `body` throws, with a failed rollback attached to it;
    ///   `PGError.Code.closed` after the transaction's end.
    public func withTransaction<Result>(
        _ body: (Transaction) async throws -> sending Result
    ) async throws -> sending Result {
        try requireOpen()
        let savepoint = "strata_savepoint_\(depth + 1)"
        try await connection.open(["SAVEPOINT \(savepoint)"])
        let nested = Transaction(on: connection, depth: depth + 1, attempt: attempt)
        do {
            let result = try await body(nested)
            nested.life.end()
            try await connection.release(savepoint)
            return result
        } catch {
            nested.life.end()
            throw await connection.rollBack(to: savepoint, after: error)
        }
    }

    @usableFromInline
    func requireOpen() throws(PGError) {
        try life.check()
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

extension Transaction {
    /// Returns the statement's rows in chunks of at most `chunk`, read in this transaction.
    ///
    /// Read it inside the transaction's closure.
    public func stream(_ statement: SQLStatement, chunk: Int = 1000) -> RowStream {
        let (connection, life) = (connection, life)
        return RowStream(statement: statement, chunk: chunk) { () async throws(PGError) in
            try life.check()
            return (connection, {})
        }
    }
}
