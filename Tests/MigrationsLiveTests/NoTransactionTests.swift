import Migrations
import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("Migrations without a transaction", .liveDatabase, .timeLimit(.minutes(1)))
struct NoTransactionTests {
    @Test func `CREATE INDEX CONCURRENTLY works`() async throws {
        let files = try TemporaryMigrations([
            "1_a.up": "create table a (id int);",
            "2_i.up": "-- strata: no-transaction\ncreate index concurrently i on a (id);",
            "2_i.down": "-- strata: no-transaction\ndrop index concurrently i;",
        ])

        try await files.migrator().up()
        #expect(try await relationExists("i"))
        try await files.migrator().down()

        #expect(try await !relationExists("i"))
        #expect(try await files.migrator().status().lines.map(\.state) == [.applied, .pending])
    }

    @Test func `it fails without the option, and the hint of the server is kept`() async throws {
        let files = try TemporaryMigrations([
            "1_a.up": "create table a (id int); create index concurrently i on a (id);"
        ])

        let error = await #expect(throws: MigrationError.self) {
            try await files.migrator().up()
        }

        #expect(error?.underlying?.sqlState == .activeSQLTransaction)
        #expect(try await !relationExists("a"))
    }

    @Test func `one that stops half-way says so, and goes on when corrected`() async throws {
        let header = "-- strata: no-transaction\ncreate table a (id int);\n"
        let files = try TemporaryMigrations(["1_a.up": header + "insert into b values (1);"])

        let error = await #expect(throws: MigrationError.self) {
            try await files.migrator().up()
        }
        let stopped = try await files.migrator().status()
        try files.write("1_a.up", header + "insert into a values (1);")
        let plan = try await files.migrator().up()

        #expect(
            error?.hint == "The migration runs without a transaction: statements 1 to 1 of 2 stay. "
                + "Correct what follows and run up again: it goes on after statement 1")
        #expect(stopped.lines.map(\.state) == [.halfApplied])
        #expect(plan.steps.map(\.resumesAfter) == [1])
        #expect(try await files.migrator().status().lines.map(\.state) == [.applied])
        let rows = try await TestDatabase.pool.query("SELECT id FROM a")
        #expect(try rows.decodeColumn(Int.self, at: 0) == [1])
    }

    @Test func `one whose first statement fails is not begun`() async throws {
        let files = try TemporaryMigrations([
            "1_a.up": "-- strata: no-transaction\ninsert into b values (1);"
        ])

        let error = await #expect(throws: MigrationError.self) {
            try await files.migrator().up()
        }

        #expect(error?.hint == "No statement of this migration was kept")
        #expect(try await files.migrator().status().lines.map(\.state) == [.pending])
    }

    @Test func `a transaction the file brings is undone as a whole`() async throws {
        let files = try TemporaryMigrations([
            "1_a.up": """
            -- strata: no-transaction
            create table a (id int);
            begin;
            insert into a values (1);
            insert into a values ('x');
            commit;
            """
        ])

        let error = await #expect(throws: MigrationError.self) {
            try await files.migrator().up()
        }

        #expect(error?.hint?.contains("goes on after statement 1") == true)
        #expect(try await TestDatabase.pool.query("SELECT id FROM a").count == 0)
    }

    @Test func `a half reverted one is finished by down`() async throws {
        let header = "-- strata: no-transaction\n"
        let files = try TemporaryMigrations([
            "1_a.up": "create table a (id int);",
            "1_a.down": header + "drop table a; drop table b;",
        ])
        try await files.migrator().up()

        await #expect(throws: MigrationError.self) { try await files.migrator().down() }
        let up = await #expect(throws: MigrationError.self) { try await files.migrator().up() }
        try files.write("1_a.down", header + "drop table a; select 1;")
        try await files.migrator().down()

        #expect(up?.code == .halfDone)
        #expect(try await files.migrator().status().lines.map(\.state) == [.pending])
    }
}
