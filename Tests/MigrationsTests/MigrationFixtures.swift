import Migrations

/// A migration without files: `up` and `down` are the texts of its scripts.
func migration(
    _ version: Int, _ name: String = "m", up: String = "select 1", down: String? = "select 2"
) -> Migration {
    Migration(
        version: version, name: name,
        up: MigrationFile(path: "migrations/\(version)_\(name).up.sql", text: up),
        down: down.map {
            MigrationFile(path: "migrations/\(version)_\(name).down.sql", text: $0)
        })
}

/// What the ledger holds once the migration is applied.
func applied(_ migration: Migration) -> LedgerEntry {
    LedgerEntry(version: migration.version, name: migration.name, checksum: migration.checksum)
}
