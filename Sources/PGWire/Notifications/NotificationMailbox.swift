import DequeModule
import PGCore
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What one listener has been sent and has not read yet.
///
/// Filled on an event loop and emptied wherever its reader runs.
final class NotificationMailbox: Sendable {
    typealias Next = Result<NotificationEvent?, PGError>

    private struct State {
        var events: Deque<NotificationEvent> = []
        /// Since when messages were dropped, until the reader has been told.
        var lostSince: Date?
        /// When the reader last took something: what was dropped came later.
        var lastRead = Date()
        var end: Result<Void, PGError>?
        var reader: CheckedContinuation<Next, Never>?
        /// Counts the reads, so that what ends one cannot end the next.
        var readNumber = 0

        mutating func takeReader() -> CheckedContinuation<Next, Never>? {
            defer { reader = nil }
            return reader
        }

        mutating func takeNext() -> Next? {
            if let since = lostSince {
                lostSince = nil
                lastRead = Date()
                return .success(.gap(since: since))
            }
            if let event = events.popFirst() {
                lastRead = Date()
                return .success(event)
            }
            return end?.map { nil }
        }
    }

    private let state = Mutex(State())
    private let policy: NotificationBufferPolicy

    init(_ policy: NotificationBufferPolicy) {
        self.policy = policy
    }

    /// Adds an event, or does with it what the policy says.
    func put(_ event: NotificationEvent) {
        let (reader, next) = state.withLock { state -> (CheckedContinuation<Next, Never>?, Next) in
            guard state.end == nil else { return (nil, .success(nil)) }
            if let reader = state.takeReader() {
                state.lastRead = Date()
                return (reader, .success(event))
            }
            if state.events.count < policy.capacity {
                state.events.append(event)
            } else {
                overflow(with: event, &state)
            }
            return (nil, .success(nil))
        }
        reader?.resume(returning: next)
    }

    private func overflow(with event: NotificationEvent, _ state: inout State) {
        switch policy.overflow {
        case .dropOldest:
            var since = state.lostSince ?? state.lastRead
            if case .gap(let earlier)? = state.events.popFirst() { since = min(since, earlier) }
            state.lostSince = since
            state.events.append(event)
        case .fail:
            state.end = .failure(
                PGError(
                    .notificationsLost,
                    "more than \(policy.capacity) notifications came before they were read",
                    hint: "Read faster, allow more, or drop the oldest"))
        }
    }

    /// Ends the sequence once what waits has been read.
    func finish(_ end: Result<Void, PGError>) {
        let reader = state.withLock { state -> CheckedContinuation<Next, Never>? in
            guard state.end == nil else { return nil }
            state.end = end
            return state.takeReader()
        }
        reader?.resume(returning: end.map { nil })
    }

    /// Waits for the next event.
    ///
    /// Returns `nil` at the end, and when the task is cancelled.
    ///
    /// - Throws: Why the sequence ended; `PGError.Code.deadlineExceeded`;
    ///   `PGError.Code.concurrentUse` when another task is reading.
    func next() async throws(PGError) -> NotificationEvent? {
        let number = state.withLock { state in
            state.readNumber += 1
            return state.readNumber
        }
        let alarm = Deadline.current.map { deadline in
            Task {
                try await Task.sleep(until: deadline, clock: .continuous)
                self.endRead(number, .failure(.deadlinePassed))
            }
        }
        defer { alarm?.cancel() }
        return try await withTaskCancellationHandler {
            await withCheckedContinuation { read(number, $0) }
        } onCancel: {
            endRead(number, .success(nil))
        }.get()
    }

    private func read(_ number: Int, _ reader: CheckedContinuation<Next, Never>) {
        let next = state.withLock { state -> Next? in
            if state.reader != nil {
                return .failure(
                    PGError(.concurrentUse, "two tasks read the same notifications"))
            }
            // A cancellation that came before the wait found nobody to wake.
            if Task.isCancelled { return .success(nil) }
            if let next = state.takeNext() { return next }
            if let deadline = Deadline.current, deadline <= .now {
                return .failure(.deadlinePassed)
            }
            state.readNumber = number
            state.reader = reader
            return nil
        }
        if let next { reader.resume(returning: next) }
    }

    private func endRead(_ number: Int, _ next: Next) {
        let reader = state.withLock { state in
            state.readNumber == number ? state.takeReader() : nil
        }
        reader?.resume(returning: next)
    }
}
