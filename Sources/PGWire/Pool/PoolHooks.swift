public import PGCore

/// Code that a pool runs at turns of a connection's life.
///
/// ```swift
/// var configuration = PoolConfiguration()
/// configuration.hooks.connect = { try await $0.executeOnce("SET search_path = app") }
/// ```
///
/// What ``connect`` and ``setup`` throw reaches the caller as `PGError.Code.poolHookFailed`, with the
/// hook's error in `PGError.underlying`.
public struct PoolHooks: Sendable {
    /// Something done with a connection that nobody else uses meanwhile.
    public typealias Hook = @Sendable (Connection) async throws -> Void

    /// Runs once for each connection, before anybody gets it.
    ///
    /// What it changes in the session is undone when a lent connection is reset, as far as the
    /// server's `RESET ALL` goes; it then runs again. A connection for which it fails is closed.
    public var connect: Hook?

    /// Runs each time before a connection is lent.
    ///
    /// Single statements, which share connections, are not lent one. A connection for which it fails
    /// goes back to the others; one that it finds closed is replaced by another.
    public var setup: Hook?

    /// Runs each time a lent connection comes back, before the pool undoes what is left.
    ///
    /// It is never in a transaction. It runs even when the borrower's task was cancelled. A connection
    /// for which it fails is closed, and the log says why; the borrower, who is done, is not told.
    public var reset: Hook?

    /// Runs when a connection has left the pool.
    public var close: (@Sendable (ClosedConnection) async -> Void)?

    /// Makes hooks that do nothing.
    public init() {}
}

/// A connection that has left its pool.
public struct ClosedConnection: Sendable {
    /// Why it left.
    public enum Reason: Sendable, Hashable {
        /// It had reached its lifetime.
        case lifetime
        /// Nobody had used it for long.
        case idle
        /// ``ConnectionPool/refresh()`` replaced it.
        case refreshed
        /// It did not answer a check.
        case failedCheck
        /// What its borrower left behind could not be undone.
        case failedReset
        /// The server or the network ended it, or its borrower closed it.
        case lost
        /// The pool closed.
        case poolClosed
    }

    /// The process on the server it talked to.
    public let backendProcessID: Int32
    /// Why it left.
    public let reason: Reason
    /// What ended it, when that was not the pool.
    public let error: PGError?
}
