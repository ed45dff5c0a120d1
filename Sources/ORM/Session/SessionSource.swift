public import PGCore
public import PGWire

/// Where a session gets the connection for its transaction.
public protocol SessionSource: Sendable {
    /// A connection that nobody else uses meanwhile.
    associatedtype Connection: StatementExecutor & Sendable

    /// What runs statements that are transactions by themselves.
    associatedtype Shared: StatementExecutor & Sendable = Connection
    where Shared.Rows == Connection.Rows

    /// Where a statement that is a transaction by itself runs, without a connection being lent for it.
    ///
    /// The default has no such place: the session borrows a connection.
    var shared: Shared? { get }

    /// Lends a connection for one transaction.
    ///
    /// - Throws: `PGError` when none can be had.
    func lease() async throws(PGError) -> Connection

    /// Takes a connection back, first undoing a transaction that is still open on it.
    func release(_ connection: Connection) async

    /// Takes a connection back whose transaction has only read, and locked no rows, and is to be
    /// rolled back.
    ///
    /// Nobody has to wait for that. The default sends ROLLBACK as ``control(_:on:)`` does.
    func releaseEndingRead(_ connection: Connection) async

    /// Begins a transaction.
    ///
    /// The statement may be kept until the next one is sent, and travel with it. The default sends
    /// it as ``control(_:on:)`` does.
    ///
    /// - Throws: `PGError` as the connection does.
    func begin(_ statement: SQLStatement, on connection: Connection) async throws(PGError)

    /// Sends a statement that begins or ends a transaction or savepoint.
    ///
    /// A cancelled task must still get to the end of COMMIT and ROLLBACK.
    ///
    /// - Throws: `PGError` as the connection does; `PGError.Code.transactionRolledBack` when
    ///   COMMIT could only roll back.
    func control(_ statement: SQLStatement, on connection: Connection) async throws(PGError)

    /// Sends several statements before waiting for the first answer, and returns all answers.
    ///
    /// After one that failed the rest is not run. The default sends one after the other.
    ///
    /// - Throws: The error of the statement that failed, with its place, counted from 0, in
    ///   `PGError.row`.
    func executeAll(
        _ statements: [SQLStatement], on connection: Connection
    ) async throws(PGError) -> [Connection.Rows]

    /// Returns the driver's connection behind one, on which rows can be copied. The default has
    /// none: then rows are inserted by statements, however many there are.
    func copying(on connection: Connection) -> PGWire.Connection?

    /// Writes a session's warning into a log. The default has none.
    func report(_ warning: PGError)

    /// Is told of an error with which a statement of the session ended. The default does nothing.
    func note(_ error: PGError, on connection: Connection)
}

extension SessionSource {
    /// None.
    public var shared: Shared? { nil }

    /// Waits for the end of the transaction.
    public func releaseEndingRead(_ connection: Connection) async {
        try? await control("ROLLBACK", on: connection)
        await release(connection)
    }

    /// Sends the statement by itself.
    ///
    /// - Throws: `PGError` as the connection does.
    public func begin(
        _ statement: SQLStatement, on connection: Connection
    ) async throws(PGError) {
        try await control(statement, on: connection)
    }

    /// None.
    public func copying(on connection: Connection) -> PGWire.Connection? { nil }

    /// Does nothing.
    public func report(_ warning: PGError) {}

    /// Does nothing.
    public func note(_ error: PGError, on connection: Connection) {}

    /// Sends one statement after the other.
    ///
    /// - Throws: The error of the statement that failed, with its place in `PGError.row`.
    public func executeAll(
        _ statements: [SQLStatement], on connection: Connection
    ) async throws(PGError) -> [Connection.Rows] {
        var answers: [Connection.Rows] = []
        for (place, statement) in statements.enumerated() {
            do throws(PGError) {
                answers.append(try await connection.execute(statement))
            } catch {
                throw error.inRow(place).inStatement(statement.text)
            }
        }
        return answers
    }
}

/// Lends the connections of a pool, or of a cluster's pools, to sessions.
public struct PoolSource: SessionSource {
    private enum Origin {
        case pool(ConnectionPool)
        case cluster(Cluster, Cluster.LeasePurpose)
    }

    private let origin: Origin
    /// Where connections come from instead.
    private let sandbox: Sandbox?

