import Migrations
import PGCore
import PGWire

/// Brings the database to where the API can use it: its schema is up to date, and it has users.
struct DatabaseSetup {
    let source: ConnectionConfiguration.Source
    let migrations: String

    func run(_ pool: ConnectionPool) async throws {
        try await migrate()
        try await seed(pool)
        try await Species.seed(pool)
    }

    /// Brings the schema up to date.
    func migrate() async throws {
        let migrator = Migrator(source, directory: MigrationDirectory(path: migrations))
        try await migrator.up(progress: Self.report)
    }

    private static func report(_ event: MigrationEvent) {
        switch event {
        case .waitingForLock(let holder):
            Progress.say("Waiting for migrations run by \(holder ?? "another program") …")
        case .planned(let plan) where plan.steps.isEmpty:
            Progress.say("The schema is up to date")
        case .planned(let plan):
            let count = plan.steps.count
            Progress.say("Applying \(count) \(count == 1 ? "migration" : "migrations") …")
        case .finished(let step, _):
            Progress.say("  \(step.migration.label)")
        default:
            break
        }
    }

    /// Fills an empty table; the users joined one each day.
    private func seed(_ pool: ConnectionPool) async throws {
        let count = try await pool.query("SELECT count(*) FROM users").one(Int.self)
        guard count == 0 else { return Progress.say("Found \(count) users") }
        let names = Self.names
        Progress.say("Seeding \(names.count) users …")
        // Another demo on the same database may be doing the same.
        try await pool.query(
            """
            INSERT INTO users (email, name, age, created_at)
            SELECT lower(name) || '@example.org', name, 20 + number,
                now() - make_interval(days => \(names.count) - number::int)
            FROM unnest(\(names)::text[]) WITH ORDINALITY AS people (name, number)
            ON CONFLICT DO NOTHING
            """)
        try await seedPosts(pool)
    }

    private static let names = [
        "Amina", "Bruno", "Chiara", "Dmitri", "Elif", "Farid", "Greta", "Hiro", "Ines", "Jonas",
        "Kofi", "Lucia", "Mei", "Nadia", "Omar", "Priya", "Quentin", "Rosa", "Samir", "Tove",
        "Umar", "Vera", "Wanda", "Yusuf", "Zoe",
    ]
}
