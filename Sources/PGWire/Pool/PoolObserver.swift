public import PGCore

/// Is told how long a pool's callers wait for connections, and how long they use them.
///
/// Give observers to ``PoolConfiguration/observers``. They are called on the pool's event loops: they
/// must not block. Without observers nothing is measured. ``PoolStatistics`` has sums at no price.
public protocol PoolObserver: Sendable {
    /// A caller got a connection, or gave up, or was refused.
    func acquired(_ acquisition: PoolAcquisition)

    /// A caller has done with a connection.
    func released(_ use: PoolUse)

    /// A connection was opened, or an attempt to open one failed.
    func connected(_ attempt: PoolConnect)
}

extension PoolObserver {
    /// Ignores it.
    public func acquired(_ acquisition: PoolAcquisition) {}

    /// Ignores it.
    public func released(_ use: PoolUse) {}

    /// Ignores it.
    public func connected(_ attempt: PoolConnect) {}
}

/// What a pool's connection is wanted for.
public enum PoolNeed: String, Sendable, Hashable {
    /// Single statements and batches, which may share it.
    case statement
    /// Everything that takes a connection for itself.
    case lease
}

/// How long a caller waited for a connection.
public struct PoolAcquisition: Sendable {
    /// What for.
    public let need: PoolNeed
    /// How long; close to nothing when one was free.
    public let duration: Duration
    /// Why there was none; `nil` when there was.
    public let error: PGError?
}

/// How long a caller used a connection.
public struct PoolUse: Sendable {
    /// What for.
    public let need: PoolNeed
    /// How long.
    public let duration: Duration
}

/// How long it took to open a connection.
public struct PoolConnect: Sendable {
    /// How long, with names looked up, every address tried and the session made ready.
    public let duration: Duration
    /// Why it failed; `nil` when it did not.
    public let error: PGError?
}
