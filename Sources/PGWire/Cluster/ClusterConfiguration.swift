/// How a cluster's servers are watched and chosen.
public struct ClusterConfiguration: Sendable {
    /// How a standby is chosen for a read.
    public enum Choice: Sendable, Hashable {
        /// Each in turn.
        case roundRobin
        /// The one with the fewest callers, and each in turn among equals.
        case leastLoaded
    }

    /// The pool of each server.
    public var pool = PoolConfiguration()

    /// How old the knowledge of the servers' roles may get while the cluster is used.
    ///
    /// A server that fails, or refuses a write, is asked again at once.
    public var probeInterval: Duration = .seconds(1)

    /// How long a server may take to tell its role before it counts as unreachable.
    public var probeTimeout: Duration = .seconds(2)

    /// How long a caller waits for a primary while there is none, as during a failover.
    public var failoverTimeout: Duration = .seconds(10)

    /// How a standby is chosen for a read.
    public var choice = Choice.roundRobin

    /// How many bytes of log a standby may be behind the primary and still be read; `nil` for any
    /// number.
    public var maximumLag: UInt64? = 16 << 20

    /// Whether the primary is read when no standby will do.
    public var readsFallBackToPrimary = true

    /// How long a read that has to see a certain write waits for a standby to replay it.
    ///
    /// After that it goes to the primary.
    public var catchUpTimeout: Duration = .milliseconds(250)

    /// Makes a configuration with the defaults.
    public init() {}
}
