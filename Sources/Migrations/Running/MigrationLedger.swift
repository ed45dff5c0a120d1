import PGCore
import PGSchema
import PGWire

/// The table in which a database remembers its migrations.
struct MigrationLedger {
    /// The table's name.
    static let name = "strata_migrations"

    private let table: TableDefinition

    /// Names the ledger in a schema; nothing is sent.
    private init(schema: String) {
        table = TableDefinition(
            schema: schema, name: Self.name,
            columns: [
                ColumnDefinition("version", "bigint"),
                ColumnDefinition("name", "text"),
                ColumnDefinition("checksum", "text"),
                ColumnDefinition("applied_at", "timestamptz", default: "now()"),
                ColumnDefinition("duration_ms", "bigint", default: "0"),
                ColumnDefinition("applied_by", "text", default: "SESSION_USER"),
                ColumnDefinition("state", "text", default: "'applied'"),
                ColumnDefinition("statements_done", "integer", default: "0"),
                ColumnDefinition("partial_checksum", "text", isNullable: true),
            ],
            primaryKey: ["version"],
            checks: [
                CheckDefinition(
                    table: Self.name, column: "state",
                    expression: "state IN ('applied', 'applying', 'reverting')")
            ])
    }

    /// Finds the ledger along the search path, or returns `nil` when there is none.
    static func find(on connection: Connection) async throws(PGError) -> MigrationLedger? {
        let rows = try await connection.execute(
            """
            SELECT n.nspname::text FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.oid = pg_catalog.to_regclass(\(name))
            """)
        return try rows.decodeColumn(String.self, at: 0).first.map(MigrationLedger.init(schema:))
    }

    /// Finds the ledger, or makes it in the first schema of the search path.
    static func findOrCreate(on connection: Connection) async throws(PGError) -> MigrationLedger {
        if let ledger = try await find(on: connection) { return ledger }
        let rows = try await connection.execute("SELECT pg_catalog.current_schema()::text")
        guard let schema = try rows.decodeColumn(String?.self, at: 0).first ?? nil else {
            throw PGError(
                .invalidConfiguration, "the search path names no schema that exists",
                hint: "Create one, or set the role's search_path")
        }
        let ledger = MigrationLedger(schema: schema)
        try await connection.executeOnce(ledger.table.createStatement(ifNotExists: true))
        return ledger
    }

    /// Reads all entries, ordered by version.
    func read(on connection: Connection) async throws(PGError) -> [LedgerEntry] {
        let rows = try await connection.execute(
            """
            SELECT version, name, checksum,
                to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                duration_ms, applied_by, state, statements_done, partial_checksum
            FROM \(target) ORDER BY version
            """)
        let entries = try rows.decode(
            Int.self, String.self, String.self, String.self, Int.self, String.self, String.self,
            Int.self, String?.self)
        return entries.map { entry in
            LedgerEntry(
                version: entry.0, name: entry.1, checksum: entry.2, appliedAt: entry.3,
                durationMilliseconds: entry.4, appliedBy: entry.5,
                state: LedgerEntry.State(rawValue: entry.6) ?? .applied, statementsDone: entry.7,
                partialChecksum: entry.8)
        }
    }

    /// The table's name as a fragment.
    ///
    /// It is always qualified: a migration may change the search path.
    private var target: SQLStatement {
        var fragment = SQLStatement()
        fragment.append(raw: table.qualifiedName.quoted)
        return fragment
    }
}

// MARK: - Writing

extension MigrationLedger {
    /// The statement that remembers a migration as applied.
    func applied(_ migration: Migration, in duration: Duration) -> SQLStatement {
        """
        INSERT INTO \(target) (version, name, checksum, duration_ms)
        VALUES (\(migration.version), \(migration.name), \(migration.checksum), \(duration.milliseconds))
        ON CONFLICT (version) DO UPDATE SET name = excluded.name, checksum = excluded.checksum,
            duration_ms = excluded.duration_ms, applied_at = excluded.applied_at, state = 'applied',
            statements_done = 0, partial_checksum = NULL
        """
    }

    /// The statement that forgets a migration.
    func forgotten(_ migration: Migration) -> SQLStatement {
        "DELETE FROM \(target) WHERE version = \(migration.version)"
    }

    /// The statement that remembers how far a migration without a transaction got.
    func progress(
        of step: MigrationPlan.Step, _ state: LedgerEntry.State, done: Int
    ) -> SQLStatement {
        let migration = step.migration
        let partial = step.script.checksum(ofFirst: done)
        return """
            INSERT INTO \(target)
                (version, name, checksum, state, statements_done, partial_checksum)
            VALUES (\(migration.version), \(migration.name), \(migration.checksum),
                \(state.rawValue), \(done), \(partial))
            ON CONFLICT (version) DO UPDATE SET state = excluded.state,
                statements_done = excluded.statements_done,
                partial_checksum = excluded.partial_checksum
            """
    }

    /// The statement that takes back the first ``progress(of:_:done:)`` when nothing has run.
    func untouched(_ migration: Migration, _ state: LedgerEntry.State) -> SQLStatement {
        guard state == .reverting else { return forgotten(migration) }
        return """
            UPDATE \(target) SET state = 'applied', statements_done = 0, partial_checksum = NULL
            WHERE version = \(migration.version)
            """
    }

    /// The statement that reads how many statements of a migration have run.
    func done(_ migration: Migration) -> SQLStatement {
        "SELECT statements_done FROM \(target) WHERE version = \(migration.version)"
    }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int {
        Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}
