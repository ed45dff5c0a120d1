import Foundation
import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("strata migrate", .liveDatabase, .timeLimit(.minutes(1)))
struct MigrateTests {
    private func twoTables() throws -> CommandLineTool {
        try CommandLineTool([
            "1_a.up": "create table a (id int);", "1_a.down": "drop table a;",
            "2_b.up": "create table b (id int);", "2_b.down": "drop table b;",
        ])
    }

    private var url: String { get throws { try TestDatabase.current.url } }

    @Test func `a round trip`() async throws {
        let tool = try twoTables()

        let pending = try await tool.run("migrate", "status", "--check", url: url)
        let dry = try await tool.run("migrate", "up", "--dry-run", "--steps", "1", url: url)
        let up = try await tool.run("migrate", "up", url: url)
        let again = try await tool.run("migrate", "up", "--database-url", url)
        let check = try await tool.run("migrate", "status", "--check", url: url)
        let down = try await tool.run("migrate", "down", "--to", "0", url: url)

        #expect(pending.status == 3)
        #expect(
            pending.output == "1  pending  -                     a\n2  pending  -"
                + "                     b\n")
        #expect(dry.output == "-- migrations/1_a.up.sql\ncreate table a (id int);\n")
        #expect(up.status == 0)
        #expect(
            up.output.split(separator: "\n").map { $0.prefix(11) } == [
                "applied 1_a", "applied 2_b",
            ])
        #expect(again.output == "nothing to apply\n")
        #expect(check.status == 0)
        #expect(
            down.output.split(separator: "\n").map { $0.prefix(12) } == [
                "reverted 2_b", "reverted 1_a",
            ])
        #expect([pending, dry, up, again, check, down].allSatisfy { $0.errors.isEmpty })
    }

    @Test func `status writes JSON`() async throws {
        struct Report: Decodable {
            struct Line: Decodable {
                let version: Int
                let name: String
                let state: String
                let appliedAt: String?
            }
            let migrations: [Line]
            let hasPending: Bool
            let hasConflict: Bool
        }
        let tool = try twoTables()
        _ = try await tool.run("migrate", "up", "--to", "1", url: url)

        let result = try await tool.run("migrate", "status", "--json", url: url)

        let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
        #expect(report.migrations.map(\.state) == ["applied", "pending"])
        #expect(report.migrations.map { $0.appliedAt == nil } == [false, true])
        #expect(report.hasPending)
        #expect(!report.hasConflict)
    }

    @Test func `a failing statement ends with 1 and shows its place`() async throws {
        let tool = try CommandLineTool(["1_a.up": "select 1;\nselect  nme;"])

        let result = try await tool.run("migrate", "up", url: url)

        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        #expect(
            result.errors == """
                error: migrations/1_a.up.sql:2:9: ERROR 42703: column "nme" does not exist
                2 | select  nme;
                  |         ^
                hint: Nothing of this migration was kept

                """)
    }

    @Test func `an edited file ends with 4, a bad one with 2, an unknown version with 64`()
        async throws
    {
        let tool = try twoTables()
        _ = try await tool.run("migrate", "up", url: url)

        let unknown = try await tool.run("migrate", "up", "--to", "9", url: url)
        try tool.write("1_a.up", "select 2")
        let edited = try await tool.run("migrate", "up", url: url)
        let status = try await tool.run("migrate", "status", "--check", url: url)
        try tool.write("nonsense", "select 2")
        let bad = try await tool.run("migrate", "status", url: url)

        #expect(unknown.status == 64)
        #expect(edited.status == 4)
        #expect(status.status == 4)
        #expect(bad.status == 2)
        #expect(bad.errors.hasPrefix("error: migrations/nonsense.sql: "))
    }

    @Test func `Ctrl-C stops the statement, a kill leaves nothing behind, a lock ends with 6`()
        async throws
    {
        let tool = try CommandLineTool([
            "1_a.up": "create table a (id int); select pg_sleep(60);"
        ])

        let first = try tool.start(["migrate", "up"], url: url)
        try await waitForSleeper(count: 1)
        let second = try await tool.run("migrate", "up", "--wait", "10ms", url: url)
        first.interrupt()
        let interrupted = try await first.finish()
        try await waitForSleeper(count: 0)
        let third = try tool.start(["migrate", "up"], url: url)
        try await waitForSleeper(count: 1)
        third.kill()
        _ = try await third.finish()
        let status = try await tool.run("migrate", "status", url: url)

        #expect(second.status == 6)
        #expect(second.errors.contains("waiting for another runner (process "))
        #expect(interrupted.status == 130)
        #expect(status.output == "1  pending  -                     a\n")
        let rows = try await TestDatabase.pool.query("SELECT to_regclass('a') IS NULL")
        #expect(try rows.decodeColumn(Bool.self, at: 0) == [true])
    }

    /// Waits until so many sessions of the test's database sleep in a statement.
    private func waitForSleeper(count: Int) async throws {
        while true {
            let rows = try await TestDatabase.pool.query(
                """
                SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                AND wait_event = 'PgSleep'
                """)
            if try rows.decodeColumn(Int.self, at: 0) == [count] { return }
            await Task.yield()
        }
    }
}
