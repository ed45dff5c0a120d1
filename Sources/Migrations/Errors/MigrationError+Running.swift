import PGCore

extension MigrationError {
    /// The task was cancelled between two statements.
    static var wasCancelled: MigrationError {
        MigrationError(.cancelled, "the run was cancelled")
    }

    /// A connection that could not be made.
    static func connecting(_ error: PGError) -> MigrationError {
        MigrationError(
            error.code == .cancelled ? .cancelled : .cannotConnect, error.message,
            hint: error.hint, underlying: error)
    }

    /// A statement of the runner's own that failed.
    static func ledger(_ error: PGError, lostLock: Bool = false) -> MigrationError {
        if error.code == .cancelled {
            return MigrationError(.cancelled, "the run was cancelled", underlying: error)
        }
        let what = lostLock ? "the migration lock was lost" : "the history could not be used"
        return MigrationError(
            lostLock ? .lockLost : .ledgerFailed, "\(what): \(error.message)", hint: error.hint,
            underlying: error)
    }

    /// A COMMIT that failed, of a deferred constraint for instance.
    static func committing(_ step: MigrationPlan.Step, _ error: PGError) -> MigrationError {
        let isUnknown = error.execution == .mayHaveRun
        return MigrationError(
            error.code == .cancelled ? .cancelled : .statementFailed,
            "the transaction could not be committed: \(error.message)",
            hint: isUnknown
                ? "The answer was lost: look at the status to see whether it was committed"
                : "Nothing of it was kept",
            file: step.file.path, version: step.migration.version, underlying: error)
    }
}
