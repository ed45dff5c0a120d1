public import PGCore
public import PGWire

/// Where a session gets the connection for its transaction.
public protocol SessionSource: Sendable {
    /// A connection that nobody else uses meanwhile.
    associatedtype Connection: StatementExecutor & Sendable

    /// Lends a connection for one transaction.
    ///
    /// - Throws: ``PGError`` when none can be had.
    func lease() async throws(PGError) -> Connection

    /// Takes a connection back; one that is still in a transaction must not reach anybody else.
    func release(_ connection: Connection)

    /// Sends a statement that begins or ends a transaction or savepoint.
    ///
    /// - Throws: ``PGError`` as the connection does.
    func control(_ statement: SQLStatement, on connection: Connection) async throws(PGError)
}

/// Lends a pool's connections to sessions.
public struct PoolSource: SessionSource {
    private let pool: ConnectionPool

    /// Makes a source over a pool.
    public init(_ pool: ConnectionPool) {
        self.pool = pool
    }

    /// Waits for a connection of the pool.
    ///
    /// - Throws: ``PGError/Code/poolTimeout``, ``PGError/Code/poolClosed`` or a connection error.
    public func lease() async throws(PGError) -> PGWire.Connection {
        try await pool.lease()
    }

    /// Gives the connection back; the pool rolls back or discards it when it is in a transaction.
    public func release(_ connection: PGWire.Connection) {
        pool.release(connection)
    }

    /// Sends the statement without keeping it prepared.
    ///
    /// - Throws: ``PGError`` as the connection does.
    public func control(
        _ statement: SQLStatement, on connection: PGWire.Connection
    ) async throws(PGError) {
        _ = try await connection.executeOnce(statement)
    }
}
