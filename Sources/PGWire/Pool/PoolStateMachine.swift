import DequeModule
import PGCore

/// Who may use which connection of a sub-pool.
///
/// A caller with a single statement takes a *slot*: an idle connection, a new one while there may be
/// more, and then a place in the pipeline of a busy one; or that first, where statements are gathered.
/// A caller that has to be alone takes a *lease* of a whole connection. Both wait in one queue, first
/// come first served: nothing overtakes a lease that waits, so that a connection becomes free for it.
///
/// The machine performs nothing: each event returns what the sub-pool has to do. It reads no clock
/// and throws no dice: time and random numbers come with the events.
struct PoolStateMachine<Connection: Equatable> {
    typealias Instant = ContinuousClock.Instant

    enum Need: Equatable {
        case slot, lease
    }

    /// What an attempt to connect brings back, to tell whether it is out of date.
    struct Ticket: Equatable {
        let generation: Int
        let round: Int
    }

    enum Action: Equatable {
        /// Open another connection.
        case connect(Ticket)
        /// See whether the connection still answers.
        case check(Connection)
        /// Give the connection to the waiting caller.
        case grant(UInt64, Connection)
        /// Tell the waiting caller that it will get none.
        case fail(UInt64, Failure)
        /// Close a connection nobody uses; or, when a pool is closed at once, one in use.
        case close(Connection, ClosedConnection.Reason)
        /// Everything is closed and everybody answered.
        case drained
    }

    enum Failure: Equatable {
        case closed, exhausted, connectFailed
    }

    /// What lending looks at.
    struct Usage {
        var slots = 0
        var isLeased = false
        /// Not lent again: it closes when it becomes free.
        var isRetiring = false
        /// Being checked before it is lent.
        var isChecking = false
        /// When a statement last ended on it, by the machine's clock.
        var lastProgress = 0
        /// What that was at the last look at the time, if it was shared then.
        var seenProgress: Int?
        /// Whether no statement ended on it between two looks.
        var isHeldUp = false

        var isIdle: Bool { slots == 0 && !isLeased && !isChecking }
    }

    /// What only the passing of time looks at.
    struct Record {
        let expiry: Instant?
        /// Why it is not lent again.
        var retirement: ClosedConnection.Reason?
        /// The machine's clock at the start of the rest that began at `restStart`.
        var restMark: Int?
        var restStart: Instant?
    }

    struct Waiter {
        let id: UInt64
        let need: Need
    }

    let limits: PoolLimits
    var usages = SmallMap<Connection, Usage>()
    var records = SmallMap<Connection, Record>()
    /// Idle connections, the most recently used last: it is the one whose caches are warm.
    var idle: [Connection] = []
    /// Idle connections unused for long, which may have to be checked before they are lent.
    var resting: [Connection] = []
    /// In the order of their numbers, which is the order in which they came.
    var waiters: Deque<Waiter> = []
    var connecting = 0
    var checking = 0
    /// Counts what has ended: time, as far as the machine knows it.
    var clock = 0
    var endedLeases = 0
    /// Connections made before the last refresh belong to an earlier generation.
    var generation = 0
    var reconnection: Reconnection
    /// Whether the connections to be kept have been asked for.
    var isWarm = false
    var isClosing = false

    init(_ limits: PoolLimits) {
        self.limits = limits
        reconnection = Reconnection(limits.reconnect)
    }

    /// Open connections.
    var connectionCount: Int { usages.count }
    /// Callers that wait.
    var waiterCount: Int { waiters.count }
    /// Connections that nobody uses.
    var idleCount: Int { idle.count + resting.count }
    /// Connections that one caller has alone.
    var leasedCount: Int { usages.values.count { $0.isLeased } }
    /// Connections that single statements use.
    var sharedCount: Int { usages.values.count { $0.slots > 0 } }
    /// Statements that have ended on shared connections.
    var endedStatements: Int { clock - endedLeases }

    // MARK: Without waiting

