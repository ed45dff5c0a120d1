import PGCore
import PGWire

/// The connections of one run: one that holds the lock and one that does the work.
struct MigrationSession {
    let work: Connection
    let lock: MigrationLock
    let ledger: MigrationLedger
    let configuration: Migrator.Configuration

    /// Runs a plan's steps in order.
    func run(
        _ plan: MigrationPlan, progress: (MigrationEvent) -> Void
    ) async throws(MigrationError) {
        progress(.planned(plan))
        for step in plan.steps {
            if Task.isCancelled { throw .wasCancelled }
            try await lock.verify()
            try await prepare()
            try await StepRunner(
                connection: work, ledger: ledger, step: step, direction: plan.direction
            ).run(progress: progress)
        }
    }

    /// Makes the session as new, so that no migration depends on what an earlier one left behind.
    private func prepare() async throws(MigrationError) {
        var commands: [SQLStatement] = [
            "RESET SESSION AUTHORIZATION", "RESET ALL", "CLOSE ALL", "UNLISTEN *", "DISCARD TEMP",
        ]
        if let limit = configuration.lockTimeout {
            commands.append("SET lock_timeout = \(raw: String(limit.milliseconds))")
        }
        if let limit = configuration.statementTimeout {
            commands.append("SET statement_timeout = \(raw: String(limit.milliseconds))")
        }
        for command in commands {
            do {
                try await work.executeOnce(command)
            } catch {
                throw MigrationError.ledger(error)
            }
        }
    }
}
