/// How many connections a pool holds, and how long its callers wait.
public struct PoolConfiguration: Sendable {
    /// The most connections the pool opens, over all its event loops.
    ///
    /// At least one.
    public var maximumConnections = 10

    /// The most statements of different callers that share one busy connection before callers wait.
    ///
    /// Zero turns sharing off: every statement has a connection of its own while it runs.
    public var pipelineDepth = 32

    /// The most callers that wait for a connection before new ones are refused at once.
    public var maximumWaiters = 10_000

    /// How long a caller waits for a connection.
    public var acquireTimeout: Duration = .seconds(30)

    /// How connections are made and how long statements may take.
    public var connection = ConnectionConfiguration()

    /// Makes a configuration with the defaults.
    public init() {}
}
