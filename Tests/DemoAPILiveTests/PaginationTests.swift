import Foundation
import PGCore
import Hummingbird
import PGTestKit
import PGWire
import Testing

@testable import DemoAPI

@Suite("Lists", .liveDatabase(.migrated), .timeLimit(.minutes(1)))
struct PaginationTests {
    /// Makes users of whom several have the same time, which differs from others by a microsecond,
    /// and whose ids are not in the order of their times.
    private func fill() async throws {
        try await TestDatabase.pool.query(
            """
            INSERT INTO users (email, name, age, role, created_at)
            SELECT n || '@x.org', chr(65 + n % 5) || 'da', 20 + n,
                (ARRAY['member', 'admin']::user_role[])[1 + n % 2], timestamptz '2026-01-01' - (n / 4) * interval '1 microsecond'
            FROM generate_series(1, 23) AS n
            """)
    }

    /// Follows the links, which have to agree with the pages.
    private func pages(_ tier: Tier, _ query: String, _ client: Client) async throws -> [[Int]] {
        var pages: [[Int]] = []
        var path = "\(tier.path)?\(query)"
        while pages.count < 50 {
            let answer = try await client.send(.get, path)
            let list = try answer.decode(Client.List.self)
            pages.append(list.users.map(\.id))
            guard let next = list.next else {
                #expect(answer.headers[.link] == nil)
                break
            }
            #expect(
                answer.headers[.link] == "<\(tier.path)?\(query)&cursor=\(next)>; rel=\"next\"")
            path = "\(tier.path)?\(query)&cursor=\(next)"
        }
        return pages
    }

    @Test("pages hold every user once and in order", arguments: Tier.allCases, [1, 5, 23, 100])
    func everyUserOnce(_ tier: Tier, limit: Int) async throws {
        try await fill()
        let ids = try await TestDatabase.pool
            .query("SELECT id FROM users ORDER BY created_at, id").decode(Int.self)
        try await Client.run { client in
            let pages = try await pages(tier, "limit=\(limit)", client)
            #expect(pages.flatMap { $0 } == ids)
            #expect(pages.dropLast().allSatisfy { $0.count == limit })
            #expect(pages.last?.isEmpty == false)
        }
    }

    @Test(
        "every sort has its own pages, in both directions, with filters",
        arguments: Tier.allCases,
        [
            ("sort=name", "true", "name, id"), ("sort=-name", "true", "name DESC, id DESC"),
            ("sort=email", "true", "email, id"), ("sort=-email", "true", "email DESC, id DESC"),
            ("sort=-createdAt", "true", "created_at DESC, id DESC"),
            ("role=admin", "role = 'admin'", "created_at, id"),
            ("sort=-name&name=A", "name LIKE 'A%'", "name DESC, id DESC"),
            (
                "age.min=25&age.max=30&role=member", "age BETWEEN 25 AND 30 AND role = 'member'",
                "created_at, id"
            ),
            ("name=%25", "false", "id"),
        ])
    func sorts(_ tier: Tier, _ list: (query: String, condition: String, order: String)) async throws
    {
        try await fill()
        let ids = try await TestDatabase.pool.query(
            "SELECT id FROM users WHERE \(raw: list.condition) ORDER BY \(raw: list.order)"
        ).decode(Int.self)
        try await Client.run { client in
            let pages = try await pages(tier, "limit=4&\(list.query)", client)
            #expect(pages.flatMap { $0 } == ids)
        }
    }

    @Test("a page has 20 users unless told otherwise", arguments: Tier.allCases)
    func defaultLimit(_ tier: Tier) async throws {
        try await fill()
        try await Client.run { client in
            let list = try await client.send(.get, tier.path).decode(Client.List.self)
            #expect(list.users.count == 20)
            #expect(list.next != nil)
        }
    }

    @Test("users who come and go do not shift the pages", arguments: Tier.allCases)
    func stablePages(_ tier: Tier) async throws {
        try await fill()
        try await Client.run { client in
            let first = try await client.send(.get, tier.path + "?limit=10")
                .decode(Client.List.self)
            let next = try #require(first.next)
            let last = try #require(first.users.last)
            _ = try await client.send(.delete, "\(tier.path)/\(last.id)")
            _ = try await client.send(.delete, "\(tier.path)/\(first.users[0].id)")
            let rest = try await client.send(.get, tier.path + "?limit=100&cursor=\(next)")
                .decode(Client.List.self)
            #expect(rest.users.count == 13)
            #expect(Set(rest.users.map(\.id)).isDisjoint(with: first.users.map(\.id)))
        }
    }

    @Test("an empty table is one empty page", arguments: Tier.allCases)
    func empty(_ tier: Tier) async throws {
        try await Client.run { client in
            let list = try await client.send(.get, tier.path)
            #expect(list.text == #"{"users":[],"next":null}"#)
        }
    }

    @Test("a wrong limit or a forged cursor is a 400", arguments: Tier.allCases)
    func wrongQueries(_ tier: Tier) async throws {
        try await Client.run { client in
            for (query, field) in [
                ("limit=0", "limit"), ("limit=101", "limit"), ("limit=x", "limit"),
                ("cursor=x", "cursor"), ("cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAA", "cursor"),
                ("sort=id", "sort"), ("sort=name;DROP", "sort"), ("role=king", "role"),
                ("name=", "name"), ("age.min=-1", "age.min"), ("age=7", "age"), ("x%5B=1", "x%5B"),
            ] {
                let answer = try await client.send(.get, "\(tier.path)?\(query)")
                #expect(answer.status == .badRequest)
                let fields = try answer.error.errors.map(\.field)
                #expect(fields == [field])
            }
        }
    }
}
