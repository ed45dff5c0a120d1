import Logging
import PGCore
import Synchronization

extension SubPool {
    /// Lends a whole connection, to be given back with ``release(_:)``.
    ///
    /// A caller on the loop, or while the loop waits, changes no executor when one is free.
    nonisolated func lease(
        for place: PGError.SourceLocation
    ) async throws(PGError) -> Connection {
        load.add(1, ordering: .relaxed)
        if !isObserved, configuration.hooks.setup == nil, !Task.isCancelled,
            let free = loop.withTurn({ Entry.takeLease(self, place) })
        {
            return free
        }
        return try await leaseOnActor(for: place)
    }

    private func leaseOnActor(
        for place: PGError.SourceLocation
    ) async throws(PGError) -> Connection {
        do throws(PGError) {
            guard isObserved else { return try await lend(for: place) }
            return try await acquiring(.lease) { subPool async throws(PGError) in
                try await subPool.lend(for: place)
            }
        } catch {
            load.subtract(1, ordering: .relaxed)
            throw error
        }
    }

    private func lend(for place: PGError.SourceLocation) async throws(PGError) -> Connection {
        guard let setup = configuration.hooks.setup else { return try await acquire(for: place) }
        return try await acquire(for: place, preparedBy: setup)
    }

    private func acquire(for place: PGError.SourceLocation) async throws(PGError) -> Connection {
        guard !Task.isCancelled else { throw .taskCancelled.executed(.notSent) }
        if let free = takeLease(for: place) { return free }
        return try await acquire(.lease, for: place)
    }

    fileprivate func takeLease(for place: PGError.SourceLocation) -> Connection? {
        while let free = machine.tryAcquireLease() {
            guard isUsable(free.connection) else { continue }
            beginLease(of: free.connection, for: place, now: .now)
            return free.connection
        }
        return nil
    }

    /// Lends a connection that the hook has been through; when the hook finds it dead, another.
    private func acquire(
        for place: PGError.SourceLocation, preparedBy setup: PoolHooks.Hook
    ) async throws(PGError) -> Connection {
        var attempt = 1
        while true {
            let connection = try await acquire(for: place)
            do throws(PGError) {
                try await Self.run(setup, named: "setup", on: connection)
                return connection
            } catch {
                let isLost = !isOpen(connection)
                await putBack(connection)
                guard isLost, attempt <= configuration.maximumConnections else { throw error }
                attempt += 1
            }
        }
    }

    func beginLease(
        of connection: Connection, for place: PGError.SourceLocation,
        now: ContinuousClock.Instant
    ) {
        connection.assumeIsolated { $0.beginLease() }
        leases.begin(PooledConnection(connection), at: place, since: now)
        counters.leasesGranted += 1
    }

    // MARK: Giving back

    /// Takes a leased connection back if nothing has to be undone on it.
    func releaseIfClean(_ connection: Connection) -> Bool {
        guard configuration.hooks.reset == nil, configuration.reset != .always,
            connection.assumeIsolated({ $0.isAsLent })
        else { return false }
        load.subtract(1, ordering: .relaxed)
        endLease(of: connection)
        return true
    }

    /// Takes a leased connection back whose transaction has only read, if nothing but that is to be
    /// undone: its ROLLBACK is on its way, and goes ahead of what is sent next.
    func releaseEndingRead(_ connection: Connection) -> Bool {
        guard configuration.hooks.reset == nil, configuration.reset != .always,
            !machine.isClosing, Connection.Entry.rollBackInPassing(connection)
        else { return false }
        load.subtract(1, ordering: .relaxed)
        endLease(of: connection)
        return true
    }

    /// Takes a leased connection back, first undoing what its user left on it.
    func release(_ connection: Connection) async {
        await putBack(connection)
        load.subtract(1, ordering: .relaxed)
    }

