import PGCore

extension SubPool {
    /// Waits for a connection.
    ///
    /// - Parameter place: Where a lease was asked for.
    func acquire(
        _ need: Machine.Need, for place: PGError.SourceLocation? = nil
    ) async throws(PGError) -> Connection {
        guard !Task.isCancelled else { throw .taskCancelled.executed(.notSent) }
        let id = nextID()
        return try await withTaskCancellationHandler {
            await withCheckedContinuation { wait(id, need, place, $0) }
        } onCancel: {
            loop.execute {
                self.assumeIsolated { $0.wasCancelled(id) }
            }
        }.get()
    }

    private func wait(
        _ id: UInt64, _ need: Machine.Need, _ place: PGError.SourceLocation?,
        _ continuation: CheckedContinuation<Result<Connection, PGError>, Never>
    ) {
        // Getting here may have let the task's cancellation go ahead of the wait it concerns, so it is
        // looked at once more now that nothing can come between.
        guard !Task.isCancelled else {
            continuation.resume(returning: .failure(.taskCancelled.executed(.notSent)))
            return
        }
        let now = ContinuousClock.now
        let taskDeadline = Deadline.current
        let limit = now + configuration.acquireTimeout
        let deadline = taskDeadline.map { min($0, limit) } ?? limit
        let timer = loop.schedule(at: deadline) {
            self.assumeIsolated { $0.timedOut(id, taskDeadlinePassed: deadline != limit) }
        }
        waiting[id] = Waiting(
            continuation: continuation, timer: timer, need: need, place: place, since: now)
        apply(machine.request(id, need, now: now))
        if alarm?.isTick != true { keepTime() }
    }

    private func wasCancelled(_ id: UInt64) {
        if giveUp(id, with: .taskCancelled) { counters.cancelledWaits += 1 }
    }

    private func timedOut(_ id: UInt64, taskDeadlinePassed: Bool) {
        guard let since = waiting[id]?.since else { return }
        let details = timeout(after: since.duration(to: .now))
        let error =
            taskDeadlinePassed
            ? PGError(.deadlineExceeded, "the deadline passed: \(details)")
            : PGError(.poolTimeout, details.description)
        let whole = error.caused(by: details)
        if giveUp(id, with: details.lastConnectError.map { whole.suppressing($0) } ?? whole) {
            counters.timeouts += 1
        }
    }

    /// What the caller who waited in vain is told.
    private func timeout(after waited: Duration) -> PoolTimeout {
        PoolTimeout(
            waited: waited, maximumConnections: machine.limits.maximumConnections,
            connections: machine.connectionCount, connecting: machine.connecting,
            waiters: machine.waiterCount, leases: currentLeases(now: .now),
            sharedStatements: machine.usages.compactMap { pooled, usage in
                guard usage.slots > 0 else { return nil }
                return pooled.connection.assumeIsolated { $0.runningStatement }
            },
            lastConnectError: lastConnectError)
    }

    /// Returns whether the caller was still waiting.
    private func giveUp(_ id: UInt64, with error: PGError) -> Bool {
        let (wasWaiting, actions) = machine.cancel(id)
        if wasWaiting { answer(id, .failure(error.executed(.notSent))) }
        apply(actions)
        return wasWaiting
    }

    func answer(_ id: UInt64, _ result: Result<Connection, PGError>) {
        guard let waiter = waiting.removeValue(forKey: id) else { return }
        loop.cancelTimer(waiter.timer)
        waiter.continuation.resume(returning: result)
    }
}
