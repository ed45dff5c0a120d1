import Logging
import PGCore
import Synchronization

extension SubPool {
    /// Starts opening the connections to be kept.
    func keepWarm() {
        apply(machine.warmUp())
        keepTime()
    }

    /// Opens the connections to be kept, and at least so many, and returns when they are there.
    func warmUp(atLeast least: Int, for place: PGError.SourceLocation) async throws(PGError) {
        keepWarm()
        let count = max(least, machine.limits.minimumConnections)
        var held: [Connection] = []
        var failure: PGError?
        // Held together, so that each is another one.
        while held.count < count, failure == nil {
            do throws(PGError) {
                held.append(try await acquire(.lease, for: place))
            } catch {
                failure = error
            }
        }
        for connection in held {
            load.add(1, ordering: .relaxed)
            await release(connection)
        }
        if let failure { throw failure }
    }

    func refresh() {
        apply(machine.refresh())
        keepTime()
    }

    /// Refuses new callers; after `limit`, connections still in use close under their users.
    func beginClosing(within limit: Duration) {
        apply(machine.close())
        for attempt in attempts.values { attempt.cancel() }
        guard !isDrained else { return }
        let timer = loop.schedule(at: .now + limit) {
            self.assumeIsolated { $0.closeNow() }
        }
        closingTimers.append(timer)
    }

    private func closeNow() {
        guard !isDrained else { return }
        logger.warning("the pool closes connections in use: \(machine.connectionCount)")
        apply(machine.closeNow())
    }

    /// Returns when the last connection is closed.
    func waitUntilDrained() async {
        await withCheckedContinuation { continuation in
            // Looked at here, since on the way here others may have had a turn.
            if isDrained { continuation.resume() } else { drainWaiters.append(continuation) }
        }
    }

    func drained() {
        isDrained = true
        if let alarm { loop.cancelTimer(alarm.timer) }
        alarm = nil
        // They would keep a pool that is closed in memory for as long.
        for timer in closingTimers { loop.cancelTimer(timer) }
        closingTimers.removeAll()
        for waiter in drainWaiters { waiter.resume() }
        drainWaiters.removeAll()
    }
}
