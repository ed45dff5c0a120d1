import DequeModule
import PGCore

/// Who may use which connection of a sub-pool.
///
/// A caller with a single statement takes a *slot*: an idle connection, a new one while there may be
/// more, and then a place in the pipeline of a busy one. A caller that has to be alone takes a *lease* of a whole connection. Both wait in one queue,
/// first come first served. While a lease waits, the connection with the fewest statements takes no
/// new ones, so that it becomes free.
///
/// The machine performs nothing: each event returns what the sub-pool has to do.
struct PoolStateMachine<Connection: Equatable> {
    enum Need: Equatable {
        case slot, lease
    }

    enum Action: Equatable {
        /// Open another connection.
        case connect
        /// Give the connection to the waiting caller.
        case grant(UInt64, Connection)
        /// Tell the waiting caller that it will get none.
        case fail(UInt64, Failure)
        /// Close a connection nobody uses.
        case close(Connection)
        /// Everything is closed and everybody answered.
        case drained
    }

    enum Failure: Equatable {
        case closed, exhausted, connectFailed
    }

    private struct Usage {
        var slots = 0
        var isLeased = false
        /// Kept from new slots, for a waiting lease.
        var isReserved = false
        /// When a statement last ended on it, by the machine's clock.
        var lastProgress = 0

        var isIdle: Bool { slots == 0 && !isLeased }
    }

    private struct Waiter {
        let id: UInt64
        let need: Need
    }

    private let maximumConnections: Int
    private let pipelineDepth: Int
    private let maximumWaiters: Int
    private var usages = SmallMap<Connection, Usage>()
    /// Idle connections, the most recently used last: it is the one whose caches are warm.
    private var idle: [Connection] = []
    private var waiters: Deque<Waiter> = []
    private var connecting = 0
    /// Counts the statements that have ended: time, as far as the machine knows it.
    private var clock = 0
    private var isClosing = false

    init(maximumConnections: Int, pipelineDepth: Int, maximumWaiters: Int) {
        self.maximumConnections = max(1, maximumConnections)
        self.pipelineDepth = max(1, pipelineDepth)
        self.maximumWaiters = max(1, maximumWaiters)
    }

    /// Open connections.
    var connectionCount: Int { usages.count }
    /// Callers that wait.
    var waiterCount: Int { waiters.count }
    /// Connections that nobody uses.
    var idleCount: Int { idle.count }
    /// Connections that one caller has alone.
    var leasedCount: Int { usages.values.count { $0.isLeased } }

    /// A caller without waiting: returns a connection when one can be used at once.
    ///
    /// This is the path of every statement, so it returns no list of actions. Where there would be
    /// some, because a busy pool may still grow, it leaves the caller to ``request(_:_:)``.
    mutating func tryAcquireSlot() -> Connection? {
        guard !isClosing, waiters.isEmpty else { return nil }
        return connection(for: .slot, mayShare: usages.count >= maximumConnections)
    }

    private mutating func takeFirstSlot(on connection: Connection) {
        usages[connection] = Usage(slots: 1, lastProgress: clock)
    }

    /// A caller asks.
    ///
    /// The actions may already hold its grant or its refusal.
    mutating func request(_ id: UInt64, _ need: Need) -> [Action] {
        guard !isClosing else { return [.fail(id, .closed)] }
        guard waiters.count < maximumWaiters else { return [.fail(id, .exhausted)] }
        waiters.append(Waiter(id: id, need: need))
        return serve()
    }

    /// A waiting caller gave up.
    ///
    /// Returns `false` when it no longer waited.
    mutating func cancel(_ id: UInt64) -> (wasWaiting: Bool, actions: [Action]) {
        guard let index = waiters.firstIndex(where: { $0.id == id }) else { return (false, []) }
        waiters.remove(at: index)
        for connection in usages.keys { usages[connection]?.isReserved = false }
        return (true, serve())
    }

    mutating func releaseSlot(_ connection: Connection) -> [Action] {
        guard var usage = usages[connection] else { return [] }
        usage.slots -= 1
        clock += 1
        usage.lastProgress = clock
        usages[connection] = usage
        guard usage.isIdle else { return waiters.isEmpty ? [] : serve() }
        return becameIdle(connection)
    }

    mutating func releaseLease(_ connection: Connection) -> [Action] {
        guard usages[connection] != nil else { return [] }
        usages[connection]?.isLeased = false
        return becameIdle(connection)
    }

