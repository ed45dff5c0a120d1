import PGTestKit
import PGWire
import QueryBuilder
import Testing

/// Subtotals, and what becomes of grouped queries: they are queries like all others.
@Suite("Checked grouping sets on a server", .liveDatabase(.blog), .timeLimit(.minutes(1)))
struct GroupedSetsLiveTests {
    private let posts = PostRow.all.grouped { ($0.authorID, $0.isPublished) }
    private let from = #"FROM "blog"."posts" GROUP BY "#

    @Test func `a rollup makes its keys optional`() async throws {
        let query = posts.rollup()
            .orderBy { author, isPublished, _ in (author, isPublished) }
            .select { author, isPublished, rows in
                (author, isPublished, rows.count, grouping(author, isPublished))
            }

        let rows: [(Int?, Bool?, Int, Int32)] = try await run(
            query,
            #"SELECT "posts"."author_id", "posts"."is_published", count(*), "#
                + #"GROUPING("posts"."author_id", "posts"."is_published") "#
                + from + #"ROLLUP ("posts"."author_id", "posts"."is_published") "#
                + #"ORDER BY "posts"."author_id", "posts"."is_published""#)

        #expect(rows.map(\.0) == [1, 1, 1, nil])
        #expect(rows.map(\.1) == [false, true, nil, nil])
        #expect(rows.map(\.2) == [1, 1, 2, 2])
        #expect(rows.map(\.3) == [0, 0, 1, 3])
    }

    @Test func `a cube has every subset of the keys`() async throws {
        let query = posts.cube().select { _, _, rows in rows.count }.distinctGroups()

        let rows = try await run(
            query,
            #"SELECT count(*) FROM "blog"."posts" "#
                + #"GROUP BY DISTINCT CUBE ("posts"."author_id", "posts"."is_published")"#)

        #expect(rows.sorted() == [1, 1, 1, 1, 2, 2])
    }

    @Test func `sets are said with the keys, and a key that none names is in each`() async throws {
        let sets = posts.groupingSets { author, note in [[author, note], [author], []] }
            .select { author, _, rows in (author, rows.count) }
        let partly = PostRow.all.grouped { ($0.title, $0.authorID, $0.isPublished) }
            .groupingSets { _, author, isPublished in [[rollup(author, isPublished)], []] }
            .select { title, _, _, rows in (title, rows.count) }

        let rows = try await run(
            sets,
            #"SELECT "posts"."author_id", count(*) "# + from
                + #"GROUPING SETS (("posts"."author_id", "posts"."is_published"), "#
                + #"("posts"."author_id"), ())"#)
        let others = try await run(
            partly,
            #"SELECT "posts"."title", count(*) "# + from
                + #""posts"."title", GROUPING SETS "#
                + #"(ROLLUP ("posts"."author_id", "posts"."is_published"), ())"#)

        #expect(rows.count == 4)
        #expect(others.count == 8)
        #expect(others.allSatisfy { $0.0 != nil && $0.1 == 1 })
    }

    @Test func `whole rows and computed keys in a rollup`() async throws {
        let query = UserRow.all.grouped { ($0, $0.id % 2) }.rollup()
            .having { user, _, _ in user.id.isNotNull }
            .orderBy { user, parity, _ in (user.id, parity) }
            .select { user, parity, rows in (user, parity, rows.count) }

        let rows = try await run(
            query,
            #"SELECT \#(userColumns), "keys"."column1", count(*) FROM "users" "#
                + #"CROSS JOIN LATERAL (SELECT "users"."id" % $1) AS "keys" ("column1") "#
                + #"GROUP BY ROLLUP ((\#(userColumns)), "keys"."column1") "#
                + #"HAVING "users"."id" IS NOT NULL ORDER BY "users"."id", "keys"."column1""#, [2])

        #expect(rows.map { $0.0?.name } == ["A", "A", "B", "B", "C", "C"])
        #expect(rows.map(\.1) == [1, nil, 0, nil, 1, nil])
    }

    @Test func `a grouped query is a derived table, a common table, a part of others`() async throws
    {
        let pool = try TestDatabase.pool
        let counts = PostRow.all.grouped { $0.authorID }
            .select { author, rows in (author, rows.count) }
        let one = PostRow.all.grouped().select { rows in rows { $0.authorID.max() } }

        let joined = try await UserRow.all.join(counts.derived("c")) { u, c in c.columns.0 == u.id }
            .select { u, c in (u.name, c.columns.1) }.fetch(on: pool)
        let common = try await counts.common("c").where { $0.columns.1 > 1 }.fetch(on: pool)
        let again = try await counts.derived("c").all.grouped { $0.columns.1 }
            .select { count, rows in (count, rows { $0.columns.0.arrayAgg() }) }.fetch(on: pool)
        let united = try await counts.unionAll(UserRow.select { ($0.id, $0.id) })
            .orderBy { $0.columns.0.descending }.fetch(on: pool)
        let users = try await UserRow.where { user in
            PostRow.where { $0.authorID == user.id }.grouped { $0.authorID }
                .having { _, rows in rows.count > 1 }.select { author, _ in author }.exists
        }.fetch(on: pool)
        let authors = PostRow.all.grouped { $0.authorID }.select { author, _ in author }
        let scalars = try await UserRow.where { $0.id == 1 }
            .select { user in
                (user.id == scalar(one), user.id.in(authors))
            }
            .fetch(on: pool)

        #expect(joined.map(\.0) == ["A"] && joined.map(\.1) == [2])
        #expect(common.map { $0.values.1 } == [2])
        #expect(again.map(\.1) == [[1]])
        #expect(united.map(\.0) == [3, 2, 1, 1])
        #expect(users.map(\.name) == ["A"])
        #expect(scalars.map(\.0) == [true] && scalars.map(\.1) == [true])
    }

    @Test func `every way of reading, and pages`() async throws {
        let pool = try TestDatabase.pool
        let query = UserRow.all.grouped { ($0.id, $0.age.coalesce(7)) }
            .orderBy { _, age, rows in (age, rows { $0.id.min() }) }
            .select { id, age, rows in (id, age, rows.count) }

        #expect(try await query.fetchFirst(on: pool)?.0 == 2)
        #expect(try await query.columns(on: pool).1 == [7, 30, 50])
        #expect(try await query.submit(on: pool).rows.count == 3)
        var streamed: [Int] = []
        for try await chunk in query.stream(on: pool, chunk: 2) { streamed += chunk.map(\.0) }
        #expect(streamed == [2, 1, 3])
        let page = try await query.page(2).fetch(on: pool)
        let next = try await query.page(2, at: .after(#require(page.next))).fetch(on: pool)
        #expect(page.rows.map(\.0) == [2, 1])
        #expect(next.rows.map(\.0) == [3])
    }
}
