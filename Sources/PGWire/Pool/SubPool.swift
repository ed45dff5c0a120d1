import DequeModule
import Logging
import PGCore
import Synchronization

/// The connections of one event loop, and the callers that wait for them. Runs on that loop, so
/// that lending needs no lock and, for a caller on the loop, no thread hop.
actor SubPool {
    nonisolated let loop: EventLoop
    /// Callers served or waiting: what other loops look at to choose where to go.
    nonisolated let load = Atomic<Int>(0)
    private let parameters: ConnectionParameters
    private let configuration: PoolConfiguration
    let statements: StatementCache
    private let logger: Logger

    // Not checked for overlapping accesses at run time: the actor is confined to its loop's thread,
    // and the machine calls nobody.
    @safe @exclusivity(unchecked) private var machine: PoolStateMachine<PooledConnection>
    private var waiting: [UInt64: Waiting] = [:]
    private var lastID: UInt64 = 0
    private var lastConnectError: PGError?
    private var drainWaiters: [CheckedContinuation<Void, Never>] = []
    private var isDrained = false

    private struct Waiting {
        let continuation: CheckedContinuation<Result<Connection, PGError>, Never>
        let timer: TimerQueue.ID?
        let need: PoolStateMachine<PooledConnection>.Need
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe loop.asUnownedSerialExecutor()
    }

    init(
        on loop: EventLoop, maximumConnections: Int, parameters: ConnectionParameters,
        configuration: PoolConfiguration, statements: StatementCache, logger: Logger
    ) {
        self.loop = loop
        self.parameters = parameters
        self.configuration = configuration
        self.statements = statements
        self.logger = logger
        machine = PoolStateMachine(
            maximumConnections: maximumConnections, pipelineDepth: configuration.pipelineDepth,
            maximumWaiters: configuration.maximumWaiters)
    }

    /// Runs a statement on a shared connection.
    func execute(_ statement: SQLStatement) async throws(PGError) -> Rows {
        load.add(1, ordering: .relaxed)
        defer { load.subtract(1, ordering: .relaxed) }
        let connection: Connection
        if let free = tryAcquireSlot() {
            connection = free
        } else {
            connection = try await acquire(.slot)
        }
        defer { apply(machine.releaseSlot(PooledConnection(connection))) }
        return try await connection.execute(statement, shared: true)
    }

    /// Runs a batch on a shared connection.
    func run(_ batch: Batch) async throws(PGError) -> BatchResults {
        load.add(1, ordering: .relaxed)
        defer { load.subtract(1, ordering: .relaxed) }
        let connection: Connection
        if let free = tryAcquireSlot() {
            connection = free
        } else {
            connection = try await acquire(.slot)
        }
        defer { apply(machine.releaseSlot(PooledConnection(connection))) }
        return try await connection.run(batch, shared: true)
    }

    private func tryAcquireSlot() -> Connection? {
        while let free = machine.tryAcquireSlot() {
            if isUsable(free.connection) {
                return free.connection
            }
        }
        return nil
    }

    /// Whether a connection is open; one that was lost a moment ago is taken out of the pool here,
    /// ahead of its own notice, so that nobody gets it.
    private func isUsable(_ connection: Connection) -> Bool {
        if connection.assumeIsolated({ $0.isOpen }) { return true }
        connectionClosed(connection)
        return false
    }

    /// Lends a whole connection, to be given back with ``release(_:)``.
    func lease() async throws(PGError) -> Connection {
        load.add(1, ordering: .relaxed)
        do throws(PGError) {
            return try await acquire(.lease)
        } catch {
            load.subtract(1, ordering: .relaxed)
            throw error
        }
    }

    /// Takes a leased connection back, first undoing what its user left on it.
    func release(_ connection: Connection) async {
        let isReusable = await connection.reset()
        if !isReusable { await connection.close() }
        load.subtract(1, ordering: .relaxed)
        let pooled = PooledConnection(connection)
        apply(isReusable ? machine.releaseLease(pooled) : machine.connectionClosed(pooled))
    }

    var statistics: PoolStatistics {
        PoolStatistics(
            connections: machine.connectionCount, idle: machine.idleCount,
            leased: machine.leasedCount, waiters: machine.waiterCount)
    }

    // MARK: Waiting

    private func acquire(
        _ need: PoolStateMachine<PooledConnection>.Need
    ) async throws(PGError) -> Connection {
        guard !Task.isCancelled else { throw .taskCancelled.executed(.notSent) }
        lastID += 1
        let id = lastID
        return try await withTaskCancellationHandler {
            await withCheckedContinuation { wait(id, need, $0) }
        } onCancel: {
            loop.execute {
                self.assumeIsolated { $0.giveUp(id, .taskCancelled) }
            }
        }.get()
    }

    private func wait(
        _ id: UInt64, _ need: PoolStateMachine<PooledConnection>.Need,
        _ continuation: CheckedContinuation<Result<Connection, PGError>, Never>
    ) {
        // Getting here may have let the task's cancellation go ahead of the wait it concerns, so it is
        // looked at once more now that nothing can come between.
        guard !Task.isCancelled else {
            continuation.resume(returning: .failure(.taskCancelled.executed(.notSent)))
            return
        }
        let taskDeadline = Deadline.current
        let limit = ContinuousClock.now + configuration.acquireTimeout
        let deadline = taskDeadline.map { min($0, limit) } ?? limit
        let timer = loop.schedule(at: deadline) {
            self.assumeIsolated { $0.timedOut(id, taskDeadlinePassed: deadline != limit) }
        }
        waiting[id] = Waiting(continuation: continuation, timer: timer, need: need)
        apply(machine.request(id, need))
    }

    private func timedOut(_ id: UInt64, taskDeadlinePassed: Bool) {
        giveUp(id, taskDeadlinePassed ? .deadlinePassed : poolTimeout)
    }

    private var poolTimeout: PGError {
        let error = PGError(
            .poolTimeout,
            "no connection became free in \(configuration.acquireTimeout): \(machine.connectionCount) "
                + "open, \(machine.leasedCount) leased, \(machine.waiterCount) callers waiting")
        return lastConnectError.map { error.suppressing($0) } ?? error
    }

    private func giveUp(_ id: UInt64, _ error: PGError) {
        let (wasWaiting, actions) = machine.cancel(id)
        if wasWaiting { answer(id, .failure(error.executed(.notSent))) }
        apply(actions)
    }

    private func answer(_ id: UInt64, _ result: Result<Connection, PGError>) {
        guard let waiter = waiting.removeValue(forKey: id) else { return }
        waiter.timer.map(loop.cancelTimer)
        waiter.continuation.resume(returning: result)
    }

    // MARK: The machine's actions

    private func apply(_ actions: [PoolStateMachine<PooledConnection>.Action]) {
        for action in actions {
            switch action {
            case .connect: connect()
            case .grant(let id, let pooled): grant(id, pooled.connection)
            case .fail(let id, let failure): answer(id, .failure(error(for: failure)))
            case .close(let pooled): pooled.connection.assumeIsolated { $0.close() }
            case .drained: drained()
            }
        }
    }

    private func grant(_ id: UInt64, _ connection: Connection) {
        guard let need = waiting[id]?.need else { return }
        guard isUsable(connection) else {
            apply(machine.request(id, need))
            return
        }
        if need == .lease { connection.assumeIsolated { $0.isShared = false } }
        answer(id, .success(connection))
    }

    private func error(for failure: PoolStateMachine<PooledConnection>.Failure) -> PGError {
        let error =
            switch failure {
            case .closed: PGError(.poolClosed, "the pool is closed")
            case .exhausted:
                PGError(
                    .poolExhausted,
                    "\(configuration.maximumWaiters) callers wait for a connection already")
            case .connectFailed:
                lastConnectError ?? PGError(.connectionFailed, "no connection could be made")
            }
        return error.executed(.notSent)
    }

    private func connect() {
        Task(executorPreference: loop) {
            do throws(PGError) {
                let connection = try await Connection.connect(
                    self.parameters, on: self.loop, configuration: self.configuration.connection,
                    statements: self.statements, logger: self.logger)
                await self.connected(connection)
            } catch {
                await self.connectFailed(error)
            }
        }
    }

    private func connected(_ connection: Connection) {
        lastConnectError = nil
        connection.assumeIsolated { connection in
            connection.onClose = { connection in
                // Called on the loop; the sub-pool may be in the middle of something.
                self.loop.execute {
                    self.assumeIsolated { $0.connectionClosed(connection) }
                }
            }
        }
        apply(machine.connected(PooledConnection(connection)))
    }

    private func connectFailed(_ error: PGError) {
        logger.warning("connecting failed: \(error)")
        lastConnectError = error
        apply(machine.connectFailed())
    }

    private func connectionClosed(_ connection: Connection) {
        apply(machine.connectionClosed(PooledConnection(connection)))
    }

    // MARK: The end

    /// Refuses new callers and returns when the last connection is closed.
    func close() async {
        apply(machine.close())
        guard !isDrained else { return }
        await withCheckedContinuation { drainWaiters.append($0) }
    }

    private func drained() {
        isDrained = true
        for waiter in drainWaiters { waiter.resume() }
        drainWaiters.removeAll()
    }
}

/// A connection as a key: two are equal when they are the same.
struct PooledConnection: Equatable, Sendable {
    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    static func == (left: PooledConnection, right: PooledConnection) -> Bool {
        left.connection === right.connection
    }
}

/// How a pool is used at the moment.
public struct PoolStatistics: Sendable, Hashable {
    /// Open connections.
    public var connections = 0
    /// Connections nobody uses.
    public var idle = 0
    /// Connections one caller has alone.
    public var leased = 0
    /// Callers waiting for a connection.
    public var waiters = 0
}
