import PGCore
import Synchronization

/// What is measured for those who want to know, and only then.
extension SubPool {
    /// Runs something on a shared connection, and reports the wait and the use.
    func observed<Result>(
        _ run: (Connection) async throws(PGError) -> Result
    ) async throws(PGError) -> Result {
        let connection = try await acquiring(.statement) { subPool async throws(PGError) in
            try await subPool.acquireSlot()
        }
        let start = ContinuousClock.now
        var isOver = true
        defer {
            giveBack(connection, isOver)
            let use = PoolUse(need: .statement, duration: start.duration(to: .now))
            for observer in configuration.observers { observer.released(use) }
        }
        do throws(PGError) {
            return try await run(connection)
        } catch {
            isOver = error.isOver
            throw error
        }
    }

    /// Reports the wait for a connection.
    func acquiring(
        _ need: PoolNeed,
        _ acquire: (isolated SubPool) async throws(PGError) -> Connection
    ) async throws(PGError) -> Connection {
        let start = ContinuousClock.now
        do throws(PGError) {
            let connection = try await acquire(self)
            reportAcquisition(need, since: start, nil)
            return connection
        } catch {
            reportAcquisition(need, since: start, error)
            throw error
        }
    }

    private func reportAcquisition(
        _ need: PoolNeed, since start: ContinuousClock.Instant, _ error: PGError?
    ) {
        let acquisition = PoolAcquisition(
            need: need, duration: start.duration(to: .now), error: error)
        for observer in configuration.observers { observer.acquired(acquisition) }
    }

    /// A lease is over, if there was one.
    func endLease(inBookOf pooled: PooledConnection) {
        if isObserved, let since = leases.entries[pooled]?.since {
            let use = PoolUse(need: .lease, duration: since.duration(to: .now))
            for observer in configuration.observers { observer.released(use) }
        }
        leases.end(pooled)
    }

    /// Reports an attempt to connect.
    func reportConnect(since start: ContinuousClock.Instant, _ error: PGError?) {
        guard isObserved else { return }
        let attempt = PoolConnect(duration: start.duration(to: .now), error: error)
        for observer in configuration.observers { observer.connected(attempt) }
    }
}
