import Synchronization

/// Lets one burst run at a time: two would measure each other.
final class BurstGate: Sendable {
    private let isTaken = Mutex(false)

    /// What the one burst holds.
    ///
    /// Dropping it is leaving: an answer whose client went away before it began is never written.
    final class Ticket: Sendable {
        private let gate: BurstGate

        fileprivate init(_ gate: BurstGate) {
            self.gate = gate
        }

        deinit {
            gate.isTaken.withLock { $0 = false }
        }
    }

    /// Returns a ticket if nobody has it.
    func enter() -> Ticket? {
        let isFree = isTaken.withLock { isTaken in
            defer { isTaken = true }
            return !isTaken
        }
        return isFree ? Ticket(self) : nil
    }
}
