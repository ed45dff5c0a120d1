/// The files and the ledger side by side.
struct History {
    let migrations: [Migration]
    let ledger: [LedgerEntry]
    let entries: [Int: LedgerEntry]

    init(_ migrations: [Migration], _ ledger: [LedgerEntry]) {
        self.migrations = migrations.sorted { $0.version < $1.version }
        self.ledger = ledger.sorted { $0.version < $1.version }
        entries = Dictionary(ledger.map { ($0.version, $0) }, uniquingKeysWith: { $1 })
    }

    /// What is not applied, or not to its end.
    var pending: [Migration] {
        migrations.filter { migration in
            guard let entry = entries[migration.version] else { return true }
            return entry.state == .applying
        }
    }

    /// Refuses to build on a history that the files contradict.
    func check(allowsOutOfOrder: Bool) throws(MigrationError) {
        let files = Dictionary(
            migrations.map { ($0.version, $0) }, uniquingKeysWith: { first, _ in first })
        for entry in ledger {
            guard let migration = files[entry.version] else { throw Self.missingFile(entry) }
            if entry.state == .reverting { throw Self.halfReverted(entry) }
            if Self.isEdited(migration, entry) { throw Self.edited(migration, entry) }
        }
        guard !allowsOutOfOrder, let newest else { return }
        for migration in pending where migration.version < newest.version {
            if entries[migration.version] == nil { throw Self.outOfOrder(migration, newest) }
        }
    }

    /// The newest migration the database has.
    var newest: LedgerEntry? { ledger.last }

    /// Whether the file is not the one that was applied.
    ///
    /// A half-applied one may still change below what has run.
    static func isEdited(_ migration: Migration, _ entry: LedgerEntry) -> Bool {
        entry.state == .applied && entry.checksum != migration.checksum
    }
}

extension History {
    static func missingFile(_ entry: LedgerEntry) -> MigrationError {
        MigrationError(
            .missingFile, "\(entry.label) is applied, and its file is gone",
            hint: "Restore \(entry.label).up.sql from version control", version: entry.version)
    }

    static func halfReverted(_ entry: LedgerEntry) -> MigrationError {
        MigrationError(
            .halfDone,
            "\(entry.label) is half reverted: it stopped after statement \(entry.statementsDone)",
            hint: "Run down again: it goes on from there", version: entry.version)
    }

    static func halfApplied(_ entry: LedgerEntry) -> MigrationError {
        MigrationError(
            .halfDone,
            "\(entry.label) is half applied: it stopped after statement \(entry.statementsDone)",
            hint: "Run up again: it goes on from there", version: entry.version)
    }

    private static func edited(_ migration: Migration, _ entry: LedgerEntry) -> MigrationError {
        MigrationError(
            .edited, "the file was edited after it was applied at \(entry.appliedAt)",
            hint: "Restore it and write a new migration; or, where only you have applied it, "
                + "revert it and apply it again", file: migration.up.path,
            version: migration.version)
    }

    private static func outOfOrder(_ migration: Migration, _ newest: LedgerEntry) -> MigrationError
    {
        MigrationError(
            .outOfOrder, "it is older than \(newest.label), which is applied already",
            hint: "Give it a newer version, or allow migrations out of order",
            file: migration.up.path, version: migration.version)
    }
}
