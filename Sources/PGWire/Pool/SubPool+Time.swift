import Logging
import PGCore

extension SubPool {
    /// Sees to it that the machine is told the time when it next has to know.
    func keepTime() {
        let now = ContinuousClock.now
        guard let next = machine.nextWakeUp(now: now) else { return }
        if let alarm {
            guard next < alarm.time else { return }
            loop.cancelTimer(alarm.timer)
        }
        let timer = loop.schedule(at: next) {
            self.assumeIsolated { $0.alarmRang() }
        }
        alarm = Alarm(timer: timer, time: next, isTick: next <= now + machine.limits.tick)
    }

    private func alarmRang() {
        alarm = nil
        let now = ContinuousClock.now
        apply(machine.timePassed(now))
        reportLeaks(now)
        keepTime()
    }

    private func reportLeaks(_ now: ContinuousClock.Instant) {
        guard let threshold = configuration.leakThreshold else { return }
        for pooled in leases.overdue(threshold, now: now) {
            counters.leaks += 1
            guard let lease = lease(of: pooled, now) else { continue }
            logger.warning(
                "a connection has been lent for long; if it was forgotten, this is where",
                metadata: ["acquired": "\(lease.place)", "lease": "\(lease)"])
        }
    }

    /// Who has a connection alone, longest first.
    func currentLeases(now: ContinuousClock.Instant) -> [PoolLease] {
        leases.entries.keys.compactMap { lease(of: $0, now) }
            .sorted { $0.duration > $1.duration }
    }

    private func lease(
        of pooled: PooledConnection, _ now: ContinuousClock.Instant
    ) -> PoolLease? {
        guard let entry = leases.entries[pooled] else { return nil }
        return PoolLease(
            place: entry.place, duration: entry.since.duration(to: now),
            backendProcessID: pooled.connection.backendProcessID,
            activity: pooled.connection.assumeIsolated { $0.activity })
    }

    // MARK: Statistics

    var statistics: PoolStatistics {
        var statistics = counters
        statistics.connections = machine.connectionCount
        statistics.idle = machine.idleCount
        statistics.resting = machine.limits.checkAfter == nil ? 0 : machine.resting.count
        statistics.leased = machine.leasedCount
        statistics.shared = machine.sharedCount
        statistics.connecting = machine.connecting
        statistics.checking = machine.checking
        statistics.waiters = machine.waiterCount
        statistics.circuit = machine.reconnection.circuit
        statistics.lastConnectFailure = lastConnectError?.message
        statistics.leases = currentLeases(now: .now)
        statistics.statements = machine.endedStatements
        return statistics
    }
}

extension Connection {
    /// What its holder is doing with it.
    var activity: PoolLease.Activity {
        if let runningStatement { return .running(runningStatement) }
        return transactionStatus == .idle ? .idle : .idleInTransaction
    }
}
