/// Gives everything that `body` waits for at most `timeout`: for a pooled connection, for connecting,
/// and for each statement of every tier.
///
/// A statement that is still running then is stopped on the server, and its call throws
/// `PGError.Code.deadlineExceeded`; the connection stays usable. Nested deadlines only shorten.
///
/// ```swift
/// try await withDeadline(.seconds(2)) { try await pool.query("SELECT …") }
/// ```
///
/// A transaction begun under a deadline also sets the server's `statement_timeout`, a second later, in
/// case this program can no longer tell the server to stop.
///
/// - Throws: What `body` throws.
@discardableResult
public func withDeadline<Result>(
    _ timeout: Duration, _ body: () async throws -> Result
) async rethrows -> Result {
    let deadline = ContinuousClock.now + timeout
    let effective = Deadline.current.map { min($0, deadline) } ?? deadline
    return try await Deadline.$current.withValue(effective, operation: body)
}

/// The deadline of the running task.
enum Deadline {
    @TaskLocal static var current: ContinuousClock.Instant?

    /// The task's deadline or the one that `timeout` from now makes, whichever is earlier.
    static func effective(_ timeout: Duration?) -> ContinuousClock.Instant? {
        guard let timeout else { return current }
        let own = ContinuousClock.now + timeout
        return current.map { min($0, own) } ?? own
    }
}
