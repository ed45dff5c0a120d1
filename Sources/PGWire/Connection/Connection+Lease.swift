import PGCore
import Synchronization

/// Which lending of which connection a task works under.
///
/// Tasks started under it inherit it, and so can be told from the next borrower's when they outlive
/// theirs.
struct ConnectionLease: Sendable {
    @TaskLocal static var current: ConnectionLease?

    let connection: ObjectIdentifier
    let number: UInt64
}

/// Keeps those who had the connection from using it after they gave it back, when it is idle in the
/// pool, shared, or somebody else's.
extension Connection {
    /// Called by everything that users ask of a connection; what the pool itself asks goes past it.
    ///
    /// - Throws: `PGError.Code.leaseEnded`.
    @inline(__always)
    func requireLease() throws(PGError) {
        if leaseNumber.load(ordering: .relaxed) != 0 { try checkLease() }
    }

    private func checkLease() throws(PGError) {
        guard isOpen else { return }
        guard isLent else { throw .leaseIsOver }
        guard let lease = ConnectionLease.current, lease.connection == ObjectIdentifier(self)
        else { return }
        let number = leaseNumber.load(ordering: .relaxed)
        // Lent without a closure, as for a stream: then its borrower's tasks carry no number of it.
        guard Self.isScoped(number) else { return }
        guard lease.number == number else { throw .leaseIsOver }
    }

    /// Whether the lending with this number is a closure's; those are odd.
    private static func isScoped(_ number: UInt64) -> Bool { number & 1 == 1 }

    /// It belongs to a pool now, and to nobody until it is lent.
    func enterPool() {
        leaseNumber.store(2, ordering: .relaxed)
        isLent = false
    }

    func beginLease() {
        isShared = false
        // The next even number; nobody else has the connection at the moment.
        leaseNumber.store((leaseNumber.load(ordering: .relaxed) | 1) + 1, ordering: .relaxed)
        isLent = true
    }

    func endLease() {
        isLent = false
        // What was to go ahead of a statement that never came.
        openings = []
    }

    /// Runs what a borrower does; its task, and those it starts, carry the lending's number.
    nonisolated func lent<Result>(
        to body: (Connection) async throws -> sending Result
    ) async throws -> sending Result {
        // Its pool lent it a moment ago, so that nobody else changes the number.
        let number = leaseNumber.bitwiseOr(1, ordering: .relaxed).newValue
        let lease = ConnectionLease(connection: ObjectIdentifier(self), number: number)
        return try await ConnectionLease.$current.withValue(lease) {
            Sent(value: try await body(self))
        }.value
    }
}

/// Carries what a closure sends through a function that does not say that it sends on.
private struct Sent<Value>: @unchecked Sendable {
    // Protected by its use: the closure gave the value away, and only the receiver takes it out.
    let value: Value
}

extension PGError {
    static var leaseIsOver: PGError {
        PGError(
            .leaseEnded, "the connection had gone back to its pool",
            hint: """
                Use it only inside the closure it was lent to, and wait there for the tasks that use \
                it; or make one of your own with Connection.connect
                """
        ).executed(.notSent)
    }
}
