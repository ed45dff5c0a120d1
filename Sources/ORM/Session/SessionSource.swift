public import PGCore
public import PGWire

/// Where a session gets the connection for its transaction.
public protocol SessionSource: Sendable {
    /// A connection that nobody else uses meanwhile.
    associatedtype Connection: StatementExecutor & Sendable

    /// Lends a connection for one transaction.
    ///
    /// - Throws: `PGError` when none can be had.
    func lease() async throws(PGError) -> Connection

    /// Takes a connection back, first undoing a transaction that is still open on it.
    func release(_ connection: Connection) async

    /// Sends a statement that begins or ends a transaction or savepoint.
    ///
    /// A cancelled task must still get to the end of COMMIT and ROLLBACK.
    ///
    /// - Throws: `PGError` as the connection does; `PGError.Code.transactionRolledBack` when
    ///   COMMIT could only roll back.
    func control(_ statement: SQLStatement, on connection: Connection) async throws(PGError)
}

/// Lends a pool's connections to sessions.
public struct PoolSource: SessionSource {
    private let pool: ConnectionPool
    /// Where connections come from instead of the pool.
    private let sandbox: Sandbox?

    /// Makes a source over a pool.
    public init(_ pool: ConnectionPool) {
        self.init(pool, in: nil)
    }

    init(_ pool: ConnectionPool, in sandbox: Sandbox?) {
        self.pool = pool
        self.sandbox = sandbox
    }

    /// Waits for a connection of the pool.
    ///
    /// - Throws: `PGError.Code.poolTimeout`, `PGError.Code.poolClosed` or a connection error.
    public func lease() async throws(PGError) -> PGWire.Connection {
        if let sandbox { return try await sandbox.lease() }
        return try await pool.lease()
    }

    /// Gives the connection back; the pool rolls back or discards it when it is in a transaction.
    public func release(_ connection: PGWire.Connection) async {
        if let sandbox { return await sandbox.release() }
        await pool.release(connection)
    }

    /// Sends the statement without keeping it prepared.
    ///
    /// - Throws: `PGError` as the connection does; `PGError.Code.transactionRolledBack` when
    ///   COMMIT could only roll back.
    public func control(
        _ statement: SQLStatement, on connection: PGWire.Connection
    ) async throws(PGError) {
        if let sandbox { return try await sandbox.control(statement) }
        let undoes = statement.text.hasPrefix("ROLLBACK")
        let tag = try await connection.executeOnce(
            statement.text, shieldedFrom: undoes ? .cancellationAndDeadline : .cancellation
        ).commandTag
        if statement.text == "COMMIT", tag != "COMMIT" {
            throw PGError(
                .transactionRolledBack,
                "the transaction was rolled back, because one of its statements had failed")
        }
    }
}
