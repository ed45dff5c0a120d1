extension MigrationPlan {
    /// Plans to apply what is pending.
    ///
    /// - Parameters:
    ///   - migrations: The files, ordered by version.
    ///   - ledger: What the database remembers, ordered by version.
    ///   - target: The last version to apply, or `nil` for all.
    ///   - count: How many to apply at most, or `nil` for all.
    ///   - allowsOutOfOrder: Whether a migration older than an applied one may still be applied, as
    ///     happens when branches are merged.
    /// - Throws: ``MigrationError/Code/edited``, ``MigrationError/Code/missingFile``,
    ///   ``MigrationError/Code/outOfOrder``, ``MigrationError/Code/halfDone``,
    ///   ``MigrationError/Code/unknownTarget`` or ``MigrationError/Code/invalidScript``.
    public static func up(
        _ migrations: [Migration], ledger: [LedgerEntry], to target: Int? = nil,
        steps count: Int? = nil, allowsOutOfOrder: Bool = false
    ) throws(MigrationError) -> MigrationPlan {
        if let target, !migrations.contains(where: { $0.version == target }) {
            throw unknownTarget(target, "there is no migration of that version")
        }
        let history = History(migrations, ledger)
        try history.check(allowsOutOfOrder: allowsOutOfOrder)
        var chosen = history.pending.filter { $0.version <= target ?? .max }
        if let count { chosen = Array(chosen.prefix(max(0, count))) }
        var steps: [Step] = []
        for migration in chosen {
            steps.append(try applyStep(migration, history.entries[migration.version]))
        }
        return MigrationPlan(direction: .up, steps: steps)
    }

    private static func applyStep(
        _ migration: Migration, _ entry: LedgerEntry?
    ) throws(MigrationError) -> Step {
        let script = try checkedScript(migration.up)
        return Step(
            migration: migration, file: migration.up, script: script,
            resumesAfter: try resumption(of: migration, migration.up, script, entry))
    }

    /// How many statements an earlier run has done, after making sure that they are still the same.
    static func resumption(
        of migration: Migration, _ file: MigrationFile, _ script: MigrationScript,
        _ entry: LedgerEntry?
    ) throws(MigrationError) -> Int {
        guard let entry, entry.state != .applied else { return 0 }
        let done = entry.statementsDone
        guard script.options.noTransaction, script.statements.count >= done,
            script.checksum(ofFirst: done) == entry.partialChecksum
        else {
            throw MigrationError(
                .edited,
                "\(migration.label) stopped after statement \(done), and the statements up to "
                    + "there have changed since",
                hint: "Restore them; what comes after may change", file: file.path,
                version: migration.version)
        }
        return done
    }

    /// Takes a file apart and refuses statements that would break the transaction around it.
    static func checkedScript(_ file: MigrationFile) throws(MigrationError) -> MigrationScript {
        let script = try file.script()
        var isOpen = false
        for statement in script.statements {
            guard let control = statement.transactionControl else { continue }
            guard script.options.noTransaction else {
                throw MigrationError(
                    .invalidScript,
                    "a migration runs in one transaction and must not start or end it",
                    hint: "Remove the statement, or put -- strata: no-transaction at the top",
                    file: file.path, position: statement.start,
                    excerpt: Excerpt.render(file.text, at: statement.start))
            }
            isOpen = control == .begins
        }
        guard !isOpen else {
            throw MigrationError(
                .invalidScript, "the transaction that the file starts is not ended",
                hint: "Add COMMIT at the end", file: file.path)
        }
        return script
    }

    static func unknownTarget(_ version: Int, _ reason: String) -> MigrationError {
        MigrationError(
            .unknownTarget, "cannot go to \(version): \(reason)",
            hint: "The status command lists the versions", version: version)
    }
}
