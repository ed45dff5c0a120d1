import PGTestKit
import QueryBuilder
import Testing

@Suite("Set operations on a server", .liveDatabase(.blog), .timeLimit(.minutes(1)))
struct SetOperationLiveTests {
    private let users = #"SELECT "users"."id" FROM "users""#
    private let posts = #"SELECT "posts"."id" FROM "blog"."posts""#

    @Test func `each of the six`() async throws {
        let left = UserRow.select { $0.id }
        let right = PostRow.select { $0.id }
        let results = [
            try await run(left.union(right), "\(users) UNION \(posts)"),
            try await run(left.unionAll(right), "\(users) UNION ALL \(posts)"),
            try await run(left.intersect(right), "\(users) INTERSECT \(posts)"),
            try await run(left.intersectAll(right), "\(users) INTERSECT ALL \(posts)"),
            try await run(left.except(right), "\(users) EXCEPT \(posts)"),
            try await run(left.exceptAll(right), "\(users) EXCEPT ALL \(posts)"),
        ]

        #expect(
            results.map { $0.sorted() } == [
                [1, 2, 3], [1, 1, 2, 2, 3], [1, 2], [1, 2], [3], [3],
            ])
    }

    @Test func `with an order and a limit of its own, and in each part`() async throws {
        let newest = PostRow.orderBy { $0.id.descending }.limit(1).select { ($0.id, $0.title) }
        let all = UserRow.select { ($0.id, $0.name) }.unionAll(newest)
        let query = all.orderBy { ($0.columns.0.descending, $0.columns.1) }.limit(2).offset(1)

        let rows: [(Int, String)] = try await run(
            query,
            #"SELECT "users"."id", "users"."name" FROM "users" UNION ALL "#
                + #"(SELECT "posts"."id", "posts"."title" FROM "blog"."posts" "#
                + #"ORDER BY "posts"."id" DESC LIMIT $1) ORDER BY 1 DESC, 2 LIMIT $2 OFFSET $3"#,
            [1, 2, 1])

        #expect(rows.map(\.0) == [2, 2])
        #expect(Set(rows.map(\.1)) == ["B", "second"])
    }

    @Test func `nested, in parentheses where the grammar would group otherwise`() async throws {
        let a = UserRow.select { $0.id }
        let b = PostRow.select { $0.id }

        let chained = try await run(
            a.union(b).union(a), "\(users) UNION \(posts) UNION \(users)")
        let right = try await run(
            a.except(b.except(a)), "\(users) EXCEPT (\(posts) EXCEPT \(users))")
        let mixed = try await run(
            a.union(b).intersect(b), "(\(users) UNION \(posts)) INTERSECT \(posts)")

        #expect(chained.count == 3)
        #expect(right.sorted() == [1, 2, 3])
        #expect(mixed.sorted() == [1, 2])
    }

    @Test func `of whole rows, and as a source`() async throws {
        let young = UserRow.where { $0.age < 40 }
        let old = UserRow.where { $0.age > 40 }
        let both = young.union(old)
        let ids = UserRow.select { $0.id }.union(PostRow.select { $0.authorID }).derived("ids")

        let rows: [UserRow] = try await run(
            both.orderBy { $0.columns.ascending },
            #"SELECT \#(userColumns) FROM "users" WHERE "users"."age" < $1 UNION "#
                + #"SELECT \#(userColumns) FROM "users" WHERE "users"."age" > $2 ORDER BY 1 ASC"#,
            [40, 40])
        let counted = try await run(
            ids.select { _ in countRows() },
            #"SELECT count(*) FROM (\#(users) UNION SELECT "posts"."author_id" "#
                + #"FROM "blog"."posts") AS "ids" ("column1")"#)

        #expect(rows.map(\.id) == [1, 3])
        #expect(counted == [3])
    }

    @Test func `a set operation is an operand of IN and EXISTS`() async throws {
        let ids = PostRow.select { $0.authorID }.union(
            UserRow.where { $0.id == 3 }.select { $0.id })

        let rows = try await UserRow.where { $0.id.in(ids) && ids.exists }.orderBy { $0.id }
            .fetch(on: TestDatabase.pool)

        #expect(rows.map(\.id) == [1, 3])
    }
}
