import PGTestKit
import PGWire
import QueryBuilder
import Testing

/// Grouped queries whose closures get keys and groups, so that the compiler checks them.
@Suite("Checked grouping on a server", .liveDatabase(.blog), .timeLimit(.minutes(1)))
struct GroupedLiveTests {
    private let counts = PostRow.all.grouped { $0.authorID }
        .select { author, rows in (author, rows.count) }
    private let countsText =
        #"SELECT "posts"."author_id", count(*) FROM "blog"."posts" GROUP BY "posts"."author_id""#

    @Test func `keys and aggregates are selected, filtered and sorted by`() async throws {
        let query = PostRow.where { $0.id > 0 }.grouped { ($0.authorID, $0.isPublished) }
            .having { author, _, rows in rows.count > 0 && author > 0 }
            .orderBy { _, isPublished, rows in (isPublished, rows { $0.id.max() }.descending) }
            .select { author, isPublished, rows in
                (
                    author, isPublished, rows { $0.title.min() },
                    rows { $0.id.max() }.coalesce(0) / rows.count
                )
            }

        let rows = try await run(
            query,
            #"SELECT "posts"."author_id", "posts"."is_published", min("posts"."title"), "#
                + #"coalesce(max("posts"."id"), $1) / count(*) FROM "blog"."posts" WHERE "posts"."id" > $2 "#
                + #"GROUP BY "posts"."author_id", "posts"."is_published" "#
                + #"HAVING count(*) > $3 AND "posts"."author_id" > $4 "#
                + #"ORDER BY "posts"."is_published", max("posts"."id") DESC"#, [0, 0, 0, 0])

        #expect(rows.map(\.1) == [false, true])
        #expect(rows.map(\.2) == ["second", "first"])
        #expect(rows.map(\.3) == [2, 1])
    }

    @Test func `each clause may stand several times, and a label sorts afterwards`() async throws {
        let total = Label<Int>("n")
        let groups = PostRow.all.grouped { ($0.authorID, $0.isPublished) }
        let query = groups.having { _, _, rows in rows { $0.isPublished.boolOr() }.isTrue }
            .having { author, _, _ in author == 1 }
            .orderBy { author, _, rows in (author, rows.count) }
            .orderBy { _, isPublished, _ in isPublished.descending }
            .select { _, isPublished, rows in (isPublished, rows.count.labelled(total)) }
            .orderBy { _ in total.descending }
            .limit(5)

        let rows = try await run(
            query,
            #"SELECT "posts"."is_published", count(*) AS "n" FROM "blog"."posts" "#
                + #"GROUP BY "posts"."author_id", "posts"."is_published" "#
                + #"HAVING bool_or("posts"."is_published") IS TRUE "#
                + #"AND "posts"."author_id" = $1 ORDER BY "posts"."author_id", count(*), "#
                + #""posts"."is_published" DESC, "n" DESC LIMIT $2"#, [1, 5])

        #expect(rows.map(\.0) == [true])
    }

    @Test func `an aggregate is narrowed and sorted where it reads rows`() async throws {
        let query = PostRow.all.grouped { $0.authorID }.select { _, rows in
            (
                rows { $0.title.stringAgg(separator: "+").orderBy($0.id.descending) },
                rows { $0.id.count(distinct: true).filter($0.isPublished) },
                rows { $0.id.percentileCont(0.5) },
                rows { $0.note.arrayAgg().orderBy($0.id).filter($0.id > 1) },
                rows { countRows().filter($0.note.isNull) }.cast(to: String.self)
            )
        }

        let rows = try await run(
            query,
            #"SELECT string_agg("posts"."title", $1 ORDER BY "posts"."id" DESC), "#
                + #"count(DISTINCT "posts"."id") FILTER (WHERE "posts"."is_published"), "#
                + #"percentile_cont($2::double precision) WITHIN GROUP (ORDER BY "posts"."id"), "#
                + #"array_agg("posts"."note" ORDER BY "posts"."id") "#
                + #"FILTER (WHERE "posts"."id" > $3), "#
                + #"count(*) FILTER (WHERE "posts"."note" IS NULL)::text "#
                + #"FROM "blog"."posts" GROUP BY "posts"."author_id""#, ["+", 0.5, 1])

        let row = try #require(rows.first)
        #expect(row.0 == "second+first")
        #expect(row.1 == 1)
        #expect(row.2 == 1.5)
        #expect(row.3 == ["n"])
        #expect(row.4 == "1")
    }

    @Test func `windows look at groups`() async throws {
        let query = UserRow.all.grouped { $0.age }
            .orderBy { age, _ in age }
            .window("by age") { age, _ in WindowDefinition(orderBy: age) }
            .select { age, rows in
                (
                    age, rank().over(orderBy: rows { $0.id.sum() }.descending),
                    rows.count.sum().over(),
                    rows { $0.id.max() }.lag().over("by age"),
                    age.count().over("by age")
                )
            }

        let rows = try await run(
            query,
            #"SELECT "users"."age", rank() OVER (ORDER BY sum("users"."id") DESC), "#
                + #"sum(count(*)) OVER (), lag(max("users"."id"), $1::integer) OVER "by age", "#
                + #"count("users"."age") OVER "by age" FROM "users" GROUP BY "users"."age" "#
                + #"WINDOW "by age" AS (ORDER BY "users"."age") ORDER BY "users"."age""#, [1])

        #expect(rows.map(\.0) == [30, 50, nil])
        #expect(rows.map(\.1) == [3, 1, 2])
        #expect(rows.map(\.2) == [3, 3, 3])
        #expect(rows.map(\.3) == [nil, 1, 3])
        #expect(rows.map(\.4) == [1, 2, 2])
    }

    @Test func `joined tables, with a whole row as a key`() async throws {
        let query = UserRow.all.leftJoin(PostRow.self) { u, p in p.authorID == u.id }
            .grouped { u, p in (u, p.isPublished) }
            .orderBy { user, isPublished, _ in (user.name, isPublished) }
            .select { user, isPublished, rows in
                (user, isPublished, user.name.lower(), rows { _, p in p.id.count() })
            }

        let rows = try await run(
            query,
            #"SELECT \#(userColumns), "posts"."is_published", lower("users"."name"), "#
                + #"count("posts"."id") FROM "users" "#
                + #"LEFT JOIN "blog"."posts" ON "posts"."author_id" = "users"."id" "#
                + #"GROUP BY \#(userColumns), "posts"."is_published" "#
                + #"ORDER BY "users"."name", "posts"."is_published""#)

        #expect(rows.map(\.0.name) == ["A", "A", "B", "C"])
        #expect(rows.map(\.1) == [false, true, nil, nil])
        #expect(rows.map(\.3) == [1, 1, 0, 0])
    }

    @Test func `six sources, one of them missing`() async throws {
        let sources = UserRow.join(PostRow.self) { u, p in p.authorID == u.id }
            .crossJoin(unnest([7, 8]))
            .crossJoin(UserRow.self)
            .leftJoin(counts.derived("counts")) { u, _, _, _, c in c.columns.0 == u.id }
            .leftJoin(PostRow.self) { _, _, _, _, _, p in p.id < 0 }
        let query = sources.grouped { u, _, n, _, c, last in (u.name, n.value, c.columns.1, last) }
            .orderBy { _, number, _, _, _ in number }
            .select { name, number, posts, last, rows in
                (name, number, posts, last, rows { _, _, _, v, _, p in v.id.sum() })
            }

        let rows = try await query.fetch(on: TestDatabase.pool)

        #expect(rows.map(\.0) == ["A", "A"])
        #expect(rows.map(\.1) == [7, 8])
        #expect(rows.map(\.2) == [2, 2])
        #expect(rows.allSatisfy { $0.3 == nil })
        #expect(rows.map(\.4) == [12, 12])
    }

    @Test func `a key with a bound value has a name, for the server to know it`() async throws {
        let groups = UserRow.all.grouped {
            ($0.age.coalesce(0) / 40, $0.id % 1, $0.age.isNull)
        }
        let query = groups.having { decade, _, _, rows in decade >= 0 && rows.count < 9 }
            .orderBy { decade, _, _, _ in decade.descending }
            .select { decade, zero, isMissing, rows in
                (decade + zero, isMissing, rows { $0.name.min() })
            }

        let rows = try await run(
            query,
            #"SELECT "keys"."column1" + "keys"."column2", "users"."age" IS NULL, "#
                + #"min("users"."name") FROM "users" CROSS JOIN LATERAL "#
                + #"(SELECT coalesce("users"."age", $1) / $2, "users"."id" % $3) "#
                + #"AS "keys" ("column1", "column2") "#
                + #"GROUP BY "keys"."column1", "keys"."column2", "users"."age" IS NULL "#
                + #"HAVING "keys"."column1" >= $4 AND count(*) < $5 "#
                + #"ORDER BY "keys"."column1" DESC"#, [0, 40, 1, 0, 9])

        #expect(Set(rows.map(\.0)) == [0, 1])
        #expect(Set(rows.compactMap(\.2)) == ["A", "B", "C"])
    }

    @Test func `all rows as one group, also where there are none`() async throws {
        let query = UserRow.where { $0.id < 0 }.grouped()
            .having { rows in rows.count == 0 }
            .select { rows in (rows.count, rows { $0.age.avg() }) }

        let rows = try await run(
            query,
            #"SELECT count(*), avg("users"."age") FROM "users" WHERE "users"."id" < $1 "#
                + #"HAVING count(*) = $2"#, [0, 0])

        #expect(rows.map(\.0) == [0])
        #expect(rows.map(\.1) == [nil])
        let largest = UserRow.all.grouped().select { rows in rows { $0.id.max() } }
        #expect(try await largest.fetchOne(on: TestDatabase.pool) == 3)
    }
}
