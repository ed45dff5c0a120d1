import PGCore
import Synchronization

/// One value that several things may settle: work elsewhere, a deadline, or the task's cancellation.
///
/// The first one wins; what comes later is dropped. Nobody waits longer than the deadline, whatever
/// the work does.
final class Race<Value: Sendable>: Sendable {
    typealias Outcome = Result<Value, PGError>

    private enum State {
        case open
        case waiting(CheckedContinuation<Outcome, Never>)
        case settled(Outcome)
        case over
    }

    private let state = Mutex(State.open)

    /// Whether nobody needs a value any more.
    var isOver: Bool {
        state.withLock {
            switch $0 {
            case .open, .waiting: false
            case .settled, .over: true
            }
        }
    }

    /// Settles the race, unless it is settled.
    func finish(_ outcome: Outcome) {
        let continuation = state.withLock { state -> CheckedContinuation<Outcome, Never>? in
            switch state {
            case .open:
                state = .settled(outcome)
                return nil
            case .waiting(let continuation):
                state = .over
                return continuation
            case .settled, .over:
                return nil
            }
        }
        continuation?.resume(returning: outcome)
    }

    /// Waits for the outcome; call it once.
    ///
    /// - Throws: The outcome's error; `timeout` at the deadline; `PGError.Code.cancelled`.
    func value(
        by deadline: ContinuousClock.Instant, orThrow timeout: PGError
    ) async throws(PGError) -> Value {
        let timer = Task.detached {
            try await Task.sleep(until: deadline, clock: .continuous)
            self.finish(.failure(timeout))
        }
        defer { timer.cancel() }
        return try await withTaskCancellationHandler {
            await withCheckedContinuation { wait($0) }
        } onCancel: {
            finish(.failure(.taskCancelled.executed(.notSent)))
        }.get()
    }

    private func wait(_ continuation: CheckedContinuation<Outcome, Never>) {
        let early = state.withLock { state -> Outcome? in
            guard case .settled(let outcome) = state else {
                state = .waiting(continuation)
                return nil
            }
            state = .over
            return outcome
        }
        if let early { continuation.resume(returning: early) }
    }
}
