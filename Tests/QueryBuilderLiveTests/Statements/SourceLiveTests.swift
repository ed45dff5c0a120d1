import PGTestKit
import QueryBuilder
import Testing

@Suite("What may stand in FROM, on a server", .liveDatabase(.blog), .timeLimit(.minutes(1)))
struct SourceLiveTests {
    private let counts = PostRow.all.groupBy { $0.authorID }
        .select { ($0.authorID, countRows()) }

    @Test func `a query with its columns by place`() async throws {
        let derived = counts.derived("counts")
        let query = UserRow.all.leftJoin(derived) { u, c in c.columns.0 == u.id }
            .select { u, c in (u.name, c.columns.1) }.orderBy { u, _ in u.id }

        let rows: [(String, Int?)] = try await run(
            query,
            #"SELECT "users"."name", "counts"."column2" FROM "users" "#
                + #"LEFT JOIN (SELECT "posts"."author_id", count(*) FROM "blog"."posts" "#
                + #"GROUP BY "posts"."author_id") AS "counts" ("column1", "column2") "#
                + #"ON "counts"."column1" = "users"."id" ORDER BY "users"."id""#)

        #expect(rows.map(\.1) == [2, nil, nil])
    }

    @Test func `a query with the columns of a row type`() async throws {
        let names = PostRow.select { ($0.id, $0.title, $0.title, Expression<Int?>.value(5)) }
            .derived("people", as: UserRow.self, \.id, \.name, \.email, \.age)

        let rows: [UserRow] = try await run(
            names.where { $0.age > 1 }.orderBy { $0.id },
            #"SELECT "people"."id", "people"."email", "people"."name", "people"."age" "#
                + #"FROM (SELECT "posts"."id", "posts"."title", "posts"."title", $1::bigint "#
                + #"FROM "blog"."posts") AS "people" ("id", "name", "email", "age") "#
                + #"WHERE "people"."age" > $2 ORDER BY "people"."id""#, [5, 1])

        #expect(rows.map(\.name) == ["first", "second"])
    }

    @Test func `whole rows of a derived table without a type are tuples`() async throws {
        let rows = try await run(
            counts.derived("c").all,
            #"SELECT "c"."column1", "c"."column2" FROM "#
                + #"(SELECT "posts"."author_id", count(*) FROM "blog"."posts" "#
                + #"GROUP BY "posts"."author_id") AS "c" ("column1", "column2")"#)

        #expect(rows.map { $0.values.0 } == [1])
        #expect(rows.map { $0.values.1 } == [2])
    }

    @Test func `a list of values as a query and as a source`() async throws {
        let list = values([(1, "one"), (3, "three")])
        let query = UserRow.all.join(list.derived("list")) { u, l in l.columns.0 == u.id }
            .select { u, l in (u.name, l.columns.1) }.orderBy { u, _ in u.id }

        let joined = try await run(
            query,
            #"SELECT "users"."name", "list"."column2" FROM "users" "#
                + #"JOIN (VALUES ($1::bigint, $2::text), ($3, $4)) "#
                + #"AS "list" ("column1", "column2") ON "list"."column1" = "users"."id" "#
                + #"ORDER BY "users"."id""#, [1, "one", 3, "three"])
        let alone: [(Int, String)] = try await run(
            list.orderBy { $0.columns.0.descending }.limit(1),
            "VALUES ($1::bigint, $2::text), ($3, $4) ORDER BY 1 DESC LIMIT $5",
            [1, "one", 3, "three", 1])

        #expect(joined.map(\.0) == ["A", "C"])
        #expect(alone.map(\.1) == ["three"])
    }

    @Test func `series of numbers and of days`() async throws {
        let numbers = try await run(
            generateSeries(from: 1, through: 10, by: 3).where { $0.value > 1 }
                .select { $0.value },
            #"SELECT "series"."value" FROM "#
                + #"generate_series($1::bigint, $2::bigint, $3::bigint) AS "series" ("value") "#
                + #"WHERE "series"."value" > $4"#, [1, 10, 3, 1])
        let start = try #require(PGTimestamp("2026-01-01 00:00:00"))
        let end = try #require(PGTimestamp("2026-01-03 00:00:00"))
        let days = try await generateSeries(from: start, through: end, by: PGInterval(days: 1))
            .all.fetch(on: TestDatabase.pool)

        #expect(numbers == [4, 7, 10])
        #expect(days.count == 3)
        #expect(days.first == start)
    }

    @Test func `arrays become rows, with their numbers`() async throws {
        let letters = unnest(["a", "b"]).withOrdinality.select { ($0.ordinality, $0.value) }
        let one: [(Int, String)] = try await run(
            letters,
            #"SELECT "elements"."ordinality", "elements"."value" FROM "#
                + #"unnest($1::text[]) WITH ORDINALITY AS "elements" ("value", "ordinality")"#,
            [["a", "b"]])
        let several = unnest([1, 2], ["x", "y"])
        let two = try await run(
            several.where { $0.columns.0 > 1 }.select { $0.columns.1 },
            #"SELECT "elements"."column2" FROM unnest($1::bigint[], $2::text[]) "#
                + #"AS "elements" ("column1", "column2") WHERE "elements"."column1" > $3"#,
            [[1, 2], ["x", "y"], 1])
        let numbered = try await several.withOrdinality.all.fetch(on: TestDatabase.pool)

        #expect(one.map(\.0) == [1, 2] && one.map(\.1) == ["a", "b"])
        #expect(two == ["y"])
        #expect(numbered.map(\.ordinality) == [1, 2])
        #expect(numbered.map { $0.row.values.1 } == ["x", "y"])
    }

    @Test func `matches and parts of a text`() async throws {
        let matches = try await run(
            regexpMatches(of: "(b.)(x)?", in: "bar baz", flags: "g").select { $0.value },
            #"SELECT "matches"."value" FROM regexp_matches($1::text, $2::text, $3::text) "#
                + #"AS "matches" ("value")"#, ["bar baz", "(b.)(x)?", "g"])
        let parts = try await run(
            regexpSplitToTable("a1b22c", by: "[0-9]+").select { $0.value },
            #"SELECT "parts"."value" FROM regexp_split_to_table($1::text, $2::text, $3::text) "#
                + #"AS "parts" ("value")"#, ["a1b22c", "[0-9]+", ""])
        let words = UserRow.all.crossJoinLateral { stringToTable($0.email, separator: "@") }
        let ends = try await run(
            words.where { u, _ in u.id == 1 }.select { _, w in w.value },
            #"SELECT "parts"."value" FROM "users" CROSS JOIN LATERAL "#
                + #"string_to_table("users"."email", $1::text) AS "parts" ("value") "#
                + #"WHERE "users"."id" = $2"#, ["@", 1])

        #expect(matches == [["ba", nil], ["ba", nil]])
        #expect(parts == ["a", "b", "c"])
        #expect(ends == ["a", "x.org"])
    }

    @Test func `functions side by side`() async throws {
        let query = rowsFrom(
            generateSeries(from: 1, through: 3), unnest(["a", "b"])
        )

        let rows = try await run(
            query.all,
            #"SELECT "rows"."column1", "rows"."column2" FROM ROWS FROM "#
                + "(generate_series($1::bigint, $2::bigint), unnest($3::text[])) "
                + #"AS "rows" ("column1", "column2")"#, [1, 3, ["a", "b"]])

        #expect(rows.map { $0.values.0 } == [1, 2, 3])
        #expect(rows.map { $0.values.1 } == ["a", "b", nil])
    }

    @Test func `the members and elements of JSON`() async throws {
        let object = Expression<JSONText>("\("{\"a\":1,\"b\":null}")::text::jsonb")
        let list = Expression<JSONText>("\("[1,2]")::text::jsonb")

        let members = try await run(
            object.jsonbEachText().select { ($0.key, $0.value) },
            #"SELECT "members"."key", "members"."value" FROM "#
                + #"jsonb_each_text($1::text::jsonb) AS "members" ("key", "value")"#,
            ["{\"a\":1,\"b\":null}"])
        let elements = try await run(
            list.jsonbArrayElementsText().withOrdinality.select { $0.value },
            #"SELECT "elements"."value" FROM jsonb_array_elements_text($1::text::jsonb) "#
                + #"WITH ORDINALITY AS "elements" ("value", "ordinality")"#, ["[1,2]"])

        #expect(members.map(\.0) == ["a", "b"])
        #expect(members.map(\.1) == ["1", nil])
        #expect(elements == ["1", "2"])
    }

    @Test func `objects of a JSON array as rows of a table type`() async throws {
        let json = #"[{"id": 9, "name": "Z", "email": "z@x.org"}]"#
        let rows = try await run(
            Expression<JSONText>("\(json)::text::jsonb").jsonbToRecordset(as: UserRow.self).all,
            #"SELECT \#(userColumns) FROM jsonb_to_recordset($1::text::jsonb) AS "users" "#
                + #"("id" bigint, "email" text, "name" text, "age" bigint)"#, [json])

        #expect(rows == [UserRow(id: 9, email: "z@x.org", name: "Z", age: nil)])
    }

    @Test func `any function, called in SQL written by hand`() async throws {
        let text = "a,b"
        let words = FunctionSource("regexp_split_to_table(\(text), ',')", as: String.self)

        let rows = try await run(
            words.orderBy { $0.value.descending },
            #"SELECT "rows"."value" FROM regexp_split_to_table($1, ',') AS "rows" ("value") "#
                + #"ORDER BY "rows"."value" DESC"#, ["a,b"])

        #expect(rows == ["b", "a"])
    }

    @Test func `a part of a table, and a table without its children`() async throws {
        let sample = try await run(
            UserRow.sample(.bernoulli(percent: 100), seed: 7).select { $0.id },
            #"SELECT "users"."id" FROM "users" TABLESAMPLE BERNOULLI ($1::double precision) "#
                + "REPEATABLE ($2::double precision)", [100.0, 7.0])
        let blocks = try await run(
            PostRow.all.join(UserRow.sample(.system(percent: 100)), as: "u") {
                $0.authorID == $1.id
            }
            .select { _, u in u.id },
            #"SELECT "u"."id" FROM "blog"."posts" JOIN "users" AS "u" "#
                + #"TABLESAMPLE SYSTEM ($1::double precision) ON "posts"."author_id" = "u"."id""#,
            [100.0])
        let only = try await run(
            UserRow.only.where { $0.id == 1 }.select { $0.name },
            #"SELECT "users"."name" FROM ONLY "users" WHERE "users"."id" = $1"#, [1])

        #expect(sample.count == 3)
        #expect(blocks.count == 2)
        #expect(only == ["A"])
    }

    @Test func `no source at all, and a whole table by its command`() async throws {
        let one = try await run(
            select(Expression.value(1) + 2, Expression.value("x")),
            "SELECT $1::bigint + $2, $3::text", [1, 2, "x"])
        let users = try await run(
            UserRow.wholeTable.orderBy { $0.columns.descending }, #"TABLE "users" ORDER BY 1 DESC"#)

        #expect(one.map(\.0) == [3])
        #expect(users.map(\.id) == [3, 2, 1])
    }
}