    /// Makes a source over a pool.
    public init(_ pool: ConnectionPool) {
        self.init(pool, in: nil)
    }

    init(_ pool: ConnectionPool, in sandbox: Sandbox?) {
        origin = .pool(pool)
        self.sandbox = sandbox
    }

    init(_ cluster: Cluster, for purpose: Cluster.LeasePurpose, in sandbox: Sandbox?) {
        origin = .cluster(cluster, purpose)
        self.sandbox = sandbox
    }

    /// The pool, whose connections single statements share.
    ///
    /// None in a sandbox; nor in a cluster or over several hosts, where a session stays on one server;
    /// nor where the pool does something with each connection that it lends, or keeps none.
    public var shared: ConnectionPool? {
        guard sandbox == nil, case .pool(let pool) = origin, pool.isAlikeForStatements else {
            return nil
        }
        return pool
    }

    /// Waits for a connection.
    ///
    /// - Throws: `PGError.Code.poolTimeout`, `PGError.Code.poolClosed` or a connection error;
    ///   `PGError.Code.noSuitableServer` of a cluster.
    public func lease() async throws(PGError) -> PGWire.Connection {
        if let sandbox { return try await sandbox.lease() }
        switch origin {
        case .pool(let pool): return try await pool.lease()
        case .cluster(let cluster, let purpose): return try await cluster.lease(for: purpose)
        }
    }

    /// Gives the connection back; the pool rolls back or discards it when it is in a transaction.
    public func release(_ connection: PGWire.Connection) async {
        if let sandbox { return await sandbox.release() }
        switch origin {
        case .pool(let pool): await pool.release(connection)
        case .cluster(let cluster, _): await cluster.release(connection)
        }
    }

    /// Has a cluster ask for its servers' roles, if the error may mean that they have changed.
    public func note(_ error: PGError, on connection: PGWire.Connection) {
        if case .cluster(let cluster, _) = origin { cluster.note(error, on: connection) }
    }

    /// Sends ROLLBACK and gives the connection back without waiting for the answer; whoever has it
    /// next sends behind it.
    ///
    /// Where that cannot be had, because something else is under way or has to be undone as well, it
    /// waits.
    public func releaseEndingRead(_ connection: PGWire.Connection) async {
        if sandbox == nil, case .pool(let pool) = origin, pool.releaseEndingRead(connection) {
            return
        }
        try? await control("ROLLBACK", on: connection)
        await release(connection)
    }

    /// The connection itself.
    public func copying(on connection: PGWire.Connection) -> PGWire.Connection? { connection }

    /// Has the statement travel with the next one, so that it costs no round trip.
    ///
    /// - Throws: `PGError.Code.cancelled` or why the connection is closed.
    public func begin(
        _ statement: SQLStatement, on connection: PGWire.Connection
    ) async throws(PGError) {
        if let sandbox { return try await sandbox.control(statement) }
        try await connection.begin(with: statement.text)
    }

    /// Writes the warning into the log of the pool or the cluster.
    public func report(_ warning: PGError) {
        switch origin {
        case .pool(let pool): pool.note(warning)
        case .cluster(let cluster, _): cluster.report(warning)
        }
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
        let answer = try await connection.control(
            statement.text, shieldedFrom: undoes ? .cancellationAndDeadline : .cancellation)
        if statement.text == "COMMIT", answer.commandTag != "COMMIT" {
            throw PGError(
                .transactionRolledBack,
                "the transaction was rolled back, because one of its statements had failed")
        }
    }

    /// Sends the statements in one round trip; texts the pool has not used before take one more,
    /// together, in which the server is asked for their parameters' types.
    ///
    /// - Throws: `PGError` as the connection does, with the place of the statement in
    ///   `PGError.row`.
    public func executeAll(
        _ statements: [SQLStatement], on connection: PGWire.Connection
    ) async throws(PGError) -> [PGWire.Rows] {
        var batch = Batch(.oneTransaction)
        for statement in statements { batch.add(statement) }
        let results = try await connection.run(batch)
        var answers: [PGWire.Rows] = []
        answers.reserveCapacity(statements.count)
        for place in statements.indices { answers.append(try results.rows(at: place)) }
        return answers
    }
}
