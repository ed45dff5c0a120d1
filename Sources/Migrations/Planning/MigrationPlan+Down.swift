extension MigrationPlan {
    /// Plans to revert applied migrations, newest first; one unless told otherwise.
    ///
    /// An edited file is no obstacle: correcting a migration that only its author has applied
    /// means editing, reverting and applying it.
    ///
    /// - Parameters:
    ///   - migrations: The files, ordered by version.
    ///   - ledger: What the database remembers, ordered by version.
    ///   - target: The newest version to keep, 0 to revert all.
    ///   - count: How many to revert at most; 1 without a target.
    /// - Throws: ``MigrationError/Code/missingFile``, ``MigrationError/Code/noDownScript``,
    ///   ``MigrationError/Code/halfDone``, ``MigrationError/Code/unknownTarget``,
    ///   ``MigrationError/Code/edited`` or ``MigrationError/Code/invalidScript``.
    public static func down(
        _ migrations: [Migration], ledger: [LedgerEntry], to target: Int? = nil,
        steps count: Int? = nil
    ) throws(MigrationError) -> MigrationPlan {
        if let target, target != 0, !ledger.contains(where: { $0.version == target }) {
            throw unknownTarget(target, "no migration of that version is applied")
        }
        let newestFirst = ledger.sorted { $0.version > $1.version }
        var chosen = newestFirst.filter { $0.version > target ?? 0 }
        if let count = count ?? (target == nil ? 1 : nil) {
            chosen = Array(chosen.prefix(max(0, count)))
        }
        var steps: [Step] = []
        for entry in chosen {
            let migration = migrations.first { $0.version == entry.version }
            steps.append(try revertStep(migration, entry))
        }
        return MigrationPlan(direction: .down, steps: steps)
    }

    private static func revertStep(
        _ migration: Migration?, _ entry: LedgerEntry
    ) throws(MigrationError) -> Step {
        guard let migration else { throw History.missingFile(entry) }
        guard entry.state != .applying else { throw History.halfApplied(entry) }
        guard let file = migration.down else {
            throw MigrationError(
                .noDownScript, "\(migration.label) has no .down.sql, so it cannot be reverted",
                hint: "Write one, or restore a backup", file: migration.up.path,
                version: migration.version)
        }
        let script = try checkedScript(file)
        return Step(
            migration: migration, file: file, script: script,
            resumesAfter: try resumption(of: migration, file, script, entry))
    }
}