    /// A caller without waiting: returns a connection when one can be used at once.
    ///
    /// This is the path of every statement, so it returns no list of actions. Where there would be
    /// some, because a busy pool may still grow, it leaves the caller to ``request(_:_:now:)``.
    mutating func tryAcquireSlot() -> Connection? {
        guard !isClosing, waiters.isEmpty else { return nil }
        let isFull = usages.count >= limits.maximumConnections && resting.isEmpty
        return connection(for: .slot, mayShare: isFull)
    }

    /// The same for a caller that has to be alone.
    mutating func tryAcquireLease() -> Connection? {
        guard !isClosing, waiters.isEmpty, !idle.isEmpty else { return nil }
        return connection(for: .lease, mayShare: false)
    }

    /// A caller of a shared connection has its answer, or has given up.
    ///
    /// - Parameter isOver: Whether the server is done with the statement.
    mutating func releaseSlot(_ connection: Connection, isOver: Bool = true) -> [Action] {
        guard var usage = usages[connection] else { return [] }
        usage.slots -= 1
        clock += 1
        if isOver {
            usage.lastProgress = clock
            usage.isHeldUp = false
        }
        usages[connection] = usage
        guard usage.isIdle else { return waiters.isEmpty ? [] : serve() }
        return becameIdle(connection, isRetiring: usage.isRetiring)
    }

    mutating func releaseLease(_ connection: Connection) -> [Action] {
        guard var usage = usages[connection] else { return [] }
        clock += 1
        endedLeases += 1
        usage.isLeased = false
        usage.lastProgress = clock
        usages[connection] = usage
        return becameIdle(connection, isRetiring: usage.isRetiring)
    }

    mutating func becameIdle(_ connection: Connection, isRetiring: Bool) -> [Action] {
        guard !isClosing, !isRetiring else { return retire(connection) }
        idle.append(connection)
        guard limits.keepsNothing else { return waiters.isEmpty ? [] : serve() }
        return serve() + closeUnwanted()
    }

    // MARK: Waiting

    /// A caller asks.
    ///
    /// The actions may already hold its grant or its refusal. Numbers grow with each caller.
    mutating func request(_ id: UInt64, _ need: Need, now: Instant) -> [Action] {
        guard !isClosing else { return [.fail(id, .closed)] }
        guard waiters.count < limits.maximumWaiters else { return [.fail(id, .exhausted)] }
        reconnection.timePassed(now)
        guard !reconnection.isOpen else { return [.fail(id, .connectFailed)] }
        isWarm = true
        waiters.append(Waiter(id: id, need: need))
        return serve()
    }

    /// The connection granted to a caller turned out to be lost: the caller takes its old place.
    mutating func requestAgain(_ id: UInt64, _ need: Need) -> [Action] {
        guard !isClosing else { return [.fail(id, .closed)] }
        waiters.insert(Waiter(id: id, need: need), at: place(of: id))
        return serve()
    }

    /// A waiting caller gave up.
    ///
    /// Returns `false` when it no longer waited.
    mutating func cancel(_ id: UInt64) -> (wasWaiting: Bool, actions: [Action]) {
        let index = place(of: id)
        guard index < waiters.count, waiters[index].id == id else { return (false, []) }
        waiters.remove(at: index)
        return (true, serve())
    }

    /// Where a number is among the waiters, or would be.
    private func place(of id: UInt64) -> Int {
        var (low, high) = (0, waiters.count)
        while low < high {
            let middle = (low + high) / 2
            if waiters[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low
    }

    // MARK: The end

    /// No new callers; those that wait are refused, those at work finish.
    mutating func close() -> [Action] {
        guard !isClosing else { return [] }
        isClosing = true
        return failAll(.closed) + closeIdle(.poolClosed) + drainedIfOver()
    }

    /// Those at work have had their time: their connections close under them.
    mutating func closeNow() -> [Action] {
        var actions = close()
        guard !actions.contains(.drained) else { return actions }
        let remaining = Array(usages.keys)
        for connection in remaining { forget(connection) }
        actions += remaining.map { .close($0, .poolClosed) }
        return actions + [.drained]
    }

    mutating func failAll(_ failure: Failure) -> [Action] {
        defer { waiters.removeAll() }
        return waiters.map { .fail($0.id, failure) }
    }

    func drainedIfOver() -> [Action] {
        isClosing && usages.isEmpty && connecting == 0 ? [.drained] : []
    }
}
