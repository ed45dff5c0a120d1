public import PGCore

/// Listens to channels that may change while its messages are read.
///
/// ```swift
/// try await pool.withListener { listener in
///     try await listener.listen("jobs")      // when this returns, no later message is missed
///     try await processJobsThatWait()
///     for try await event in listener.events {
///         …
///     }
/// }
/// ```
///
/// It may be shared: one task reads ``events`` while others add and remove channels.
public final class Listener: Sendable {
    private let hub: ListenerHub
    let mailbox: NotificationMailbox

    init(_ hub: ListenerHub, buffer: NotificationBufferPolicy) {
        self.hub = hub
        mailbox = NotificationMailbox(buffer)
    }

    deinit {
        hub.forget(mailbox)
    }

    /// Listens to further channels.
    ///
    /// When it returns, every message sent from now on will come. Cancelling the task undoes it.
    ///
    /// - Parameter channels: The channels' names, case-sensitive, at most 63 bytes each.
    /// - Throws: `PGError.Code.invalidChannel`; `PGError.Code.connectionFailed`, when it cannot be
    ///   done now; `PGError.Code.poolClosed`; `PGError.Code.cancelled`;
    ///   `PGError.Code.deadlineExceeded`.
    public func listen(_ channels: String...) async throws(PGError) {
        try await listen(all: channels)
    }

    func listen(all channels: [String]) async throws(PGError) {
        try await hub.listen(mailbox, to: channels)
    }

    /// Listens to these channels no more.
    ///
    /// What came before may still be read.
    public func unlisten(_ channels: String...) async {
        await hub.unlisten(mailbox, from: channels)
    }

    /// What is heard on all of the listener's channels, in the order it was sent.
    ///
    /// One task at a time may read it.
    public var events: Notifications { Notifications(of: self) }

    /// Ends the listening and the reading.
    func end() async {
        mailbox.finish(.success(()))
        await hub.unlisten(mailbox)
    }
}

extension ConnectionPool {
    /// Lends a listener to `body`, to add and remove channels while their messages are read.
    ///
    /// It listens on the one connection that all listeners of the pool share. See ``listen(_:buffer:)``.
    ///
    /// - Parameters:
    ///   - buffer: What happens to messages that come faster than they are read.
    ///   - body: What to do. When it ends, so does the listening.
    /// - Throws: What `body` throws.
    public func withListener<Result>(
        buffer: NotificationBufferPolicy = .dropOldest(),
        _ body: (Listener) async throws -> sending Result
    ) async throws -> sending Result {
        let listener = Listener(listeners, buffer: buffer)
        do {
            let result = try await body(listener)
            await listener.end()
            return result
        } catch {
            await listener.end()
            throw error
        }
    }

    /// Returns the messages sent to channels, and word of the gap after a lost connection.
    ///
    /// ```swift
    /// for try await event in pool.listen("jobs") {
    ///     switch event {
    ///     case .notification(let job): try await run(job.payload)
    ///     case .gap: try await runAllThatWait()
    ///     }
    /// }
    /// ```
    ///
    /// All listeners of a pool share one connection beside the pool's others. It is made when
    /// iteration starts, closed when nobody listens, and made again, with growing pauses, when it is
    /// lost; then each listener gets a ``NotificationEvent/gap(since:)``. Only the first attempt's failure is
    /// thrown. Cancelling the task ends the sequence, and closing the pool does. A task's deadline
    /// ends the wait for a message with `PGError.Code.deadlineExceeded`.
    ///
    /// A pooler in transaction mode, such as PgBouncer, cannot carry LISTEN: connect to the server itself.
    ///
    /// - Parameters:
    ///   - channels: The channels' names, case-sensitive, at most 63 bytes each.
    ///   - buffer: What happens to messages that come faster than they are read.
    public func listen(
        _ channels: String..., buffer: NotificationBufferPolicy = .dropOldest()
    ) -> Notifications {
        let hub = listeners
        return Notifications(channels: channels, buffer: buffer) { hub }
    }
}

extension StatementExecutor {
    /// Sends a message to everybody who listens to a channel; in a transaction, when it commits.
    ///
    /// - Parameters:
    ///   - channel: The channel's name, case-sensitive, at most 63 bytes.
    ///   - payload: What to add: at most 7,999 bytes.
    /// - Throws: `PGError.Code.invalidChannel`; `PGError.Code.server` when the payload is too long; as
    ///   the executor does.
    public func notify(_ channel: String, _ payload: String = "") async throws(PGError) {
        try ChannelName.check(channel)
        _ = try await execute("SELECT pg_notify(\(channel), \(payload))")
    }
}
