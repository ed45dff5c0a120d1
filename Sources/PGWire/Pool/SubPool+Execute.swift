import PGCore
import Synchronization

extension SubPool {
    /// Runs a statement on a shared connection, changing no executor for a caller on the loop, and
    /// no thread to send it while the loop waits.
    @inline(__always)
    nonisolated func execute(_ statement: SQLStatement) async throws(PGError) -> Rows {
        load.add(1, ordering: .relaxed)
        defer { load.subtract(1, ordering: .relaxed) }
        guard !isObserved, let connection = loop.withTurn({ Entry.takeSlot(self) }) else {
            return try await executeOnActor(statement)
        }
        defer {
            if loop.withTurn({ Entry.giveBack(self, connection) }) == nil {
                loop.execute { Entry.giveBack(self, connection) }
            }
        }
        return try await connection.execute(statement, shared: true)
    }

    private func executeOnActor(_ statement: SQLStatement) async throws(PGError) -> Rows {
        guard !isObserved else {
            return try await observed { connection async throws(PGError) in
                try await connection.execute(statement, shared: true)
            }
        }
        let connection = try await acquireSlot()
        defer { giveBack(connection) }
        return try await connection.execute(statement, shared: true)
    }

    /// Whether there are connections, in use or not.
    var hasConnections: Bool { machine.connectionCount > 0 }

    /// A connection for one statement or batch, waited for if need be.
    func acquireSlot() async throws(PGError) -> Connection {
        if let free = takeSlot() { return free }
        return try await acquire(.slot)
    }

    @inline(__always)
    fileprivate func takeSlot() -> Connection? {
        while let free = machine.tryAcquireSlot() {
            if isUsable(free.connection) { return free.connection }
        }
        return nil
    }

    @inline(__always)
    func giveBack(_ connection: Connection) {
        apply(machine.releaseSlot(PooledConnection(connection)))
    }

    /// Whether a connection is open; one that was lost a moment ago is taken out of the pool here,
    /// ahead of its own notice, so that nobody gets it.
    func isUsable(_ connection: Connection) -> Bool {
        if Connection.Entry.isOpen(connection) { return true }
        connectionClosed(connection)
        return false
    }
}

extension SubPool {
    /// What is called in the loop's turn by code that is not the actor's: see ``Connection/Entry``.
    enum Entry {
        typealias TakeSlot = @Sendable (SubPool) -> Connection?
        typealias GiveBack = @Sendable (SubPool, Connection) -> Void

        // Each caller makes sure that it has the loop's turn, which is what protects the actor.

        /// Takes a connection that can be used at once.
        static let takeSlot = unsafe unsafeBitCast(takeSlotOnLoop, to: TakeSlot.self)
        /// Gives it back.
        static let giveBack = unsafe unsafeBitCast(giveBackOnLoop, to: GiveBack.self)
    }
}

private func takeSlotOnLoop(of pool: isolated SubPool) -> Connection? {
    pool.takeSlot()
}

private func giveBackOnLoop(to pool: isolated SubPool, _ connection: Connection) {
    pool.giveBack(connection)
}
