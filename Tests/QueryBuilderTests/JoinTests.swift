import QueryBuilder
import Testing

@Suite("Joins")
struct JoinTests {
    @Test func `an inner join pairs rows`() {
        expectSQL(
            UserRow.join(PostRow.self) { u, p in p.authorID == u.id },
            #"SELECT \#(userColumns), \#(postColumns) FROM "users" "#
                + #"JOIN "blog"."posts" ON "posts"."author_id" = "users"."id""#)
    }

    @Test func `a left join keeps rows without a partner`() {
        expectSQL(
            UserRow.where { $0.age >= 18 && $0.email.like("%@x.org") }
                .leftJoin(PostRow.self) { u, p in p.authorID == u.id }
                .select { u, p in (u.id, u.name, p.title) }
                .orderBy { u, _ in u.name.ascending }
                .limit(20),
            #"SELECT "users"."id", "users"."name", "posts"."title" FROM "users" "#
                + #"LEFT JOIN "blog"."posts" ON "posts"."author_id" = "users"."id" "#
                + #"WHERE "users"."age" >= $1 AND "users"."email" LIKE $2 "#
                + #"ORDER BY "users"."name" ASC LIMIT $3"#, [18, "%@x.org", 20])
    }

    @Test func `a table joined to itself goes by its alias`() {
        expectSQL(
            UserRow.join(UserRow.self, as: "elder") { u, elder in elder.age > u.age }
                .select { u, elder in (u.id, elder.id) },
            #"SELECT "users"."id", "elder"."id" FROM "users" "#
                + #"JOIN "users" AS "elder" ON "elder"."age" > "users"."age""#)
    }

    @Test func `without an alias a repeated table gets one`() {
        expectSQL(
            UserRow.join(UserRow.self) { $0.id == $1.age }.join(UserRow.self) { $1.id == $2.age }
                .select { a, b, c in (a.id, b.id, c.id) },
            #"SELECT "users"."id", "users_2"."id", "users_3"."id" FROM "users" "#
                + #"JOIN "users" AS "users_2" ON "users"."id" = "users_2"."age" "#
                + #"JOIN "users" AS "users_3" ON "users_2"."id" = "users_3"."age""#)
    }

    @Test func `six tables in one chain`() {
        let query = UserRow.as("a").join(PostRow.self, as: "b") { a, b in b.authorID == a.id }
            .leftJoin(PostRow.self, as: "c") { a, _, c in c.authorID == a.id }
            .join(UserRow.self, as: "d") { _, b, _, d in d.id == b.authorID }
            .leftJoin(UserRow.self, as: "e") { _, _, c, _, e in e.id == c.authorID }
            .join(UserRow.self, as: "f") { a, _, _, _, _, f in f.id == a.id }
            .where { a, b, c, d, e, f in a.id == 1 && b.id == 2 && e.id == 5 && f.id == 6 }
            .orderBy { _, _, _, _, _, f in f.id.descending }
            .select { a, b, c, d, e, f in (a.id, b.title, c.title, d.age, e.id, f.name) }
        let types: (Int, String, String?, Int?, Int?, String).Type = elementType(of: query)

        _ = types
        expectSQL(
            query,
            #"SELECT "a"."id", "b"."title", "c"."title", "d"."age", "e"."id", "f"."name" "#
                + #"FROM "users" AS "a" JOIN "blog"."posts" AS "b" ON "b"."author_id" = "a"."id" "#
                + #"LEFT JOIN "blog"."posts" AS "c" ON "c"."author_id" = "a"."id" "#
                + #"JOIN "users" AS "d" ON "d"."id" = "b"."author_id" "#
                + #"LEFT JOIN "users" AS "e" ON "e"."id" = "c"."author_id" "#
                + #"JOIN "users" AS "f" ON "f"."id" = "a"."id" "#
                + #"WHERE "a"."id" = $1 AND "b"."id" = $2 AND "e"."id" = $3 AND "f"."id" = $4 "#
                + #"ORDER BY "f"."id" DESC"#, [1, 2, 5, 6])
    }

    @Test func `the result's types say what may be missing`() {
        let joined = UserRow.leftJoin(PostRow.self) { u, p in p.authorID == u.id }
        let selected = joined.select { u, p in (u.id, u.name, p.title, u.age, p.note) }
        let mixedSelection = joined.select { u, p in (p, u.name) }
        let wholeRow = UserRow.all.select { $0 }

        let rows: (UserRow, PostRow?).Type = elementType(of: joined)
        let values: (Int, String, String?, Int?, String?).Type = elementType(of: selected)
        let mixed: (PostRow?, String).Type = elementType(of: mixedSelection)
        let single: UserRow.Type = elementType(of: wholeRow)

        _ = (rows, values, mixed, single)
    }
}

/// The type of a query's rows, so that an annotated constant can claim it.
func elementType<Source: Query>(of query: Source) -> Source.Element.Type {
    Source.Element.self
}
