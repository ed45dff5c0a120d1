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
        var isOver = true
        defer {
            if loop.withTurn({ Entry.giveBack(self, connection, isOver) }) == nil {
                loop.execute { [isOver] in Entry.giveBack(self, connection, isOver) }
            }
        }
        do throws(PGError) {
            return try await connection.execute(statement, shared: true)
        } catch {
            isOver = error.isOver
            throw error
        }
    }

    private func executeOnActor(_ statement: SQLStatement) async throws(PGError) -> Rows {
        guard !isObserved else {
            return try await observed { connection async throws(PGError) in
                try await connection.execute(statement, shared: true)
            }
        }
        return try await sharing { connection async throws(PGError) in
            try await connection.execute(statement, shared: true)
        }
    }

    /// Runs something on a shared connection.
    func sharing<Result>(
        _ run: (Connection) async throws(PGError) -> Result
    ) async throws(PGError) -> Result {
        let connection = try await acquireSlot()
        var isOver = true
        defer { giveBack(connection, isOver) }
        do throws(PGError) {
            return try await run(connection)
        } catch {
            isOver = error.isOver
            throw error
        }
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
    func giveBack(_ connection: Connection, _ isOver: Bool) {
        apply(machine.releaseSlot(PooledConnection(connection), isOver: isOver))
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
        typealias GiveBack = @Sendable (SubPool, Connection, Bool) -> Void

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

private func giveBackOnLoop(to pool: isolated SubPool, _ connection: Connection, _ isOver: Bool) {
    pool.giveBack(connection, isOver)
}

extension PGError {
    /// Whether the server is done with the statement, rather than the caller with waiting for it.
    var isOver: Bool { execution != .mayHaveRun }
}
