extension PoolStateMachine {
    /// Looks at what time does to connections: they age, they rest, and pauses end.
    mutating func timePassed(_ now: Instant) -> [Action] {
        guard !isClosing else { return [] }
        reconnection.timePassed(now)
        var actions: [Action] = []
        var surplus = lastingCount - limits.minimumConnections
        // Those unused for longest come first, so that they are the ones to go.
        for connection in resting + idle {
            guard let reason = endOfRest(of: connection, now, isSurplus: surplus > 0) else {
                continue
            }
            surplus -= 1
            forget(connection)
            actions.append(.close(connection, reason))
        }
        for (connection, usage) in usages where !usage.isIdle && !usage.isRetiring {
            if isExpired(connection, now) { beginRetiring(connection, .lifetime) }
        }
        lookForStalls()
        return actions + serve()
    }

    private mutating func lookForStalls() {
        for (connection, usage) in usages where usage.slots > 0 {
            usages[connection]?.isHeldUp = usage.seenProgress == usage.lastProgress
            usages[connection]?.seenProgress = usage.lastProgress
        }
    }

    private func isExpired(_ connection: Connection, _ now: Instant) -> Bool {
        records[connection]?.expiry.map { $0 <= now } ?? false
    }

    /// Why an idle connection closes now, if it does; otherwise notes that it rests.
    private mutating func endOfRest(
        of connection: Connection, _ now: Instant, isSurplus: Bool
    ) -> ClosedConnection.Reason? {
        if isExpired(connection, now) { return .lifetime }
        guard let progress = usages[connection]?.lastProgress else { return nil }
        guard records[connection]?.restMark == progress,
            let start = records[connection]?.restStart
        else {
            records[connection]?.restMark = progress
            records[connection]?.restStart = now
            return nil
        }
        let rest = start.duration(to: now)
        if isSurplus, let timeout = limits.idleTimeout, rest >= timeout { return .idle }
        if rest >= limits.restAfter, let index = idle.firstIndex(of: connection) {
            idle.remove(at: index)
            resting.append(connection)
        }
        return nil
    }

    /// Whether connections are in use or have just been, so that their state changes unnoticed by
    /// the clock.
    var needsTicks: Bool { usages.count > resting.count }

    /// When ``timePassed(_:)`` has to be called next; `nil` when nothing depends on time.
    func nextWakeUp(now: Instant) -> Instant? {
        guard !isClosing else { return nil }
        var times: [Instant] = []
        if let pauseEnd = reconnection.pauseEnd, !waiters.isEmpty || deficit > 0 {
            times.append(pauseEnd)
        }
        if needsTicks { times.append(now + limits.tick) }
        let hasSurplus = lastingCount > limits.minimumConnections
        for connection in resting {
            guard let record = records[connection] else { continue }
            if let expiry = record.expiry { times.append(expiry) }
            if hasSurplus, let timeout = limits.idleTimeout, let start = record.restStart {
                times.append(start + timeout)
            }
        }
        return times.min()
    }
}
