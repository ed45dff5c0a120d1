extension PoolStateMachine {
    /// Asks for the connections to be kept.
    mutating func warmUp() -> [Action] {
        isWarm = true
        return serve()
    }

    mutating func connected(
        _ connection: Connection, _ ticket: Ticket, now: Instant, random: Double
    ) -> [Action] {
        connecting -= 1
        reconnection.succeeded()
        guard !isClosing else { return [.close(connection, .poolClosed)] + drainedIfOver() }
        guard ticket.generation == generation else {
            return [.close(connection, .refreshed)] + serve()
        }
        usages[connection] = Usage(lastProgress: clock)
        records[connection] = Record(expiry: limits.lifetime(random: random).map { now + $0 })
        return becameIdle(connection, isRetiring: false) + serve()
    }

    /// Connecting failed.
    ///
    /// Callers are told when no connection is left that could serve them and enough has failed.
    ///
    /// - Parameter isHopeless: Whether the next attempt will fail as well.
    mutating func connectFailed(
        _ ticket: Ticket, isHopeless: Bool = false, now: Instant, random: Double
    ) -> [Action] {
        connecting -= 1
        guard !isClosing else { return drainedIfOver() }
        guard ticket.generation == generation else { return serve() }
        reconnection.failed(
            round: ticket.round, isHopeless: isHopeless, now: now, random: random)
        guard usages.isEmpty, connecting == 0, reconnection.isExhausted else { return serve() }
        reconnection.open()
        return failAll(.connectFailed)
    }

    /// A connection is gone.
    ///
    /// Returns `nil` when the machine had given it up before.
    mutating func connectionClosed(_ connection: Connection) -> [Action]? {
        guard usages[connection] != nil else { return nil }
        forget(connection)
        return isClosing ? drainedIfOver() : serve()
    }

    /// Replaces every connection: those nobody uses at once, the others when they become free.
    mutating func refresh() -> [Action] {
        guard !isClosing else { return [] }
        generation += 1
        reconnection.succeeded()
        let closing = closeIdle(.refreshed)
        for connection in usages.keys { beginRetiring(connection, .refreshed) }
        return closing + serve()
    }

    /// Lends a connection no more.
    mutating func beginRetiring(_ connection: Connection, _ reason: ClosedConnection.Reason) {
        usages[connection]?.isRetiring = true
        records[connection]?.retirement = reason
    }

    /// Closes a connection that has become free and is not to be lent again.
    mutating func retire(_ connection: Connection) -> [Action] {
        let reason = isClosing ? .poolClosed : records[connection]?.retirement ?? .poolClosed
        forget(connection)
        return [.close(connection, reason)] + (isClosing ? drainedIfOver() : serve())
    }

    /// Removes every trace of a connection.
    mutating func forget(_ connection: Connection) {
        if usages.removeValue(forKey: connection)?.isChecking == true { checking -= 1 }
        _ = records.removeValue(forKey: connection)
        idle.removeAll { $0 == connection }
        resting.removeAll { $0 == connection }
    }

    mutating func closeIdle(_ reason: ClosedConnection.Reason) -> [Action] {
        let closing = idle + resting
        for connection in closing { forget(connection) }
        return closing.map { .close($0, reason) }
    }

    /// Closes what is idle although somebody was served just now.
    mutating func closeUnwanted() -> [Action] {
        waiters.isEmpty ? closeIdle(.idle) : []
    }
}
