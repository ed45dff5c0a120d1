public import PGCore

/// Is told of every statement a connection has run.
///
/// Give observers to ``ConnectionConfiguration/observers``. They are called on the connection's
/// event loop, in the task that ran the statement: they must not block. Streams, scripts, COPY and
/// batches are reported there as well, outside the task, but with its `ServiceContext`. Without
/// observers nothing is measured.
public protocol StatementObserver: Sendable {
    /// A statement has ended, well or not.
    func ended(_ execution: StatementExecution)

    /// The server said something beside its answers: a notice, a warning, or why it ends the session.
    func noticed(_ notice: ServerError, on server: ServerEndpoint)

    /// Whether to measure how long the decoding of results takes; asked once for each connection.
    ///
    /// It makes decoding slower: the time is asked for each value.
    var measuresDecoding: Bool { get }

    /// The rows of a statement were decoded, and freed; told on whichever thread freed them.
    func decoded(_ decoding: StatementDecoding)
}

extension StatementObserver {
    /// Ignores the statement.
    public func ended(_ execution: StatementExecution) {}

    /// Ignores the notice.
    public func noticed(_ notice: ServerError, on server: ServerEndpoint) {}

    /// No.
    public var measuresDecoding: Bool { false }

    /// Ignores it.
    public func decoded(_ decoding: StatementDecoding) {}
}

/// One run of a statement, as observers see it.
public struct StatementExecution: Sendable {
    /// The statement: its text, and the values bound to it, which an observer should not show unasked.
    public let statement: SQLStatement
    /// What began its transaction or savepoint and was sent in the same round trip, ahead of it.
    public let sentAhead: [String]
    /// Where it ran.
    public let server: ServerEndpoint
    /// When it was asked for.
    public let start: ContinuousClock.Instant
    /// How long it waited on its connection before it was sent.
    public let queued: Duration
    /// How long the whole took: queuing, sending, the server's work and its answer.
    ///
    /// Values are decoded later, when they are asked for, and that is not part of it: see
    /// ``StatementObserver/measuresDecoding``.
    public let duration: Duration
    /// The rows returned or changed.
    public let rowCount: Int
    /// Why it failed.
    public let error: PGError?
    /// The server's plan for it, when it was slow and plans were asked for.
    public let plan: String?

    /// How long it was under way, from its sending to the end of the answer.
    public var wire: Duration { duration - queued }

    /// The statement's first word in upper case, such as `SELECT`; empty when it has none.
    public var operation: String {
        var scanner = SQLWordScanner(statement.text)
        return scanner.next() ?? ""
    }
}

/// The decoding of the rows that a statement returned.
public struct StatementDecoding: Sendable {
    /// The statement.
    public let statement: SQLStatement
    /// Where it ran.
    public let server: ServerEndpoint
    /// The time from the first value that was read to the last, with what was done in between.
    public let duration: Duration
    /// How often a value was read.
    public let valueCount: Int
}

/// The server at the other end of a connection.
public struct ServerEndpoint: Sendable, Hashable {
    /// The host's name or address, or the directory of its socket.
    public let address: String
    /// The port.
    public let port: Int
    /// The database.
    public let database: String
    /// The process on the server.
    public let backendProcessID: Int32
}
