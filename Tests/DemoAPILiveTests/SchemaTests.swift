import Migrations
import ORM
import PGCore
import PGSchema
import PGTestKit
import PGWire
import Testing

@testable import DemoAPI

@Suite("Schema and seed", .liveDatabase, .timeLimit(.minutes(1)))
struct SchemaTests {
    @Test("entities and migrations make the same tables")
    func sameTables() async throws {
        let pool = try TestDatabase.pool
        let migrator = Migrator(.url(try TestDatabase.current.url), directory: .demo)
        try await migrator.up()
        let migrated = try await CatalogSnapshot.read(on: pool)
        let structure = try await Introspector.readSchema(on: pool)
        #expect(
            structure.tables.map(\.name) == [
                "idempotency_keys", "items", "post_tags", "posts", "species", "tags", "users",
            ])
        try await migrator.down(to: 0)
        #expect(try await CatalogSnapshot.read(on: pool).lines.isEmpty)

        try await demoSchema.createAll(on: pool)

        let difference = try await CatalogSnapshot.read(on: pool).difference(from: migrated)
        #expect(difference == [])
        #expect(try await Introspector.readSchema(on: pool) == structure)
    }

    @Test("a new database is migrated and seeded, and the next start changes nothing")
    func setUp() async throws {
        let pool = try TestDatabase.pool
        let setup = DatabaseSetup(
            source: .url(try TestDatabase.current.url), migrations: MigrationDirectory.demo.path)
        try await setup.run(pool)
        let users: SQLStatement = "SELECT md5(string_agg(u::text, ',' ORDER BY id)) FROM users u"
        let before = try await pool.query(users).one(String.self)
        #expect(try await pool.query("SELECT count(*) FROM users").one(Int.self) == 25)
        try await setup.run(pool)
        #expect(try await pool.query(users).one(String.self) == before)
    }

    @Test("every seeded user would pass validation")
    func seededUsersAreValid() async throws {
        let pool = try TestDatabase.pool
        try await DatabaseSetup(
            source: .url(try TestDatabase.current.url), migrations: MigrationDirectory.demo.path
        ).run(pool)
        let rows = try await pool.query(
            "SELECT id, email, name, age, role, created_at, version FROM users")
        for user in try rows.decode(into: UserRow.self) {
            #expect(UserFields.email.rule(user.email) == nil)
            #expect(UserFields.name.rule(user.name) == nil)
            #expect(user.age.flatMap { UserFields.age.rule($0) } == nil)
        }
    }
}
