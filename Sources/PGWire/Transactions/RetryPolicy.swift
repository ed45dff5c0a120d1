import PGCore

/// Whether a transaction that the server gave up for another's sake is run again.
///
/// See "Serialization Failure Handling" in the PostgreSQL manual.
public struct RetryPolicy: Sendable {
    private let maximumAttempts: Int

    /// The first failure is final.
    public static let never = RetryPolicy(maximumAttempts: 1)

    /// Runs a transaction up to `max` times, as long as it fails with a serialization failure (40001)
    /// or a deadlock (40P01), with growing, random pauses in between.
    public static func serializationFailures(max attempts: Int) -> RetryPolicy {
        RetryPolicy(maximumAttempts: Swift.max(1, attempts))
    }

    /// Whether there is an attempt after this one.
    package func hasAttempt(after attempt: Int) -> Bool { attempt < maximumAttempts }

    package func allows(_ error: PGError, attempt: Int) -> Bool {
        hasAttempt(after: attempt)
            && (error.sqlState == .serializationFailure || error.sqlState == .deadlockDetected)
    }

    /// Full jitter: two transactions that met once should not meet again.
    ///
    /// - Throws: The error of the last attempt when the deadline would pass meanwhile; `PGError.Code.cancelled`.
    package func waitBeforeAttempt(_ attempt: Int, after error: PGError) async throws(PGError) {
        let limit = min(1_000_000, 2_000 << min(attempt, 10))
        let end = ContinuousClock.now + .microseconds(Int.random(in: 0...limit))
        if let deadline = Deadline.current, deadline <= end { throw error }
        do {
            try await Task.sleep(until: end, clock: .continuous)
        } catch {
            throw .taskCancelled.executed(.rolledBack)
        }
    }
}
