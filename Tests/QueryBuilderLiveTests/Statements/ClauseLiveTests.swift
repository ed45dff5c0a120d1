import PGTestKit
import PGWire
import QueryBuilder
import Testing

@Suite("Clauses of SELECT on a server", .liveDatabase(.blog), .timeLimit(.minutes(1)))
struct ClauseLiveTests {
    @Test func `DISTINCT ON keeps the first of each`() async throws {
        let query = PostRow.all.distinctOn { $0.authorID }
            .orderBy { ($0.authorID, $0.id.descending) }.select { $0.title }

        let rows = try await run(
            query,
            #"SELECT DISTINCT ON ("posts"."author_id") "posts"."title" FROM "blog"."posts" "#
                + #"ORDER BY "posts"."author_id", "posts"."id" DESC"#)

        #expect(rows == ["second"])
    }

    @Test func `a label names an output and sorts by it`() async throws {
        let total = Label<Int>("total \"posts\"")
        let query = PostRow.all.groupBy { $0.authorID }
            .select { ($0.authorID, countRows().labelled(total)) }
            .orderBy { _ in total.descending }

        let rows = try await run(
            query,
            #"SELECT "posts"."author_id", count(*) AS "total ""posts""" FROM "blog"."posts" "#
                + #"GROUP BY "posts"."author_id" ORDER BY "total ""posts""" DESC"#)

        #expect(rows.map(\.1) == [2])
    }

    @Test func `a label groups, and is a derived table's column by place`() async throws {
        let initial = Label<String>("initial")
        let query = UserRow.select { $0.name.lower().labelled(initial) }
            .groupBy { _ in initial }.orderBy { _ in initial }

        let rows = try await run(
            query,
            #"SELECT lower("users"."name") AS "initial" FROM "users" "#
                + #"GROUP BY "initial" ORDER BY "initial""#)

        #expect(rows == ["a", "b", "c"])
    }

    @Test func `grouping sets, and which of them a row is of`() async throws {
        let rollupQuery = PostRow.all.groupBy { rollup($0.authorID, $0.isPublished) }
            .select { (grouping($0.authorID, $0.isPublished), countRows()) }
            .orderBy { grouping($0.authorID, $0.isPublished) }
        let cubeQuery = PostRow.all.groupBy { ($0.title, cube($0.authorID, $0.isPublished)) }
            .select { _ in countRows() }
        let setsQuery = PostRow.all
            .groupBy { p in groupingSets([p.authorID, p.title], [p.authorID], []) }
            .select { _ in countRows() }
        let nested = PostRow.all
            .groupBy { p in
                groupingSets([rollup(together(p.authorID, p.title), p.id)], [p.note])
            }
            .select { _ in countRows() }

        let rows = try await run(
            rollupQuery,
            #"SELECT GROUPING("posts"."author_id", "posts"."is_published"), count(*) "#
                + #"FROM "blog"."posts" "#
                + #"GROUP BY ROLLUP ("posts"."author_id", "posts"."is_published") "#
                + #"ORDER BY GROUPING("posts"."author_id", "posts"."is_published")"#)
        try await run(
            cubeQuery,
            #"SELECT count(*) FROM "blog"."posts" GROUP BY "posts"."title", "#
                + #"CUBE ("posts"."author_id", "posts"."is_published")"#)
        let sets = try await run(
            setsQuery,
            #"SELECT count(*) FROM "blog"."posts" GROUP BY GROUPING SETS "#
                + #"(("posts"."author_id", "posts"."title"), ("posts"."author_id"), ())"#)
        try await run(
            nested,
            #"SELECT count(*) FROM "blog"."posts" GROUP BY GROUPING SETS "#
                + #"(ROLLUP (("posts"."author_id", "posts"."title"), "posts"."id"), "#
                + #"("posts"."note"))"#)

        #expect(rows.map(\.0) == [0, 0, 1, 3])
        #expect(rows.map(\.1) == [1, 1, 2, 2])
        #expect(sets.count == 4)
    }

    @Test func `equal grouping sets can be left out`() async throws {
        let query = PostRow.all.groupBy { (rollup($0.authorID), rollup($0.authorID)) }
            .distinctGroups().select { _ in countRows() }

        let rows = try await run(
            query,
            #"SELECT count(*) FROM "blog"."posts" GROUP BY DISTINCT "#
                + #"ROLLUP ("posts"."author_id"), ROLLUP ("posts"."author_id")"#)

        #expect(rows.count == 2)
    }

    @Test func `a named window`() async throws {
        let window: WindowName = "w"
        let query = PostRow.all
            .window(window) { WindowDefinition(partitionBy: $0.authorID, orderBy: $0.id) }
            .window("all") { _ in WindowDefinition() }
            .select { $0.id }

        let rows = try await run(
            query,
            #"SELECT "posts"."id" FROM "blog"."posts" WINDOW "#
                + #""w" AS (PARTITION BY "posts"."author_id" ORDER BY "posts"."id"), "all" AS ()"#)

        #expect(rows.count == 2)
    }

    @Test func `limits as expressions, and with ties`() async throws {
        let one = Expression.value(1)
        let computed = try await run(
            UserRow.orderBy { $0.id }.limit(one + 1).offset(one).select { $0.id },
            #"SELECT "users"."id" FROM "users" ORDER BY "users"."id" "#
                + "LIMIT $1::bigint + $2 OFFSET $3::bigint", [1, 1, 1])
        let ties = try await run(
            PostRow.orderBy { $0.authorID }.limitWithTies(1).offset(0).select { $0.id },
            #"SELECT "posts"."id" FROM "blog"."posts" ORDER BY "posts"."author_id" "#
                + "OFFSET $1 FETCH FIRST $2 ROWS WITH TIES", [0, 1])

        #expect(computed == [2, 3])
        #expect(ties.count == 2)
    }

    @Test func `sorting by an operator`() async throws {
        let rows = try await run(
            UserRow.orderBy { $0.id.ordered(using: .greater).nullsLast }.select { $0.id },
            #"SELECT "users"."id" FROM "users" ORDER BY "users"."id" USING > NULLS LAST"#)

        #expect(rows == [3, 2, 1])
    }

    @Test func `the four locks, with their tables and ways of waiting`() async throws {
        let pool = try TestDatabase.pool
        let locked = UserRow.all.join(PostRow.self, as: "p") { u, p in p.authorID == u.id }
            .lock(.noKeyUpdate, .skipLocked) { u, _ in u }
            .lock(.share, .noWait) { _, p in p }
            .select { u, _ in u.id }

        try await run(
            locked,
            #"SELECT "users"."id" FROM "users" JOIN "blog"."posts" AS "p" "#
                + #"ON "p"."author_id" = "users"."id" "#
                + #"FOR NO KEY UPDATE OF "users" SKIP LOCKED FOR SHARE OF "p" NOWAIT"#)
        for (query, text) in [
            (UserRow.all.forUpdate(), " FOR UPDATE"),
            (UserRow.all.forNoKeyUpdate(.noWait), " FOR NO KEY UPDATE NOWAIT"),
            (UserRow.all.forShare(.skipLocked), " FOR SHARE SKIP LOCKED"),
            (UserRow.all.forKeyShare(), " FOR KEY SHARE"),
        ] {
            try await run(query, #"SELECT \#(userColumns) FROM "users"\#(text)"#)
        }
        // A worker skips what another one holds.
        let (mine, theirs) = try await pool.withTransaction { first in
            let mine = try await UserRow.orderBy { $0.id }.limit(1).forUpdate(.skipLocked)
                .fetch(on: first)
            let theirs = try await pool.withTransaction { second in
                try await UserRow.orderBy { $0.id }.limit(1).forUpdate(.skipLocked)
                    .fetch(on: second)
            }
            return (mine, theirs)
        }
        #expect(mine.map(\.id) == [1])
        #expect(theirs.map(\.id) == [2])
    }
}

@Suite("A select list without anything", .liveDatabase(.blog), .timeLimit(.minutes(1)))
struct EmptySelectionLiveTests {
    @Test func `is refused with a name that says why`() async throws {
        let query = UserRow.select { _ in }

        let error = await #expect(throws: PGError.self) {
            _ = try await query.fetch(on: TestDatabase.pool)
        }

        #expect(error?.sqlState == .undefinedColumn)
        #expect(error?.message.contains("nothing is selected") == true)
    }
}
