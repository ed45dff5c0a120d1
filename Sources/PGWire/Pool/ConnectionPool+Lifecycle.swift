public import PGCore
public import ServiceLifecycle

extension ConnectionPool {
    /// Opens the connections that the pool is to keep, and at least one.
    ///
    /// Not needed, but a way to learn at the start whether the server can be reached. It waits for
    /// each of them at most ``PoolConfiguration/acquireTimeout``; a deadline of the task bounds the
    /// whole, and cancelling ends it.
    ///
    /// - Throws: `PGError.Code.connectionFailed`, `PGError.Code.poolTimeout`,
    ///   `PGError.Code.poolHookFailed` or `PGError.Code.poolClosed`.
    public func warmUp(fileID: String = #fileID, line: UInt = #line) async throws(PGError) {
        let place = PGError.SourceLocation(fileID: fileID, line: line)
        for (index, subPool) in subPools.enumerated() {
            try await subPool.warmUp(atLeast: index == 0 ? 1 : 0, for: place)
        }
    }

    /// Replaces every connection: after a failover, or when the session's defaults have changed.
    ///
    /// Those nobody uses close at once, the others when they become free. Nobody is interrupted.
    public func refresh() async {
        for subPool in subPools { await subPool.refresh() }
    }

    /// Refuses new callers, lets those at work finish, and closes every connection.
    ///
    /// - Parameter limit: How long those at work have; ``PoolConfiguration/drainTimeout`` if `nil`.
    ///   After it their connections close under them, and their statements fail with
    ///   `PGError.Code.connectionClosed`.
    public func close(within limit: Duration? = nil) async {
        await listeners.close()
        for subPool in subPools {
            await subPool.beginClosing(within: limit ?? subPool.configuration.drainTimeout)
        }
        for subPool in subPools { await subPool.waitUntilDrained() }
    }

    /// How the pool is used at the moment, and what has happened since it was made.
    public var statistics: PoolStatistics {
        get async {
            var total = PoolStatistics()
            for subPool in subPools { total.add(await subPool.statistics) }
            return total
        }
    }
}

extension ConnectionPool: Service {
    /// Keeps the pool until graceful shutdown or cancellation, then drains and closes it.
    ///
    /// The connections to be kept are opened in the background.
    ///
    /// - Throws: Nothing; a `Service` may.
    public func run() async throws {
        for subPool in subPools { await subPool.keepWarm() }
        try? await gracefulShutdown()
        await close()
    }
}