    private func putBack(_ connection: Connection) async {
        let pooled = PooledConnection(connection)
        guard isOpen(connection) else { return connectionClosed(connection) }
        // A pool that is closing closes it, which undoes everything.
        guard !machine.isClosing else { return endLease(of: connection) }
        do throws(PGError) {
            try await reset(connection)
            endLease(of: connection)
        } catch {
            logger.warning("a connection could not be reset and is closed: \(error)")
            guard let actions = machine.connectionClosed(pooled) else { return }
            close(connection, because: .failedReset, error)
            apply(actions)
        }
    }

    private func endLease(of connection: Connection) {
        let pooled = PooledConnection(connection)
        connection.assumeIsolated { $0.endLease() }
        endLease(inBookOf: pooled)
        apply(machine.releaseLease(pooled))
    }

    private func reset(_ connection: Connection) async throws(PGError) {
        if !isOutsideTransaction(connection) { noteOpenTransaction(connection) }
        if let hook = configuration.hooks.reset {
            try await connection.rollBackRemains()
            try await Self.run(hook, named: "reset", on: connection)
        }
        let hasState = hasSessionState(connection)
        let resetsSession =
            switch configuration.reset {
            case .always: true
            case .whenNeeded: hasState
            case .never: false
            }
        try await connection.reset(session: resetsSession)
        guard resetsSession else { return }
        counters.resets += 1
        try await runConnectHook(on: connection)
    }

    private func noteOpenTransaction(_ connection: Connection) {
        counters.rollbacks += 1
        let place = leases.place(of: PooledConnection(connection))
        logger.warning(
            "a connection came back in an open transaction, which is rolled back",
            metadata: place.map { ["acquired": "\($0)"] } ?? [:])
    }

    // MARK: Looking at a connection, which lives on the same loop

    private func isOpen(_ connection: Connection) -> Bool {
        Connection.Entry.isOpen(connection)
    }

    private func isOutsideTransaction(_ connection: Connection) -> Bool {
        connection.assumeIsolated { $0.isOutsideTransaction }
    }

    private func hasSessionState(_ connection: Connection) -> Bool {
        connection.assumeIsolated { $0.hasSessionState }
    }

    private func forgetSessionState(of connection: Connection) {
        connection.assumeIsolated { $0.hasSessionState = false }
    }

    // MARK: Hooks

    /// Runs the hook that makes a session what the user wants it to be.
    func runConnectHook(on connection: Connection) async throws(PGError) {
        guard let hook = configuration.hooks.connect else { return }
        try await Self.run(hook, named: "connect", on: connection)
        // What it has set belongs to the session; it is nothing to be undone.
        forgetSessionState(of: connection)
    }

    static func run(
        _ hook: PoolHooks.Hook, named name: String, on connection: Connection
    ) async throws(PGError) {
        do {
            try await hook(connection)
        } catch let error as PGError
            where error.code == .cancelled || error.code == .deadlineExceeded
        {
            throw error
        } catch {
            throw PGError(.poolHookFailed, "the pool's \(name) hook failed: \(error)").caused(
                by: error)
        }
    }
}

extension SubPool.Entry {
    typealias TakeLease = @Sendable (SubPool, PGError.SourceLocation) -> Connection?
    typealias Release = @Sendable (SubPool, Connection) -> Bool

    /// Lends a connection that can be lent at once.
    static let takeLease = unsafe unsafeBitCast(takeLeaseOnLoop, to: TakeLease.self)
    /// Takes one back that is as it was lent.
    static let releaseIfClean = unsafe unsafeBitCast(releaseOnLoop, to: Release.self)
    /// Takes one back that was only read from.
    static let releaseEndingRead = unsafe unsafeBitCast(releaseReadOnLoop, to: Release.self)
}

private func takeLeaseOnLoop(
    of pool: isolated SubPool, for place: PGError.SourceLocation
) -> Connection? {
    pool.takeLease(for: place)
}

private func releaseOnLoop(to pool: isolated SubPool, _ connection: Connection) -> Bool {
    pool.releaseIfClean(connection)
}

private func releaseReadOnLoop(to pool: isolated SubPool, _ connection: Connection) -> Bool {
    pool.releaseEndingRead(connection)
}
