public import PGCore

/// The messages of one or more channels, as they come.
///
/// Each iteration of what ``ConnectionPool/listen(_:buffer:)`` returns listens by itself; leaving the
/// loop ends that.
public struct Notifications: AsyncSequence, Sendable {
    /// A message, or word of a gap.
    public typealias Element = NotificationEvent
    /// What the sequence throws.
    public typealias Failure = PGError

    typealias FindHub = @Sendable () async throws(PGError) -> ListenerHub

    enum Origin {
        /// A listener made for each iteration.
        case own([String], NotificationBufferPolicy, FindHub)
        /// A listener of the user's.
        case shared(Listener)
    }

    private let origin: Origin

    init(channels: [String], buffer: NotificationBufferPolicy, _ findHub: @escaping FindHub) {
        origin = .own(channels, buffer, findHub)
    }

    init(of listener: Listener) {
        origin = .shared(listener)
    }

    /// Makes an iterator; the server is asked to listen when the first event is asked for.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(origin)
    }

    /// Reads the events.
    ///
    /// It belongs to one task.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private let origin: Origin
        private var listener: Listener?
        private var isOver = false

        init(_ origin: Origin) {
            self.origin = origin
        }

        /// Waits for the next event.
        ///
        /// Returns `nil` when the pool was closed and when the task is cancelled.
        ///
        /// - Throws: `PGError.Code.invalidChannel`; `PGError.Code.connectionFailed` before the first
        ///   event; `PGError.Code.notificationsLost`; `PGError.Code.deadlineExceeded`;
        ///   `PGError.Code.connectionLost` on a single connection.
        public mutating func next() async throws(PGError) -> NotificationEvent? {
            try await next(isolation: #isolation)
        }

        /// Waits for the next event.
        ///
        /// Returns `nil` when the pool was closed and when the task is cancelled.
        ///
        /// - Throws: As ``next()`` does.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(PGError) -> NotificationEvent? {
            guard !isOver else { return nil }
            do throws(PGError) {
                let listener = try await openListener()
                if let event = try await listener.mailbox.next() { return event }
                await close()
                return nil
            } catch {
                await close()
                if error.code == .cancelled, Task.isCancelled { return nil }
                throw error
            }
        }

        private mutating func openListener() async throws(PGError) -> Listener {
            if let listener { return listener }
            switch origin {
            case .shared(let shared):
                listener = shared
                return shared
            case .own(let channels, let buffer, let findHub):
                let new = Listener(try await findHub(), buffer: buffer)
                try await new.listen(all: channels)
                listener = new
                return new
            }
        }

        private mutating func close() async {
            isOver = true
            if case .own = origin { await listener?.end() }
            listener = nil
        }
    }
}
