import Synchronization

/// How long blocking work may still go on: until a moment, or until its task is cancelled.
final class Patience: Sendable {
    private let end: ContinuousClock.Instant
    private let isCancelled = Atomic(false)

    init(_ duration: Duration) {
        end = .now + duration
    }

    func cancel() {
        isCancelled.store(true, ordering: .relaxed)
    }

    var isOver: Bool { ContinuousClock.now >= end }

    /// Waits a hundredth of a second, or throws when there is no time left.
    func wait(
        orThrow timeout: @autoclosure () -> LocalPostgresError
    ) throws(LocalPostgresError) {
        guard !isCancelled.load(ordering: .relaxed) else {
            throw LocalPostgresError(.cancelled, "Starting the server was cancelled.")
        }
        guard !isOver else { throw timeout() }
        System.pause()
    }
}
