/// What a statement is kept from, so that it is not left half-way.
package enum Shield: Sendable {
    /// The task's cancellation: an interrupted COMMIT would leave its fate unknown.
    case cancellation
    /// Deadlines as well, within a limit of its own: a ROLLBACK cleans up after one that passed.
    case cancellationAndDeadline
}
