import PGCore

extension Connection {
    /// Undoes what the last user left: an open transaction, settings, temporary objects.
    ///
    /// Returns whether the connection is as good as new.
    func reset() async -> Bool {
        guard isOpen else { return false }
        if listener != nil { stopListening() }
        do throws(PGError) {
            // Quiet means that the status is the server's own, not a guess.
            if pendingCount > 0 || transactionStatus != .idle {
                _ = try await executeOnce("ROLLBACK", shieldedFrom: .cancellationAndDeadline)
            }
            if hasSessionState {
                _ = try await executeOnce("DISCARD ALL", shieldedFrom: .cancellationAndDeadline)
                hasSessionState = false
                try await requireReadableText()
            }
        } catch {
            return false
        }
        return isOpen && transactionStatus == .idle
    }
}
