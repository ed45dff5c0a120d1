import DequeModule
import Dispatch
import Logging
import PGCore
import Synchronization

/// One session with a server, pinned to an event loop.
///
/// Statements given to it by several tasks at once are pipelined: sent without waiting for one
/// another's answers, each in a transaction of its own, so that one's error does not touch the
/// others. A task that has to be alone, for a transaction say, leases the connection from a
/// ``ConnectionPool``.
///
/// Close a connection made by ``connect(_:configuration:logger:)`` with ``close()``.
public actor Connection {
    nonisolated let loop: EventLoop
    let notices = NoticeSink()
    let cancelHandle: CancelHandle?
    let logger: Logger
    let statements: StatementCache
    let configuration: ConnectionConfiguration
    /// Who is told of statements; `nil` when nobody is.
    let observation: Observation?

    // What every statement touches is not checked for overlapping accesses at run time, which costs
    // more than the accesses: the actor is confined to its loop's thread, and nothing that runs
    // while one of these is accessed comes back to the connection.

    /// `nil` once the connection is closed or lost.
    @safe @exclusivity(unchecked) var handle: ConnectionHandle?
    var socket: Int32 = -1
    @safe @exclusivity(unchecked) var machine = PipelineStateMachine<Request>()
    @safe @exclusivity(unchecked) var lastRequestID: UInt64 = 0
    @safe @exclusivity(unchecked) var wantsWrite = false
    @safe @exclusivity(unchecked) var isReadingPaused = false
    /// How often the socket was read since a statement last ended.
    @safe @exclusivity(unchecked) var reads = 0
    @safe @exclusivity(unchecked) package var inputBuffer = InputBuffer.small
    /// Ends the connection when a cancellation takes too long.
    var cancelDeadline: TimerQueue.ID?
    var closeReason: PGError?
    /// How the first requests of observed statements were sent, by their numbers.
    var sendings: [UInt64: Sending] = [:]

    /// The streams being read, by request.
    var streams: [UInt64: StreamBuffer] = [:]
    /// The COPYs under way, by request.
    var copies: [UInt64: Request] = [:]
    /// The chunks of `executeMany` that are under way, by request.
    var chunks: [UInt64: Request] = [:]
    /// What this connection has parsed, by text.
    let known: KnownStatements
    /// The state of the pool's knowledge that `known` and `naming` agree with.
    @safe @exclusivity(unchecked) var epoch: Int
    /// When statements get names on the server.
    @safe @exclusivity(unchecked) var naming: StatementNaming
    /// Whether to ask, ahead of the next statement, who is at the other end.
    @safe @exclusivity(unchecked) var shouldLookForPooler = false
    /// How often the schema had been seen to change when `known` was last looked through.
    var schemaVersion: Int
    /// How the transaction under way changed the schema: its end may change it again.
    var pendingChange = SchemaChange.none
    /// How often something was sent while the server owed nothing: the waits of a caller that asks
    /// for one thing after the other.
    @safe @exclusivity(unchecked) package internal(set) var roundTrips = 0
    /// The server's word on the transaction when the pipeline was last quiet.
    @safe @exclusivity(unchecked) var transactionStatus = TransactionStatus.idle
    /// Statements that begin a transaction or a savepoint, to be sent ahead of the next statement.
    @safe @exclusivity(unchecked) var openings: [String] = []
    /// Whether single statements of several tasks share the connection.
    @safe @exclusivity(unchecked) var isShared = false
    /// The number of its lending, see ``ConnectionLease``; zero for one that belongs to no pool.
    nonisolated let leaseNumber = Atomic<UInt64>(0)
    /// Whether it is lent at the moment, or being made ready for that.
    @safe @exclusivity(unchecked) var isLent = true
    /// Whether a ROLLBACK is under way that nobody waits for.
    @safe @exclusivity(unchecked) var isRollingBackInPassing = false
    /// Whether a statement changed the session since it was last reset.
    var hasSessionState = false
    /// Whether a statement prepared others under names of its own since then.
    var hasForeignStatements = false
    /// Who gets the notifications that come, if anybody does.
    var listener: ListenerHub?
    /// Called once when the connection is over, however it ended.
    var onClose: (@Sendable (Connection) -> Void)?

    /// The process on the server that this connection talks to.
    public nonisolated let backendProcessID: Int32
    /// The server's version as a number, such as 150018 for 15.18.
    public nonisolated let serverVersion: Int

    /// Runs the actor on its event loop's thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe loop.asUnownedSerialExecutor()
    }

    init(
        _ handle: consuming ConnectionHandle, on loop: EventLoop,
        configuration: ConnectionConfiguration, statements: StatementCache, logger: Logger
    ) {
        self.loop = loop
        self.configuration = configuration
        self.statements = statements
        known = KnownStatements(capacity: configuration.preparedStatementLimit)
        epoch = statements.epoch
        (naming, schemaVersion) = statements.news
        self.logger = logger
        backendProcessID = handle.backendProcessID
        serverVersion = Int(handle.serverVersion)
        cancelHandle = handle.makeCancelHandle()
        let isObserved =
            !configuration.observers.isEmpty || configuration.slowStatements != nil
        observation =
            isObserved
            ? Observation(
                configuration.observers, slow: configuration.slowStatements,
                server: handle.endpoint) : nil
        self.handle = consume handle
    }

    /// Whether the connection can take statements.
    var isOpen: Bool { handle != nil }

    /// The number of statements under way.
    package var pendingCount: Int { machine.count }

    /// The number of requests made so far: of round trips, when each waits for the one before.
    package var requestCount: UInt64 { lastRequestID }

    /// Starts reading.
    ///
    /// The loop holds the connection from now on until it is closed.
    func open() {
        guard let descriptor = handle?.socket else { return }
        handle?.deliverNotices(to: notices)
        socket = descriptor
        loop.register(descriptor, for: .read) { ready in Entry.socketReady(self, ready) }
    }

    /// Returns a setting the server reports by itself, such as `TimeZone` or `server_encoding`.
    ///
    /// See "Asynchronous Operations" in the PostgreSQL manual's protocol chapter.
    public func parameterStatus(_ name: String) -> String? {
        handle?.parameterStatus(name)
    }
}
