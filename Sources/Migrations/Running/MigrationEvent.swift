/// What a run is doing, for a progress display.
public enum MigrationEvent: Sendable {
    /// Another runner has the lock; who, if the server says.
    case waitingForLock(holder: String?)
    /// The lock is held and it is known what will run, possibly nothing.
    case planned(MigrationPlan)
    /// A migration starts.
    case started(MigrationPlan.Step)
    /// One of its statements ran, counted from 1.
    case ranStatement(Int, MigrationPlan.Step)
    /// A migration ended and is remembered.
    case finished(MigrationPlan.Step, Duration)
}
