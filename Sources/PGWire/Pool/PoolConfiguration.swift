/// How many connections a pool holds, for how long, and how long its callers wait.
public struct PoolConfiguration: Sendable {
    /// The connections the pool keeps open although nobody uses them.
    ///
    /// They are opened by the first use, by ``ConnectionPool/warmUp(fileID:line:)`` or by
    /// ``ConnectionPool/run()``, and replaced when they are lost.
    public var minimumConnections = 0

    /// The most connections the pool opens, over all its event loops.
    ///
    /// At least one.
    public var maximumConnections = 10

    /// The most statements of different callers that share one busy connection before callers wait.
    ///
    /// Zero turns sharing off: every statement has a connection of its own while it runs.
    public var pipelineDepth = 32

    /// On how many connections, over all event loops, single statements are gathered; `nil` spreads
    /// them over as many as there are.
    ///
    /// A statement then joins the pipeline of a busy connection as soon as so many are busy with
    /// single statements, although others are free. Those are used when each of the busy ones has
    /// ``pipelineDepth`` statements, or has ended none for a second or two, or while others ended many.
    ///
    /// Where all statements are short this is faster, because client and server wake each other less
    /// often, and more connections remain for those who need one alone. Where some are long, or wait
    /// for locks, it is slower: a statement waits for those before it. A statement that is sent by the
    /// pool inside of a transaction may even wait behind one that waits for that transaction's locks,
    /// until a deadline: send it by the transaction. At least one for each event loop.
    public var sharedConnections: Int?

    /// The most callers of each event loop that wait for a connection before new ones are refused at
    /// once; at least one.
    public var maximumWaiters = 10_000

    /// How long a caller waits for a connection.
    public var acquireTimeout: Duration = .seconds(30)

    /// How long a connection is used before another takes its place; `nil` for no limit.
    ///
    /// It is not taken away from anybody: it goes when it becomes free.
    public var lifetime: Duration? = .seconds(3600)

    /// By how much lifetimes differ, as a share of ``lifetime``, so that connections made together do
    /// not end together.
    public var lifetimeJitter = 0.2

    /// How long a connection nobody uses is kept beyond ``minimumConnections``; `nil` for no limit.
    ///
    /// Zero makes a pool that keeps nothing; see ``unpooled``.
    public var idleTimeout: Duration? = .seconds(600)

    /// After how long without use a connection is checked before it is lent; `nil` for never.
    ///
    /// The check is an empty query, and finds servers that are gone without a word: behind a
    /// firewall that forgot the connection, or after a machine lost its power.
    public var checkAfter: Duration? = .seconds(10)

    /// How long a check may take before the connection is given up.
    public var checkTimeout: Duration = .seconds(2)

    /// How long a connection may be lent before the pool's log tells where; `nil` for no limit.
    public var leakThreshold: Duration? = .seconds(300)

    /// How long ``ConnectionPool/close(within:)`` waits for those at work.
    public var drainTimeout: Duration = .seconds(30)

    /// What is undone when a lent connection comes back.
    public var reset = ResetPolicy.whenNeeded

    /// What the pool does while no connection can be made.
    public var reconnect = ReconnectPolicy()

    /// Code of yours that runs at turns of a connection's life.
    public var hooks = PoolHooks()

    /// Who is told of each wait for a connection and each use of one.
    public var observers: [any PoolObserver] = []

    /// How connections are made and how long statements may take.
    public var connection = ConnectionConfiguration()

    /// Makes a configuration with the defaults.
    public init() {}

    /// A pool that keeps nothing: a connection closes when nobody wants it any more.
    ///
    /// For a pooler such as PgBouncer in front of the server. The limits and the queue remain.
    public static var unpooled: PoolConfiguration {
        var configuration = PoolConfiguration()
        configuration.idleTimeout = .zero
        configuration.checkAfter = nil
        return configuration
    }
}

extension PoolConfiguration {
    /// What is undone when a lent connection comes back.
    ///
    /// An open transaction is always rolled back.
    public enum ResetPolicy: Sendable, Hashable {
        /// Settings, temporary objects, listening and advisory locks, when a statement changed some.
        ///
        /// Statements are judged by their text. What a function does inside goes unseen.
        case whenNeeded
        /// The same, every time: one more round trip for each lease.
        case always
        /// Nothing.
        case never
    }
}
