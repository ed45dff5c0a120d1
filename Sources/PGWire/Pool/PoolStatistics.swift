/// How a pool is used, now and since it was made.
public struct PoolStatistics: Sendable, Hashable {
    /// Whether the pool's circuit breaker lets connecting happen.
    public enum Circuit: String, Sendable, Hashable {
        /// Connecting works, or has not failed often enough.
        case closed
        /// Callers are refused at once, until the pause after the last failure is over.
        case open
        /// The pause is over; the next attempt decides.
        case halfOpen
    }

    // MARK: Now

    /// Open connections.
    public var connections = 0
    /// Connections nobody uses.
    public var idle = 0
    /// Those of them unused for so long that they are checked before they are lent.
    public var resting = 0
    /// Connections one caller has alone.
    public var leased = 0
    /// Connections that single statements share at the moment.
    public var shared = 0
    /// Connections being opened.
    public var connecting = 0
    /// Connections being checked before they are lent.
    public var checking = 0
    /// Callers waiting for a connection.
    public var waiters = 0
    /// The circuit breaker; of several event loops, the one that is worst off.
    public var circuit = Circuit.closed
    /// The words of the last failure to connect, unless connecting has worked since.
    public var lastConnectFailure: String?
    /// Who has a connection alone, longest first.
    public var leases: [PoolLease] = []

    // MARK: Since the pool was made

    /// Statements run on shared connections.
    public var statements = 0
    /// Times a connection was lent to one caller.
    public var leasesGranted = 0
    /// Callers that had to wait for a connection, to become free or to be opened, and got it.
    public var waits = 0
    /// The time they waited, all together.
    public var waitTime: Duration = .zero
    /// The longest wait that ended with a connection.
    public var longestWait: Duration = .zero
    /// Callers that waited for too long.
    public var timeouts = 0
    /// Callers that were cancelled while they waited.
    public var cancelledWaits = 0
    /// Callers that were refused because too many waited.
    public var refusals = 0
    /// Callers that were refused, or whose wait ended, because connecting failed.
    public var connectRefusals = 0
    /// Connections opened.
    public var connects = 0
    /// Attempts to connect that failed.
    public var connectFailures = 0
    /// Checks made before lending.
    public var checks = 0
    /// Connections that did not answer a check.
    public var failedChecks = 0
    /// Times a returned connection's session was reset.
    public var resets = 0
    /// Times a connection came back in an open transaction.
    public var rollbacks = 0
    /// Connections that could not be reset.
    public var failedResets = 0
    /// Connections lost, to the server's end of them or the network's.
    public var lost = 0
    /// Connections replaced because of their age.
    public var closedByLifetime = 0
    /// Connections closed because nobody used them.
    public var closedByIdleTimeout = 0
    /// Connections replaced by ``ConnectionPool/refresh()``.
    public var closedByRefresh = 0
    /// Leases that took longer than ``PoolConfiguration/leakThreshold``.
    public var leaks = 0

    /// Makes statistics of a pool that was never used.
    public init() {}
}

extension PoolStatistics {
    /// Adds another event loop's part.
    mutating func add(_ other: PoolStatistics) {
        for path in Self.sums { self[keyPath: path] += other[keyPath: path] }
        waitTime += other.waitTime
        longestWait = max(longestWait, other.longestWait)
        if other.circuit.severity > circuit.severity { circuit = other.circuit }
        lastConnectFailure = lastConnectFailure ?? other.lastConnectFailure
        leases = (leases + other.leases).sorted { $0.duration > $1.duration }
    }

    private static var sums: [WritableKeyPath<PoolStatistics, Int>] {
        [
            \.connections, \.idle, \.resting, \.leased, \.shared, \.connecting, \.checking,
            \.waiters,
            \.statements, \.leasesGranted, \.waits, \.timeouts, \.cancelledWaits, \.refusals,
            \.connectRefusals, \.connects, \.connectFailures, \.checks, \.failedChecks, \.resets,
            \.rollbacks, \.failedResets, \.lost, \.closedByLifetime, \.closedByIdleTimeout,
            \.closedByRefresh, \.leaks,
        ]
    }

    /// Counts a connection's end.
    mutating func count(_ reason: ClosedConnection.Reason) {
        switch reason {
        case .lifetime: closedByLifetime += 1
        case .idle: closedByIdleTimeout += 1
        case .refreshed: closedByRefresh += 1
        case .failedCheck: failedChecks += 1
        case .failedReset: failedResets += 1
        case .lost: lost += 1
        case .poolClosed: break
        }
    }
}

extension PoolStatistics.Circuit {
    fileprivate var severity: Int {
        switch self {
        case .closed: 0
        case .halfOpen: 1
        case .open: 2
        }
    }
}
