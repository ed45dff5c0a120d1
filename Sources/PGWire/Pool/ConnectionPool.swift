public import Logging
public import PGCore
import Synchronization

/// A bounded set of connections that any number of tasks share.
///
/// A single statement needs no connection of its own: it takes an idle one, or joins the pipeline
/// of a busy one, so a few connections serve many tasks. ``withConnection(fileID:line:_:)`` and
/// ``withTransaction(isolation:access:deferrable:retry:fileID:line:_:)`` lend a whole connection.
///
/// ```swift
/// let pool = try ConnectionPool(.environment)
/// let rows = try await pool.query("SELECT id, name FROM users WHERE age > \(18)")
/// for (id, name) in try rows.decode(Int.self, String.self) { … }
/// ```
///
/// Connections are opened when they are needed, and ``PoolConfiguration`` says how many and for how
/// long. A pool is a `Service`: ``run()`` keeps it until graceful shutdown and then drains it. Without a
/// service group, call ``close(within:)``.
public final class ConnectionPool: Sendable {
    let subPools: [SubPool]
    /// What listens for all of the pool's users, on a connection of its own.
    let listeners: ListenerHub
    private let next = Atomic<Int>(0)
    /// Whether a statement finds on a shared connection what it would find on a lent one, and each of
    /// several what the one before has found.
    package let isAlikeForStatements: Bool

    /// Makes a pool.
    ///
    /// Nothing connects yet.
    ///
    /// - Throws: `PGError.Code.invalidConfiguration` when the connection string is malformed.
    public convenience init(
        _ source: ConnectionConfiguration.Source = .environment,
        configuration: PoolConfiguration = PoolConfiguration(), logger: Logger? = nil
    ) throws(PGError) {
        try self.init(source, configuration: configuration, logger: logger, loops: EventLoop.shared)
    }

    package init(
        _ source: ConnectionConfiguration.Source, configuration: PoolConfiguration,
        logger: Logger?, loops: [EventLoop]
    ) throws(PGError) {
        let parameters = try ConnectionParameters(source, configuration.connection)
        let statements = StatementCache(preparing: configuration.connection.preparedStatements)
        let total = max(1, configuration.maximumConnections)
        let count = min(loops.count, max(1, total / Self.connectionsOfSubPool))
        subPools = (0..<count).map { index in
            SubPool(
                on: loops[index], limits: PoolLimits(configuration, part: index, of: count),
                parameters: parameters, configuration: configuration, statements: statements,
                logger: logger ?? .silent)
        }
        isAlikeForStatements =
            !configuration.preparesLentConnections && !configuration.keepsNothing
            && !parameters.plan.mayReachStandbys
        let loop = loops[0]
        listeners = ListenerHub(
            on: loop,
            link: .made { () async throws(PGError) in
                try await Connection.connect(
                    parameters, on: loop, configuration: configuration.connection,
                    statements: statements, logger: logger ?? .silent)
            }, listenTimeout: configuration.acquireTimeout, logger: logger ?? .silent)
    }

    /// The least number of connections worth a loop of its own.
    ///
    /// A sub-pool lends only its own, so that one of a single connection would let a caller wait while
    /// others have some to spare.
    private static let connectionsOfSubPool = 4

    /// The sub-pool of the caller's loop, or the one with the least to do.
    var subPool: SubPool {
        guard subPools.count > 1 else { return subPools[0] }
        if let own = subPools.first(where: { $0.loop.isCurrent }) { return own }
        var best = nextSubPool
        for candidate in subPools
        where candidate.load.load(ordering: .relaxed) < best.load.load(ordering: .relaxed) {
            best = candidate
        }
        return best
    }

    /// Each sub-pool in turn.
    var nextSubPool: SubPool {
        subPools[(next.add(1, ordering: .relaxed).newValue & Int.max) % subPools.count]
    }

    /// Lends a connection to code that must give it back with ``release(_:)``.
    @usableFromInline
    package func lease(
        fileID: String = #fileID, line: UInt = #line
    ) async throws(PGError) -> Connection {
        let place = PGError.SourceLocation(fileID: fileID, line: line)
        let subPool = subPool
        do throws(PGError) {
            return try await subPool.lease(for: place)
        } catch {
            guard let other = await standIn(for: subPool, after: error) else {
                throw error.at(fileID, line)
            }
            do throws(PGError) {
                return try await other.lease(for: place)
            } catch {
                throw error.at(fileID, line)
            }
        }
    }

    /// Takes a leased connection back.
    ///
    /// Whatever its user left open on it is undone.
    @usableFromInline
    package func release(_ connection: Connection) async {
        guard let owner = owner(of: connection) else {
            await connection.close()
            return
        }
        let isReleased = owner.loop.withTurn { SubPool.Entry.releaseIfClean(owner, connection) }
        if isReleased == true { return }
        if isReleased == nil, await owner.releaseIfClean(connection) { return }
        // Nobody's task: a cancelled one has to give its connection back as well.
        await Task.detached(executorPreference: owner.loop.tasks) {
            await owner.release(connection)
        }
        .value
    }

    /// Takes a leased connection back whose transaction has only read and is to end, if that can be
    /// had without waiting for the server: the connection's next user sends behind the ROLLBACK.
    ///
    /// Returns `false`, and does nothing, when it cannot.
    package func releaseEndingRead(_ connection: Connection) -> Bool {
        guard let owner = owner(of: connection) else { return false }
        return owner.loop.withTurn { SubPool.Entry.releaseEndingRead(owner, connection) } ?? false
    }

    private func owner(of connection: Connection) -> SubPool? {
        subPools.first { $0.loop === connection.loop }
    }

    /// A sub-pool with connections, to serve those whom `subPool` could not get one for.
    ///
    /// The server may allow fewer connections than the pool, and others may have taken all of them.
    func standIn(for subPool: SubPool, after error: PGError) async -> SubPool? {
        guard error.code == .connectionFailed, error.execution == .notSent else { return nil }
        for other in subPools where other !== subPool {
            if await other.hasConnections { return other }
        }
        return nil
    }

    /// How many callers are served or waiting.
    var load: Int {
        subPools.reduce(0) { $0 + $1.load.load(ordering: .relaxed) }
    }
}

extension ConnectionPool: StatementExecutor {
    /// Runs a statement on a shared connection.
    ///
    /// Statements that would leave traces on the connection, such as `BEGIN` or `SET`, are refused.
    /// Cancelling the task stops the statement, or ends the wait for a connection.
    ///
    /// - Throws: As ``Connection/execute(_:)`` does; `PGError.Code.needsOwnConnection`;
    ///   `PGError.Code.poolTimeout`; `PGError.Code.poolExhausted`; `PGError.Code.poolClosed`;
    ///   `PGError.Code.connectionFailed`.
    public func execute(_ statement: SQLStatement) async throws(PGError) -> Rows {
        let subPool = subPool
        do throws(PGError) {
            return try await subPool.execute(statement)
        } catch {
            // It waited behind others of a connection that was lost: nothing of it was sent.
            if error.code == .connectionLost, error.execution == .notSent {
                return try await subPool.execute(statement)
            }
            guard let other = await standIn(for: subPool, after: error) else { throw error }
            return try await other.execute(statement)
        }
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
}
