extension PoolStateMachine {
    /// Gives what is free to those who wait, and asks for more.
    mutating func serve() -> [Action] {
        guard !isClosing else { return [] }
        var actions: [Action] = []
        while let waiter = waiters.first,
            let connection = connection(for: waiter.need, mayShare: mayShare)
        {
            waiters.removeFirst()
            actions.append(.grant(waiter.id, connection))
        }
        grow(&actions)
        return actions
    }

    /// Whether a statement may be put behind another.
    ///
    /// A statement sent behind another cannot change its mind, so sharing comes last: when no more
    /// connections are to be had, or enough are busy where statements are gathered.
    private var mayShare: Bool {
        guard resting.isEmpty else { return false }
        return usages.count >= limits.maximumConnections || !reconnection.mayConnect
            || reconnection.isProbing
    }

    mutating func connection(for need: Need, mayShare: Bool) -> Connection? {
        if need == .slot, isGathering, let (connection, usage) = busyWithRoom(),
            !isStalled(usage)
        {
            usages[connection]?.slots += 1
            return connection
        }
        if let connection = idle.popLast() {
            lend(connection, need)
            return connection
        }
        if limits.checkAfter == nil, let connection = resting.popLast() {
            lend(connection, need)
            return connection
        }
        guard mayShare, need == .slot, let (connection, _) = busyWithRoom() else { return nil }
        usages[connection]?.slots += 1
        return connection
    }

    /// Whether a statement joins others although a connection may be free.
    private var isGathering: Bool {
        guard let limit = limits.sharedConnections else { return false }
        return sharedCount >= limit
    }

    private func busyWithRoom() -> (Connection, Usage)? {
        guard let connection = leastLoaded(), let usage = usages[connection],
            usage.slots < limits.pipelineDepth
        else { return nil }
        return (connection, usage)
    }

    private mutating func lend(_ connection: Connection, _ need: Need) {
        switch need {
        case .slot: usages[connection] = Usage(slots: 1, lastProgress: clock)
        case .lease: usages[connection]?.isLeased = true
        }
    }

    private func leastLoaded() -> Connection? {
        var best: (connection: Connection, score: Int)?
        for (connection, usage) in usages
        where usage.slots > 0 && !usage.isLeased && !usage.isRetiring {
            let score = usage.slots + (isStalled(usage) ? limits.pipelineDepth : 0)
            if score < best?.score ?? .max { best = (connection, score) }
        }
        return best?.connection
    }

    /// Whether a connection has ended no statement while the others have ended many, or for a while: it
    /// is busy with a long one, and a short one should not be put behind it.
    private func isStalled(_ usage: Usage) -> Bool {
        usage.isHeldUp || clock - usage.lastProgress > 2 * usages.count
    }

    /// Checks and opens connections for those who wait, and for the number to be kept.
    private mutating func grow(_ actions: inout [Action]) {
        // A check is quicker than a new connection, so nobody waits for one beside a resting one.
        while waiters.count > checking, let connection = resting.popLast() {
            actions.append(beginCheck(of: connection))
        }
        guard reconnection.mayConnect else { return }
        let wanted = waiters.count - connecting - checking
        let room = limits.maximumConnections - usages.count - connecting
        var count = min(max(wanted, deficit), room)
        if reconnection.isProbing { count = min(count, 1 - connecting) }
        guard count > 0 else { return }
        connecting += count
        let ticket = Ticket(generation: generation, round: reconnection.round)
        actions.append(contentsOf: repeatElement(.connect(ticket), count: count))
    }

    /// How many connections are missing to the number to be kept.
    var deficit: Int {
        guard isWarm, limits.minimumConnections > 0 else { return 0 }
        return max(0, limits.minimumConnections - lastingCount - connecting)
    }

    /// The connections that are not about to close.
    var lastingCount: Int { usages.count - usages.values.count { $0.isRetiring } }

    // MARK: Checks

    mutating func beginCheck(of connection: Connection) -> Action {
        usages[connection]?.isChecking = true
        checking += 1
        return .check(connection)
    }

    /// The connection answered.
    mutating func checkPassed(_ connection: Connection) -> [Action] {
        guard var usage = usages[connection], usage.isChecking else { return [] }
        checking -= 1
        usage.isChecking = false
        usages[connection] = usage
        records[connection]?.restMark = nil
        return becameIdle(connection, isRetiring: usage.isRetiring)
    }

    /// The connection did not answer.
    ///
    /// The others that nobody has used for long may be gone as well: all of them are checked.
    mutating func checkFailed(_ connection: Connection) -> [Action] {
        guard usages[connection] != nil else { return [] }
        forget(connection)
        guard !isClosing else { return [.close(connection, .failedCheck)] + drainedIfOver() }
        let suspects = resting
        resting.removeAll()
        let checks = suspects.map { beginCheck(of: $0) }
        return [.close(connection, .failedCheck)] + checks + serve()
    }
}
