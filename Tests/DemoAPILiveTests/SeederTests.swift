import PGCore
import PGTestKit
import PGWire
import Synchronization
import Testing

@testable import DemoAPI

@Suite("Seeding", .liveDatabase(.migrated), .timeLimit(.minutes(1)))
struct SeederTests {
    private func counts(_ pool: ConnectionPool) async throws -> [Int] {
        var counts: [Int] = []
        for table in ["users", "posts", "tags", "post_tags"] {
            counts.append(
                try await pool.query("SELECT count(*) FROM \(identifier: table)").one(Int.self))
        }
        return counts
    }

    @Test("users, posts and tags are made, and the second time only what is missing")
    func again() async throws {
        let pool = try TestDatabase.pool
        let seeder = Seeder(pool: pool, report: { _ in })
        #expect(try await seeder.run(users: 1_000) == 1_000)
        #expect(try await counts(pool) == [1_000, 200, 6, 400])
        #expect(try await seeder.run(users: 1_000) == 0)
        #expect(try await seeder.run(users: 10) == 0)
        #expect(try await counts(pool) == [1_000, 200, 6, 400])
        #expect(try await seeder.run(users: 1_500) == 500)
        #expect(try await counts(pool) == [1_500, 300, 6, 600])
    }

    @Test("two at once make each user once, and others can be created beside")
    func concurrently() async throws {
        let pool = try TestDatabase.pool
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    try await Seeder(pool: pool, report: { _ in }).run(users: 2_000)
                }
            }
            for number in 0..<20 {
                group.addTask {
                    try await pool.query(
                        "INSERT INTO users (email, name) VALUES (\("u\(number)@x.org"), 'N')")
                }
            }
            try await group.waitForAll()
        }
        #expect(try await counts(pool) == [2_020, 400, 6, 800])
        // Those that come afterwards have keys of their own.
        try await pool.query("INSERT INTO users (email, name) VALUES ('z@x.org', 'N')")
    }

    @Test("every user would pass validation, and is told of")
    func users() async throws {
        let pool = try TestDatabase.pool
        let lines = Mutex<[String]>([])
        try await Seeder(pool: pool, report: { line in lines.withLock { $0.append(line) } })
            .run(users: 300)
        let rows = try await pool.query("SELECT * FROM users")
        for user in try rows.decode(into: UserRow.self) {
            #expect(UserFields.email.rule(user.email) == nil)
            #expect(UserFields.name.rule(user.name) == nil)
            #expect(user.age.flatMap { UserFields.age.rule($0) } == nil)
        }
        let said = lines.withLock { $0 }
        #expect(said.count == 2)
        #expect(said.first?.hasPrefix("  300 users (") == true)
        #expect(said.last == "  60 posts, each with 2 of 6 tags")
    }
}
