import PGTestKit
import QueryBuilder
import Testing

@Suite("Subqueries and row values on a server", .liveDatabase(.blog), .timeLimit(.minutes(1)))
struct SubqueryLiveTests {
    @Test func `a scalar query in the select list uses the row around it`() async throws {
        let query = UserRow.orderBy { $0.id }.select { u in
            (u.name, scalar(PostRow.where { $0.authorID == u.id }.select { _ in countRows() }))
        }

        let rows: [(String, Int?)] = try await run(
            query,
            #"SELECT "users"."name", (SELECT count(*) FROM "blog"."posts" "#
                + #"WHERE "posts"."author_id" = "users"."id") FROM "users" "#
                + #"ORDER BY "users"."id""#)

        #expect(rows.map(\.1) == [2, 0, 0])
    }

    @Test func `a scalar query without rows is NULL`() async throws {
        let none = scalar(PostRow.where { $0.id == 99 }.select { $0.title })

        let rows = try await run(
            UserRow.where { $0.id == 1 }.select { _ in none },
            #"SELECT (SELECT "posts"."title" FROM "blog"."posts" WHERE "posts"."id" = $1) "#
                + #"FROM "users" WHERE "users"."id" = $2"#, [99, 1])

        #expect(rows == [nil])
    }

    @Test func `comparing with any and all of a query's values`() async throws {
        let posts = #"(SELECT "posts"."id" FROM "blog"."posts")"#
        let any = try await run(
            UserRow.where { $0.id.eq(anyOf(PostRow.select { $0.id })) }.select { $0.id },
            #"SELECT "users"."id" FROM "users" WHERE "users"."id" = ANY \#(posts)"#)
        let all = try await run(
            UserRow.where { $0.id.gt(allOf(PostRow.select { $0.id })) }.select { $0.id },
            #"SELECT "users"."id" FROM "users" WHERE "users"."id" > ALL \#(posts)"#)

        #expect(any.sorted() == [1, 2])
        #expect(all == [3])
    }

    @Test func `IN and NOT IN a query written in place`() async throws {
        let authors = #"(SELECT "posts"."author_id" FROM "blog"."posts")"#
        let writers = try await run(
            UserRow.where { $0.id.in(PostRow.select { $0.authorID }) }.select { $0.id },
            #"SELECT "users"."id" FROM "users" WHERE "users"."id" IN \#(authors)"#)
        let others = try await run(
            UserRow.where { $0.id.notIn(PostRow.select { $0.authorID }) }.select { $0.id },
            #"SELECT "users"."id" FROM "users" WHERE "users"."id" NOT IN \#(authors)"#)

        #expect(writers == [1])
        #expect(others.sorted() == [2, 3])
    }

    @Test func `rows are compared part by part`() async throws {
        let query = UserRow.where { row($0.name, $0.id).gt(row(values: "A", 1)) }
            .orderBy { $0.id }.select { $0.id }
        let among = UserRow.where {
            row($0.name, $0.id).in([row(values: "A", 1), row(values: "B", 9)])
        }
        .select { $0.id }
        let inQuery = UserRow.where { u in
            row(u.name, u.id).notIn(UserRow.where { $0.id == 1 }.select { ($0.name, $0.id) })
        }
        .select { $0.id }
        let none = UserRow.where { row($0.name, $0.id).in([]) }

        let greater = try await run(
            query,
            #"SELECT "users"."id" FROM "users" WHERE "#
                + #"ROW("users"."name", "users"."id") > ROW($1::text, $2::bigint) "#
                + #"ORDER BY "users"."id""#, ["A", 1])
        let found = try await run(
            among,
            #"SELECT "users"."id" FROM "users" WHERE ROW("users"."name", "users"."id") IN "#
                + "(ROW($1::text, $2::bigint), ROW($3::text, $4::bigint))", ["A", 1, "B", 9])
        let rest = try await run(
            inQuery,
            #"SELECT "users"."id" FROM "users" WHERE ROW("users"."name", "users"."id") NOT IN "#
                + #"(SELECT "users"."name", "users"."id" FROM "users" WHERE "users"."id" = $1)"#,
            [1])
        let nobody = try await none.fetch(on: TestDatabase.pool)

        #expect(greater == [2, 3])
        #expect(found == [1])
        #expect(rest.sorted() == [2, 3])
        #expect(nobody.isEmpty)
    }

    @Test func `a query that selects distinct rows keeps what it selects when it is tested`()
        async throws
    {
        try await run(
            UserRow.where { _ in PostRow.select { $0.title }.distinct().exists }.select { $0.id },
            #"SELECT "users"."id" FROM "users" WHERE EXISTS "#
                + #"(SELECT DISTINCT "posts"."title" FROM "blog"."posts")"#)
    }
}
