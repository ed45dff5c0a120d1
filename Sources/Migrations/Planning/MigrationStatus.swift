/// Where a database stands, migration by migration.
public struct MigrationStatus: Sendable, Hashable {
    /// What is the case with a migration.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// It is applied.
        case applied
        /// It will be applied by the next run.
        case pending
        /// It is applied and its file was changed afterwards.
        case edited
        /// It is applied and its file is gone.
        case missing
        /// It is not applied although a newer one is.
        case outOfOrder = "out-of-order"
        /// It runs without a transaction and stopped half-way while it was applied.
        case halfApplied = "half-applied"
        /// It runs without a transaction and stopped half-way while it was reverted.
        case halfReverted = "half-reverted"

        /// Whether a run has to be refused.
        public var isConflict: Bool {
            switch self {
            case .edited, .missing, .outOfOrder, .halfReverted: true
            case .applied, .pending, .halfApplied: false
            }
        }
    }

    /// One migration.
    public struct Line: Sendable, Hashable {
        /// Its version.
        public let version: Int
        /// Its name.
        public let name: String
        /// What is the case with it.
        public let state: State
        /// What the database remembers of it.
        public let entry: LedgerEntry?
    }

    /// All migrations of the files and of the database, ordered by version.
    public let lines: [Line]

    /// Compares files with what the database remembers.
    public init(_ migrations: [Migration], ledger: [LedgerEntry]) {
        let history = History(migrations, ledger)
        let files = Set(migrations.map(\.version))
        let known = history.migrations.map { migration in
            let entry = history.entries[migration.version]
            return Line(
                version: migration.version, name: migration.name,
                state: Self.state(migration, entry, history), entry: entry)
        }
        let missing = history.ledger.filter { !files.contains($0.version) }.map {
            Line(version: $0.version, name: $0.name, state: .missing, entry: $0)
        }
        lines = (known + missing).sorted { $0.version < $1.version }
    }

    /// Whether something is still to be applied.
    public var hasPending: Bool {
        lines.contains { $0.state == .pending || $0.state == .halfApplied }
    }

    /// Whether files and database contradict each other.
    public var hasConflict: Bool { lines.contains { $0.state.isConflict } }

    private static func state(
        _ migration: Migration, _ entry: LedgerEntry?, _ history: History
    ) -> State {
        switch entry?.state {
        case .applying: return .halfApplied
        case .reverting: return .halfReverted
        case .applied:
            return entry.map { History.isEdited(migration, $0) } == true ? .edited : .applied
        case nil:
            let isLate = history.newest.map { migration.version < $0.version } ?? false
            return isLate ? .outOfOrder : .pending
        }
    }
}
