import Logging
import PGCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// One connection that listens for everybody who wants to be notified.
///
/// A pool's hub has a connection of its own: made when somebody listens, made again when it is lost,
/// closed when nobody listens any more. A single connection's hub uses that connection, and ends
/// with it.
///
/// One task at a time brings what the server does into line with what is wanted; everything else only
/// changes what is wanted and wakes that task.
actor ListenerHub {
    /// Where the hub's connection comes from.
    enum Link: Sendable {
        /// Made, and made again.
        case made(@Sendable () async throws(PGError) -> Connection)
        /// Given: when it ends, so does the hub.
        case given(Connection)
    }

    /// How long an idle connection is trusted before the server is asked for a sign of life.
    static let keepAlive = Duration.seconds(30)

    nonisolated let loop: EventLoop
    let link: Link
    /// How long a caller waits for the server to listen; `nil` for as long as its own deadline says.
    private let listenTimeout: Duration?
    let logger: Logger

    var table = ListenerTable<NotificationMailbox>()
    var connection: Connection?
    /// Why the last connection ended.
    var lossReason: PGError?
    /// When the connection was last known to work.
    var lastHeard = Date()
    var isClosed = false
    private var waiting: [UInt64: Waiting] = [:]
    private var lastID: UInt64 = 0
    private var worker: Task<Void, Never>?
    private var sleeper: CheckedContinuation<Void, Never>?
    /// Whether something changed since the worker last looked.
    private(set) var hasNews = false

    /// A caller that waits until the server listens to its channels.
    private struct Waiting {
        let mailbox: NotificationMailbox
        let channels: [String]
        /// Those that nobody but this call asked for, to be given up with it.
        let added: [String]
        let timer: TimerQueue.ID?
        let caller: CheckedContinuation<Result<Void, PGError>, Never>
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe loop.asUnownedSerialExecutor()
    }

    init(on loop: EventLoop, link: Link, listenTimeout: Duration?, logger: Logger) {
        self.loop = loop
        self.link = link
        self.listenTimeout = listenTimeout
        self.logger = logger
        if case .given(let connection) = link { self.connection = connection }
    }

    // MARK: What is wanted

    /// Subscribes, and returns when the server listens.
    ///
    /// Cancelling the task ends the wait and undoes the subscription.
    ///
    /// - Throws: `PGError.Code.connectionFailed` or what the server said when it cannot be done now;
    ///   `PGError.Code.poolClosed`; `PGError.Code.cancelled`; `PGError.Code.deadlineExceeded`.
    func listen(_ mailbox: NotificationMailbox, to channels: [String]) async throws(PGError) {
        for channel in channels { try ChannelName.check(channel) }
        lastID += 1
        let id = lastID
        return try await withTaskCancellationHandler {
            await withCheckedContinuation { begin(id, mailbox, channels, $0) }
        } onCancel: {
            loop.execute {
                self.assumeIsolated { $0.answer(id, .failure(.taskCancelled.executed(.notSent))) }
            }
        }.get()
    }

    private func begin(
        _ id: UInt64, _ mailbox: NotificationMailbox, _ channels: [String],
        _ caller: CheckedContinuation<Result<Void, PGError>, Never>
    ) {
        guard !Task.isCancelled else {
            caller.resume(returning: .failure(.taskCancelled.executed(.notSent)))
            return
        }
        guard !isClosed else { return caller.resume(returning: .failure(closedError)) }
        let added = table.add(mailbox, to: channels)
        guard !table.isListened(channels) else {
            caller.resume(returning: .success(()))
            return
        }
        let timer = Deadline.effective(listenTimeout).map { deadline in
            loop.schedule(at: deadline) {
                self.assumeIsolated { $0.timedOut(id) }
            }
        }
        waiting[id] = Waiting(
            mailbox: mailbox, channels: channels, added: added, timer: timer, caller: caller)
        wake()
    }

    private func timedOut(_ id: UInt64) {
        let error = lossReason.map(PGError.deadlinePassed.suppressing) ?? .deadlinePassed
        answer(id, .failure(error))
    }

    private func answer(_ id: UInt64, _ outcome: Result<Void, PGError>) {
        guard let caller = waiting.removeValue(forKey: id) else { return }
        caller.timer.map(loop.cancelTimer)
        if case .failure = outcome {
            table.remove(caller.mailbox, from: caller.added)
            wake()
        }
        caller.caller.resume(returning: outcome)
    }

    /// Ends subscriptions; `nil` for all of the mailbox's.
    func unlisten(_ mailbox: NotificationMailbox, from channels: [String]? = nil) {
        table.remove(mailbox, from: channels)
        wake()
    }

    /// Ends every subscription of a listener that is gone.
    nonisolated func forget(_ mailbox: NotificationMailbox) {
        loop.execute {
            self.assumeIsolated { $0.unlisten(mailbox) }
        }
    }

    // MARK: What came

    /// A message came.
    func received(_ notification: PGNotification) {
        lastHeard = Date()
        for mailbox in table.route(notification) { mailbox.put(.notification(notification)) }
    }

    /// The connection ended.
    func connectionEnded(_ reason: PGError) {
        connection = nil
        lossReason = reason
        table.connectionLost(since: lastHeard)
        wake()
    }

    // MARK: The worker

    /// Tells the worker that something changed, or starts it.
    func wake() {
        hasNews = true
        if worker == nil, !table.isEmpty || connection != nil, !isClosed {
            // Detached: the caller's deadline and cancellation are not everybody's.
            worker = Task.detached(executorPreference: loop.tasks) { await self.work() }
        }
        sleeper?.resume()
        sleeper = nil
    }

    /// Waits for news, or until `deadline`.
    func rest(until deadline: ContinuousClock.Instant) async {
        var timer: TimerQueue.ID?
        await withCheckedContinuation { continuation in
            // Looked at here, since on the way here others may have had a turn.
            guard !hasNews else { return continuation.resume() }
            sleeper = continuation
            timer = loop.schedule(at: deadline) {
                self.assumeIsolated { hub in
                    hub.sleeper?.resume()
                    hub.sleeper = nil
                }
            }
        }
        timer.map(loop.cancelTimer)
    }

    /// Marks the news as seen.
    func look() {
        hasNews = false
    }

    /// The worker is done: returns whether it may end, because there is nothing to do.
    func mayEnd() -> Bool {
        guard isClosed || (table.isEmpty && !hasNews) else { return false }
        worker = nil
        return true
    }

    /// Answers the callers whose channels the server listens to now.
    func answerSettled() {
        for (id, caller) in waiting where table.isListened(caller.channels) {
            answer(id, .success(()))
        }
    }

    /// Answers the callers that wait for a channel, or all of them, with an error.
    func failWaiting(for channel: String? = nil, _ error: PGError) {
        for (id, caller) in waiting
        where channel.map(caller.channels.contains) ?? true {
            answer(id, .failure(error))
        }
    }

    // MARK: The end

    var closedError: PGError {
        switch link {
        case .made: PGError(.poolClosed, "the pool is closed").executed(.notSent)
        case .given: (lossReason ?? .connectionIsClosed).executed(.notSent)
        }
    }

    /// Ends every sequence and closes the hub's own connection.
    ///
    /// - Parameter outcome: How the sequences end.
    func end(_ outcome: Result<Void, PGError>) {
        guard !isClosed else { return }
        isClosed = true
        failWaiting(closedError)
        for mailbox in table.subscribers {
            mailbox.finish(outcome)
            table.remove(mailbox)
        }
        let worker = worker
        wake()
        worker?.cancel()
        if case .made = link { connection?.assumeIsolated { $0.close() } }
    }

    /// Ends every sequence and returns when the connection is closed.
    func close() async {
        let worker = worker
        end(.success(()))
        await worker?.value
    }
}