    private mutating func becameIdle(_ connection: Connection) -> [Action] {
        guard !isClosing else {
            usages[connection] = nil
            return [.close(connection)] + drainedIfOver()
        }
        usages[connection]?.isReserved = false
        idle.append(connection)
        return waiters.isEmpty ? [] : serve()
    }

    mutating func connected(_ connection: Connection) -> [Action] {
        connecting -= 1
        guard !isClosing else { return [.close(connection)] + drainedIfOver() }
        usages[connection] = Usage()
        return becameIdle(connection)
    }

    /// Connecting failed.
    ///
    /// Callers are told when no connection is left that could serve them.
    mutating func connectFailed() -> [Action] {
        connecting -= 1
        guard usages.isEmpty, connecting == 0 else {
            // No more connections to be had for now: share those there are.
            return isClosing ? drainedIfOver() : serve(maySpread: false)
        }
        return failAll(.connectFailed) + drainedIfOver()
    }

    /// A connection is gone.
    mutating func connectionClosed(_ connection: Connection) -> [Action] {
        guard usages.removeValue(forKey: connection) != nil else { return [] }
        idle.removeAll { $0 == connection }
        return isClosing ? drainedIfOver() : serve()
    }

    /// No new callers; those that wait are refused, those at work finish.
    mutating func close() -> [Action] {
        guard !isClosing else { return [] }
        isClosing = true
        let closing = idle
        for connection in closing { usages[connection] = nil }
        idle.removeAll()
        return failAll(.closed) + closing.map { .close($0) } + drainedIfOver()
    }

    private mutating func failAll(_ failure: Failure) -> [Action] {
        defer { waiters.removeAll() }
        return waiters.map { .fail($0.id, failure) }
    }

    private func drainedIfOver() -> [Action] {
        isClosing && usages.isEmpty && connecting == 0 ? [.drained] : []
    }

    // MARK: Serving the queue

    /// - Parameter maySpread: Whether those who wait may have a new connection; otherwise they share.
    private mutating func serve(maySpread: Bool = true) -> [Action] {
        var actions: [Action] = []
        // A statement sent behind another cannot change its mind, so sharing comes last.
        let mayShare = !maySpread || usages.count >= maximumConnections
        while let waiter = waiters.first,
            let connection = connection(for: waiter.need, mayShare: mayShare)
        {
            waiters.removeFirst()
            actions.append(.grant(waiter.id, connection))
        }
        reserveForLeases()
        if maySpread { actions.append(contentsOf: grow()) }
        return actions
    }

    private mutating func connection(for need: Need, mayShare: Bool) -> Connection? {
        if let connection = idle.popLast() {
            switch need {
            case .slot: takeFirstSlot(on: connection)
            case .lease: usages[connection]?.isLeased = true
            }
            return connection
        }
        guard mayShare, need == .slot, let connection = leastLoaded(),
            let slots = usages[connection]?.slots,
            slots < pipelineDepth
        else { return nil }
        usages[connection]?.slots = slots + 1
        return connection
    }

    private func leastLoaded() -> Connection? {
        var best: (connection: Connection, score: Int)?
        for (connection, usage) in usages
        where !usage.isLeased && !usage.isReserved && usage.slots > 0 {
            let score = usage.slots + (isStalled(usage) ? pipelineDepth : 0)
            if score < best?.score ?? .max { best = (connection, score) }
        }
        return best?.connection
    }

    /// Whether a connection has ended no statement while the others have ended many: it is busy with a
    /// long one, and a short one should not be put behind it.
    private func isStalled(_ usage: Usage) -> Bool {
        clock - usage.lastProgress > 2 * usages.count
    }

    /// Lets one shared connection run dry for each lease at the front of the queue.
    private mutating func reserveForLeases() {
        var wanted = waiters.prefix { $0.need == .lease }.count
        wanted -= usages.values.count { $0.isReserved }
        while wanted > 0, let connection = leastLoaded() {
            usages[connection]?.isReserved = true
            wanted -= 1
        }
    }

    /// Opens connections for those who wait.
    private mutating func grow() -> [Action] {
        let count = min(waiters.count - connecting, maximumConnections - usages.count - connecting)
        guard count > 0 else { return [] }
        connecting += count
        return Array(repeating: .connect, count: count)
    }
}
