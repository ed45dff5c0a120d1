import Logging
import PGCore
import Synchronization

/// The connections of one event loop, and the callers that wait for them. Runs on that loop, so
/// that lending needs no lock and, for a caller on the loop, no thread hop.
actor SubPool {
    typealias Machine = PoolStateMachine<PooledConnection>

    nonisolated let loop: EventLoop
    /// Callers served or waiting: what other loops look at to choose where to go.
    nonisolated let load = Atomic<Int>(0)
    let parameters: ConnectionParameters
    let configuration: PoolConfiguration
    let statements: StatementCache
    let logger: Logger
    /// Whether anybody is told of waits and uses.
    let isObserved: Bool

    // Not checked for overlapping accesses at run time: the actor is confined to its loop's thread,
    // and the machine calls nobody.
    @safe @exclusivity(unchecked) var machine: Machine
    var leases = LeaseBook<PooledConnection>()
    var waiting: [UInt64: Waiting] = [:]
    private var lastID: UInt64 = 0
    /// What has happened so far; what is the case now is filled in when somebody asks.
    var counters = PoolStatistics()
    var lastConnectError: PGError?
    /// The attempts to connect that are under way.
    var attempts: [Int: Task<Void, Never>] = [:]
    var lastAttempt = 0
    var alarm: Alarm?
    /// The timers that end the patience of a pool that closes, one for each time it was told to.
    var closingTimers: [TimerQueue.ID] = []
    var drainWaiters: [CheckedContinuation<Void, Never>] = []
    var isDrained = false

    /// A caller that waits.
    struct Waiting {
        let continuation: CheckedContinuation<Result<Connection, PGError>, Never>
        let timer: TimerQueue.ID
        let need: Machine.Need
        let place: PGError.SourceLocation?
        let since: ContinuousClock.Instant
    }

    /// The timer that makes the machine look at the time.
    struct Alarm {
        let timer: TimerQueue.ID
        let time: ContinuousClock.Instant
        /// Whether it comes soon, because connections are in use.
        let isTick: Bool
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe loop.asUnownedSerialExecutor()
    }

    init(
        on loop: EventLoop, limits: PoolLimits, parameters: ConnectionParameters,
        configuration: PoolConfiguration, statements: StatementCache, logger: Logger
    ) {
        self.loop = loop
        self.parameters = parameters
        self.configuration = configuration
        self.statements = statements
        self.logger = logger
        isObserved = !configuration.observers.isEmpty
        machine = PoolStateMachine(limits)
    }

    /// Runs a batch on a shared connection.
    func run(_ batch: Batch) async throws(PGError) -> BatchResults {
        load.add(1, ordering: .relaxed)
        defer { load.subtract(1, ordering: .relaxed) }
        guard !isObserved else {
            return try await observed { connection async throws(PGError) in
                try await connection.run(batch, shared: true)
            }
        }
        return try await sharing { connection async throws(PGError) in
            try await connection.run(batch, shared: true)
        }
    }

    /// The number of the next caller that waits.
    func nextID() -> UInt64 {
        lastID += 1
        return lastID
    }
}
