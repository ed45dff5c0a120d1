import Logging
import PGCore

extension SubPool {
    /// Does what the machine decided.
    func apply(_ actions: [Machine.Action]) {
        for action in actions {
            switch action {
            case .connect(let ticket): connect(ticket)
            case .check(let pooled): check(pooled.connection)
            case .grant(let id, let pooled): grant(id, pooled.connection)
            case .fail(let id, let failure): refuse(id, failure)
            case .close(let pooled, let reason): close(pooled.connection, because: reason)
            case .drained: drained()
            }
        }
    }

    private func grant(_ id: UInt64, _ connection: Connection) {
        guard let waiter = waiting[id] else { return }
        guard isUsable(connection) else {
            apply(machine.requestAgain(id, waiter.need))
            return
        }
        let now = ContinuousClock.now
        let waited = waiter.since.duration(to: now)
        counters.waits += 1
        counters.waitTime += waited
        counters.longestWait = max(counters.longestWait, waited)
        if let place = waiter.place { beginLease(of: connection, for: place, now: now) }
        answer(id, .success(connection))
    }

    private func refuse(_ id: UInt64, _ failure: Machine.Failure) {
        let error =
            switch failure {
            case .closed: PGError(.poolClosed, "the pool is closed")
            case .exhausted:
                PGError(
                    .poolExhausted,
                    "\(machine.limits.maximumWaiters) callers wait for a connection already")
            case .connectFailed:
                lastConnectError ?? PGError(.connectionFailed, "no connection could be made")
            }
        switch failure {
        case .closed: break
        case .exhausted: counters.refusals += 1
        case .connectFailed: counters.connectRefusals += 1
        }
        answer(id, .failure(error.executed(.notSent)))
    }

    /// Closes a connection that the machine has given up.
    func close(
        _ connection: Connection, because reason: ClosedConnection.Reason, _ error: PGError? = nil
    ) {
        connection.assumeIsolated { $0.close() }
        left(connection, because: reason, error)
    }

    /// A connection ended by itself, or its borrower closed it.
    func connectionClosed(_ connection: Connection) {
        guard let actions = machine.connectionClosed(PooledConnection(connection)) else { return }
        left(connection, because: .lost, connection.assumeIsolated { $0.closeReason })
        apply(actions)
    }

    private func left(
        _ connection: Connection, because reason: ClosedConnection.Reason, _ error: PGError?
    ) {
        endLease(inBookOf: PooledConnection(connection))
        counters.count(reason)
        logger.debug(
            "a connection left the pool",
            metadata: ["reason": "\(reason)", "backend": "\(connection.backendProcessID)"])
        guard let hook = configuration.hooks.close else { return }
        let closed = ClosedConnection(
            backendProcessID: connection.backendProcessID, reason: reason, error: error)
        // Nobody's task, so that nobody's cancellation keeps it from running.
        Task.detached { await hook(closed) }
    }

    // MARK: Connecting

    private func connect(_ ticket: Machine.Ticket) {
        lastAttempt += 1
        let attempt = lastAttempt
        // Nobody's task: the deadline of the caller who happened to come first is not the
        // connection's.
        attempts[attempt] = Task.detached(executorPreference: loop.tasks) {
            await self.connect(ticket, attempt)
        }
    }

    private func connect(_ ticket: Machine.Ticket, _ attempt: Int) async {
        let start = ContinuousClock.now
        do throws(PGError) {
            let connection = try await openConnection()
            attempts[attempt] = nil
            reportConnect(since: start, nil)
            connected(connection, ticket)
        } catch {
            attempts[attempt] = nil
            reportConnect(since: start, error)
            connectFailed(error, ticket)
        }
        keepTime()
    }

    private func openConnection() async throws(PGError) -> Connection {
        let connection = try await Connection.connect(
            parameters, on: loop, configuration: configuration.connection,
            statements: statements, logger: logger)
        do throws(PGError) {
            try await runConnectHook(on: connection)
        } catch {
            await connection.close()
            throw error
        }
        return connection
    }

    private func connected(_ connection: Connection, _ ticket: Machine.Ticket) {
        lastConnectError = nil
        counters.connects += 1
        connection.assumeIsolated { connection in
            connection.enterPool()
            connection.onClose = { connection in
                // Called on the loop; the sub-pool may be in the middle of something.
                self.loop.execute {
                    self.assumeIsolated { $0.connectionClosed(connection) }
                }
            }
        }
        apply(
            machine.connected(
                PooledConnection(connection), ticket, now: .now, random: .random(in: 0..<1)))
    }

    private func connectFailed(_ error: PGError, _ ticket: Machine.Ticket) {
        if !machine.isClosing {
            logger.warning("connecting failed: \(error)")
            lastConnectError = error
            counters.connectFailures += 1
        }
        apply(
            machine.connectFailed(
                ticket, isHopeless: error.isHopelessToConnect, now: .now,
                random: .random(in: 0..<1)))
    }

    // MARK: Checks

    private func check(_ connection: Connection) {
        counters.checks += 1
        let timeout = configuration.checkTimeout
        Task.detached(executorPreference: loop.tasks) {
            do throws(PGError) {
                try await connection.checkAlive(within: timeout)
                await self.checkPassed(connection)
            } catch {
                await self.checkFailed(connection, error)
            }
        }
    }

    private func checkPassed(_ connection: Connection) {
        apply(machine.checkPassed(PooledConnection(connection)))
    }

    private func checkFailed(_ connection: Connection, _ error: PGError) {
        logger.info("a connection did not answer a check and is closed: \(error)")
        apply(machine.checkFailed(PooledConnection(connection)))
    }
}

extension PGError {
    /// Whether trying to connect once more would only fail once more.
    var isHopelessToConnect: Bool {
        if code == .invalidConfiguration { return true }
        guard let sqlState else { return false }
        // Class 28 is a refused user or password, 3D000 a database that does not exist.
        return sqlState.rawValue.hasPrefix("28") || sqlState == "3D000"
    }
}
