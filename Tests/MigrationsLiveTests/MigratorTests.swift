import Migrations
import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("Running migrations", .liveDatabase, .timeLimit(.minutes(1)))
struct MigratorTests {
    private func twoTables() throws -> TemporaryMigrations {
        try TemporaryMigrations([
            "1_a.up": "create table a (id int);", "1_a.down": "drop table a;",
            "2_b.up": "create table b (id int); insert into b values (1);",
            "2_b.down": "drop table b;",
        ])
    }

    @Test func `up applies, a second up does nothing, down reverts`() async throws {
        let files = try twoTables()
        let migrator = try files.migrator()

        #expect(try await migrator.up().versions == [1, 2])
        #expect(try await relationExists("a"))
        #expect(try await relationExists("b"))
        #expect(try await migrator.up().versions.isEmpty)
        #expect(try await migrator.status().lines.map(\.state) == [.applied, .applied])

        #expect(try await migrator.down().versions == [2])
        #expect(try await !relationExists("b"))
        #expect(try await migrator.status().lines.map(\.state) == [.applied, .pending])
        #expect(try await migrator.down(to: 0).versions == [1])
        #expect(try await !relationExists("a"))
    }

    @Test func `remembers what was applied, by whom and for how long`() async throws {
        let files = try twoTables()

        try await files.migrator().up(to: 1)

        let entry = try #require(try await files.migrator().status().lines[0].entry)
        #expect(entry.name == "a")
        #expect(entry.checksum.count == 64)
        #expect(entry.appliedAt.hasSuffix("Z"))
        #expect(!entry.appliedBy.isEmpty)
        #expect(entry.durationMilliseconds >= 0)
    }

    @Test func `status and plans write nothing`() async throws {
        let files = try twoTables()
        let migrator = try files.migrator()

        #expect(try await migrator.planUp().versions == [1, 2])
        #expect(try await migrator.planDown().versions.isEmpty)
        #expect(try await migrator.status().hasPending)
        #expect(try await !relationExists("strata_migrations"))
        withExtendedLifetime(files) {}
    }

    @Test func `tells what it is doing`() async throws {
        let files = try twoTables()
        var events: [String] = []

        try await files.migrator().up { event in
            switch event {
            case .waitingForLock: events.append("waiting")
            case .planned(let plan): events.append("planned \(plan.steps.count)")
            case .started(let step): events.append("started \(step.migration.label)")
            case .ranStatement(let number, _): events.append("ran \(number)")
            case .finished(let step, _): events.append("finished \(step.migration.label)")
            }
        }

        #expect(
            events == [
                "planned 2", "started 1_a", "ran 1", "finished 1_a", "started 2_b", "ran 1",
                "ran 2", "finished 2_b",
            ])
    }

    @Test func `a migration leaves nothing behind in the session`() async throws {
        let files = try TemporaryMigrations([
            "1_a.up": """
            select set_config('search_path', '', false);
            create temporary table t (id int);
            set statement_timeout = '1h';
            """,
            "2_b.up": "create table b as select current_setting('statement_timeout') as s;"
                + "create temporary table t (id int);",
        ])

        try await files.migrator { $0.statementTimeout = .seconds(7) }.up()

        let rows = try await TestDatabase.pool.query("SELECT s FROM public.b")
        #expect(try rows.decodeColumn(String.self, at: 0) == ["7s"])
    }

    @Test func `a function body with semicolons is one statement`() async throws {
        let files = try TemporaryMigrations([
            "1_f.up": """
            create function f(a int) returns int language plpgsql as $$
            begin
                a := a + 1; -- it's one;
                return a;
            end $$;
            create function g(a int) returns int language sql
            begin atomic
                select 0;
                select case when a > 0 then a else f(a) end;
            end;
            """
        ])

        try await files.migrator().up()

        let rows = try await TestDatabase.pool.query("SELECT f(1), g(0)")
        #expect(try rows.decode(Int.self, Int.self)[0] == (2, 1))
    }
}
