import PGCore

extension Migrator {
    /// Compares the files with what the database remembers.
    ///
    /// Nothing is written and no lock is taken, so that a role that may only read can ask.
    ///
    /// - Throws: ``MigrationError/Code/cannotConnect``, ``MigrationError/Code/ledgerFailed``, or an
    ///   error of ``MigrationDirectory/load()``.
    public func status() async throws(MigrationError) -> MigrationStatus {
        let migrations = try directory.load()
        return MigrationStatus(migrations, ledger: try await readLedger())
    }

    /// Returns what ``up(to:steps:progress:)`` would do, without doing it.
    ///
    /// - Throws: As ``MigrationPlan/up(_:ledger:to:steps:allowsOutOfOrder:)`` and ``status()`` do.
    public func planUp(
        to target: Int? = nil, steps count: Int? = nil
    ) async throws(MigrationError) -> MigrationPlan {
        let migrations = try directory.load()
        return try MigrationPlan.up(
            migrations, ledger: try await readLedger(), to: target, steps: count,
            allowsOutOfOrder: configuration.allowsOutOfOrder)
    }

    /// Returns what ``down(to:steps:progress:)`` would do, without doing it.
    ///
    /// - Throws: As ``MigrationPlan/down(_:ledger:to:steps:)`` and ``status()`` do.
    public func planDown(
        to target: Int? = nil, steps count: Int? = nil
    ) async throws(MigrationError) -> MigrationPlan {
        let migrations = try directory.load()
        return try MigrationPlan.down(
            migrations, ledger: try await readLedger(), to: target, steps: count)
    }

    private func readLedger() async throws(MigrationError) -> [LedgerEntry] {
        try await withConnection { connection throws(MigrationError) in
            do throws(PGError) {
                return try await MigrationLedger.find(on: connection)?.read(on: connection) ?? []
            } catch {
                throw MigrationError.ledger(error)
            }
        }
    }
}
