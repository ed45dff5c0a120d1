import PGTestKit
import QueryBuilder
import Testing

@Suite("Joins of every kind on a server", .liveDatabase(.blog), .timeLimit(.minutes(1)))
struct JoinLiveTests {
    @Test func `a right join makes the rows before it optional`() async throws {
        let query = PostRow.all.rightJoin(UserRow.self) { p, u in p.authorID == u.id }
            .select { p, u in (p.title, u.name) }.orderBy { p, u in (u.id, p.id) }

        let rows: [(String?, String)] = try await run(
            query,
            #"SELECT "posts"."title", "users"."name" FROM "blog"."posts" "#
                + #"RIGHT JOIN "users" ON "posts"."author_id" = "users"."id" "#
                + #"ORDER BY "users"."id", "posts"."id""#)

        #expect(rows.map(\.0) == ["first", "second", nil, nil])
    }

    @Test func `a full join makes both sides optional, and whole rows too`() async throws {
        let query = UserRow.all.fullJoin(PostRow.self) { u, p in p.id == u.id }
            .orderBy { u, p in u.id }

        let rows: [(UserRow?, PostRow?)] = try await run(
            query,
            #"SELECT \#(userColumns), \#(postColumns) FROM "users" "#
                + #"FULL JOIN "blog"."posts" ON "posts"."id" = "users"."id" "#
                + #"ORDER BY "users"."id""#)

        #expect(rows.map { $0.0?.id } == [1, 2, 3])
        #expect(rows.map { $0.1?.id } == [1, 2, nil])
    }

    @Test func `an outer join of an outer join keeps what is optional so`() async throws {
        let query = UserRow.all.leftJoin(PostRow.self) { u, p in p.authorID == u.id }
            .fullJoin(PostRow.self, as: "other") { u, p, other in other.id == p.id }
            .select { u, p, other in (u.id, p.note, other.title) }

        let rows: [(Int?, String?, String?)] = try await run(
            query,
            #"SELECT "users"."id", "posts"."note", "other"."title" FROM "users" "#
                + #"LEFT JOIN "blog"."posts" ON "posts"."author_id" = "users"."id" "#
                + #"FULL JOIN "blog"."posts" AS "other" ON "other"."id" = "posts"."id""#)

        #expect(rows.count == 4)
    }

    @Test func `a cross join pairs everything`() async throws {
        let query = UserRow.all.crossJoin(PostRow.self).select { _, _ in countRows() }

        let rows = try await run(
            query, #"SELECT count(*) FROM "users" CROSS JOIN "blog"."posts""#)

        #expect(rows == [6])
    }

    @Test func `USING and NATURAL compare columns of the same name`() async throws {
        let using = UserRow.all.joinUsing(UserRow.self, as: "twin") { u, twin in
            u.id.using(twin.id).and(u.email.using(twin.email))
        }
        .select { u, twin in (u.id, twin.name) }
        let natural = PostRow.all.naturalJoin(PostRow.self, as: "twin").select { p, _ in p.id }

        let twins = try await run(
            using,
            #"SELECT "users"."id", "twin"."name" FROM "users" "#
                + #"JOIN "users" AS "twin" USING ("id", "email")"#)
        let posts = try await run(
            natural,
            #"SELECT "posts"."id" FROM "blog"."posts" "#
                + #"NATURAL JOIN "blog"."posts" AS "twin""#)

        #expect(twins.count == 3)
        // A note is NULL, and NULL equals nothing.
        #expect(posts == [2])
    }

    @Test func `outer joins have USING and NATURAL too`() async throws {
        let using = UserRow.all.leftJoinUsing(PostRow.self) { u, p in u.id.using(p.id) }
            .rightJoinUsing(PostRow.self, as: "b") { u, _, b in u.id.using(b.id) }
            .select { u, p, b in (u.id, p.title, b.title) }
        let natural = UserRow.all.naturalLeftJoin(UserRow.self, as: "b")
            .naturalFullJoin(UserRow.self, as: "c").select { a, b, c in (a.id, b.id, c.id) }

        let first: [(Int?, String?, String)] = try await run(
            using,
            #"SELECT "users"."id", "posts"."title", "b"."title" FROM "users" "#
                + #"LEFT JOIN "blog"."posts" USING ("id") "#
                + #"RIGHT JOIN "blog"."posts" AS "b" USING ("id")"#)
        expectSQL(
            natural,
            #"SELECT "users"."id", "b"."id", "c"."id" FROM "users" "#
                + #"NATURAL LEFT JOIN "users" AS "b" NATURAL FULL JOIN "users" AS "c""#)

        #expect(first.count == 2)
    }

    @Test func `columns of different names are compared by ON`() async throws {
        let query = UserRow.all.joinUsing(PostRow.self) { u, p in u.id.using(p.authorID) }
            .select { _, p in p.title }

        try await run(
            query,
            #"SELECT "posts"."title" FROM "users" "#
                + #"JOIN "blog"."posts" ON "users"."id" = "posts"."author_id""#)
    }

    @Test func `a lateral query is made for each row`() async throws {
        let query = UserRow.all.leftJoinLateral { u in
            PostRow.where { $0.authorID == u.id }.orderBy { $0.id.descending }.limit(1)
                .derived("latest")
        }
        .select { u, latest in (u.id, latest.title) }.orderBy { u, _ in u.id }

        let rows: [(Int, String?)] = try await run(
            query,
            #"SELECT "users"."id", "latest"."title" FROM "users" "#
                + #"LEFT JOIN LATERAL (SELECT \#(postColumns) FROM "blog"."posts" "#
                + #"WHERE "posts"."author_id" = "users"."id" ORDER BY "posts"."id" DESC "#
                + #"LIMIT $1) AS "latest" ON true ORDER BY "users"."id""#, [1])

        #expect(rows.map(\.1) == ["second", nil, nil])
    }

    @Test func `inner and cross lateral joins, the first under a condition`() async throws {
        let inner = UserRow.all.joinLateral { u in
            PostRow.where { $0.authorID == u.id }.derived("mine")
        } on: { _, mine in
            mine.isPublished.eq(true)
        }
        .select { u, mine in (u.id, mine.title) }
        let cross = UserRow.all.crossJoinLateral { u in generateSeries(from: u.id, through: u.id) }
            .select { _, n in n.value }.orderBy { _, n in n.value }

        let published = try await run(
            inner,
            #"SELECT "users"."id", "mine"."title" FROM "users" "#
                + #"JOIN LATERAL (SELECT \#(postColumns) FROM "blog"."posts" "#
                + #"WHERE "posts"."author_id" = "users"."id") AS "mine" "#
                + #"ON "mine"."is_published" = $1"#, [true])
        let numbers = try await run(
            cross,
            #"SELECT "series"."value" FROM "users" CROSS JOIN LATERAL "#
                + #"generate_series("users"."id", "users"."id") AS "series" ("value") "#
                + #"ORDER BY "series"."value""#)

        #expect(published.map(\.1) == ["first"])
        #expect(numbers == [1, 2, 3])
    }

    @Test func `six sources of six kinds`() async throws {
        let counts = PostRow.all.groupBy { $0.authorID }.select { ($0.authorID, countRows()) }
        let query = UserRow.all.leftJoin(counts.derived("counts")) { u, c in c.columns.0 == u.id }
            .leftJoin(counts.common("again")) { u, _, c in c.columns.0 == u.id }
            .crossJoin(unnest([7, 8]))
            .crossJoin(PostRow.only, as: "p")
            .leftJoinLateral(as: "late") { u, _, _, _, p in
                UserRow.where { $0.id == u.id && $0.id == p.id }.derived("x")
            }
            .select { u, counts, again, seven, p, late in
                (u.name, counts.columns.1, again.columns.1, seven.value, p.title, late.name)
            }

        let rows: [(String, Int?, Int?, Int, String, String?)] = try await query.fetch(
            on: TestDatabase.pool)

        #expect(rows.count == 12)
        #expect(Set(rows.map(\.3)) == [7, 8])
    }
}
