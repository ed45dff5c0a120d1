import PGTestKit
import PGWire
import QueryBuilder
import Testing

@Suite("UPDATE and DELETE in full on a server", .liveDatabase(.blog), .timeLimit(.minutes(1)))
struct UpdateDeleteLiveTests {
    @Test func `an update under another name, of one table only, to defaults`() async throws {
        let count = try await run(
            PostRow.update.only.as("p").set(\.note) { $0.title.nullable }.setDefault(\.isPublished)
                .where { $0.id == 1 },
            #"UPDATE ONLY "blog"."posts" AS "p" SET "note" = "p"."title", "#
                + #""is_published" = DEFAULT WHERE "p"."id" = $1"#, [1])

        #expect(count == 1)
    }

    @Test func `several columns from a query, and from a row`() async throws {
        let first = PostRow.where { $0.id == 2 }.select { ($0.title, $0.authorID) }
        try await run(
            PostRow.update.set(\.title, \.authorID, from: first).where { $0.id == 1 },
            #"UPDATE "blog"."posts" SET ("title", "author_id") = "#
                + #"(SELECT "posts"."title", "posts"."author_id" FROM "blog"."posts" "#
                + #"WHERE "posts"."id" = $1) WHERE "posts"."id" = $2"#, [2, 1])
        try await run(
            PostRow.update.set(\.title, \.authorID, toRow: row(values: "t", 3)).where {
                $0.id == 1
            },
            #"UPDATE "blog"."posts" SET ("title", "author_id") = ROW($1::text, $2::bigint) "#
                + #"WHERE "posts"."id" = $3"#, ["t", 3, 1])

        let post = try await PostRow.where { $0.id == 1 }.fetchOne(on: TestDatabase.pool)
        #expect(post?.title == "t" && post?.authorID == 3)
    }

    @Test func `an update from another table`() async throws {
        let update = UserRow.update.set(\.age, to: 1)
            .from(PostRow.where { $0.isPublished }) { update, post in
                update.set(\.name, to: post.title)
            }
            .where { user, post in user.id == post.authorID }

        let rows = try await run(
            update.returning { user, post in (user.name, post.id) },
            #"UPDATE "users" SET "age" = $1, "name" = "posts"."title" FROM "blog"."posts" "#
                + #"WHERE "posts"."is_published" AND "users"."id" = "posts"."author_id" "#
                + #"RETURNING "users"."name", "posts"."id""#, [1])

        #expect(rows.map(\.0) == ["first"] && rows.map(\.1) == [1])
    }

    @Test func `an update from tables that are joined`() async throws {
        let joined = PostRow.all.leftJoin(UserRow.self, as: "author") { p, a in p.authorID == a.id }
        let update = UserRow.update.from(joined) { update, from in
            update.set(\.name, to: from.0.title).set(\.age, to: from.1.age)
        }
        .where { user, from in user.id == from.0.id && from.0.id == 2 }

        let count = try await run(
            update,
            #"UPDATE "users" SET "name" = "posts"."title", "age" = "author"."age" "#
                + #"FROM "blog"."posts" LEFT JOIN "users" AS "author" "#
                + #"ON "posts"."author_id" = "author"."id" "#
                + #"WHERE "users"."id" = "posts"."id" AND "posts"."id" = $1"#, [2])

        #expect(count == 1)
        let user = try await UserRow.where { $0.id == 2 }.fetchOne(on: TestDatabase.pool)
        #expect(user == UserRow(id: 2, email: "b@x.org", name: "second", age: 30))
    }

    @Test func `many rows in one statement, each to its own values`() async throws {
        let update = UserRow.updateEach(
            \.id, \.name, \.age, to: [(1, "one", nil), (3, "three", 3)])

        let count = try await run(
            update,
            #"UPDATE "users" SET "name" = "rows"."name", "age" = "rows"."age" "#
                + "FROM unnest($1::bigint[], $2::text[], $3::bigint[]) "
                + #"AS "rows" ("id", "name", "age") WHERE "users"."id" = "rows"."id""#,
            [[1, 3], ["one", "three"], [nil, 3] as [Int?]])
        let byTwo = try await UserRow.updateEach(
            \.id, \.email, \.name, to: [(1, "a@x.org", "x"), (2, "nobody", "x")], keys: 2
        ).execute(on: TestDatabase.pool)

        #expect(count == 2 && byTwo == 1)
        let names = try await UserRow.orderBy { $0.id }.select { ($0.name, $0.age) }
            .fetch(on: TestDatabase.pool)
        #expect(names.map(\.0) == ["x", "B", "three"])
        #expect(names.map(\.1) == [nil, nil, 3])
    }

    @Test func `a deletion with other tables, and under another name`() async throws {
        let delete = PostRow.delete.as("p").using(UserRow.where { $0.name == "A" })
            .where { p, u in p.authorID == u.id && p.id == 1 }

        let rows = try await run(
            delete.returning { p, u in (p.title, u.name) },
            #"DELETE FROM "blog"."posts" AS "p" USING "users" WHERE "users"."name" = $1 "#
                + #"AND "p"."author_id" = "users"."id" AND "p"."id" = $2 "#
                + #"RETURNING "p"."title", "users"."name""#, ["A", 1])
        let only = try await run(
            PostRow.delete.only.all, #"DELETE FROM ONLY "blog"."posts""#)

        #expect(rows.map(\.0) == ["first"])
        #expect(only == 1)
    }

    @Test func `the row a cursor is at`() async throws {
        let update = UserRow.update.set(\.name, to: "here").whereCurrent(of: "walk \"me\"")
        let delete = UserRow.delete.whereCurrent(of: "walk \"me\"")
        expectSQL(
            delete, #"DELETE FROM "users" WHERE CURRENT OF "walk ""me""""#)
        expectSQL(
            update, #"UPDATE "users" SET "name" = $1 WHERE CURRENT OF "walk ""me""""#, ["here"])

        try await TestDatabase.pool.withTransaction { transaction in
            try await transaction.query(
                #"DECLARE "walk ""me""" CURSOR FOR SELECT * FROM users ORDER BY id FOR UPDATE"#)
            try await transaction.query(#"MOVE 1 IN "walk ""me""""#)
            #expect(try await update.execute(on: transaction) == 1)
            try await transaction.query(#"MOVE 1 IN "walk ""me""""#)
            #expect(try await delete.execute(on: transaction) == 1)
        }

        let names = try await UserRow.orderBy { $0.id }.select { $0.name }
            .fetch(on: TestDatabase.pool)
        #expect(names == ["here", "C"])
    }

    @Test func `common tables before an update and a deletion`() async throws {
        let writers = PostRow.select { $0.authorID }.distinct().common("writers")
        let ids = writers.select { $0.columns }

        let updated = try await run(
            UserRow.update.set(\.age, to: 9).where { $0.id.in(ids) },
            #"WITH "writers" ("column1") AS (SELECT DISTINCT "posts"."author_id" "#
                + #"FROM "blog"."posts") UPDATE "users" SET "age" = $1 WHERE "users"."id" IN "#
                + #"(SELECT "writers"."column1" FROM "writers")"#, [9])
        let deleted = try await run(
            UserRow.delete.where { $0.id.notIn(ids) },
            #"WITH "writers" ("column1") AS (SELECT DISTINCT "posts"."author_id" "#
                + #"FROM "blog"."posts") DELETE FROM "users" WHERE "users"."id" NOT IN "#
                + #"(SELECT "writers"."column1" FROM "writers")"#)

        #expect(updated == 1 && deleted == 2)
    }

    @Test func `old and new rows, from PostgreSQL 18 on`() async throws {
        let update = UserRow.update.set(\.age) { $0.age + 1 }.where { $0.id == 1 }
            .returningChanges { old, new in (old.age, new.age) }
        let insert = UserRow.insert(UserRow.New(email: "n@x.org", name: "N"))
            .returningChanges(old: "o\"", new: "n") { old, new in (old.id, new.id) }
        let delete = PostRow.delete.where { $0.id == 1 }
            .returningChanges { old, new in (old.title, new.title) }
        let types: (Returning<Int?, Int>, Returning<String, String?>) = (insert, delete)

        _ = types
        expectSQL(
            update,
            #"UPDATE "users" SET "age" = "users"."age" + $1 WHERE "users"."id" = $2 "#
                + #"RETURNING "old"."age", "new"."age""#, [1, 1])
        expectSQL(
            insert,
            #"INSERT INTO "users" ("email", "name", "age") VALUES ($1, $2, $3) "#
                + #"RETURNING WITH (OLD AS "o""", NEW AS "n") "o"""."id", "n"."id""#,
            ["n@x.org", "N", SQLNull()])
        guard try await serverVersion() >= 18 else { return }
        let pool = try TestDatabase.pool
        let ages = try await update.fetch(on: pool)
        let ids = try await insert.fetch(on: pool)
        let titles = try await delete.fetch(on: pool)
        #expect(ages.map(\.0) == [30] && ages.map(\.1) == [31])
        #expect(ids.map(\.0) == [nil] && ids.map(\.1) == [4])
        #expect(titles.map(\.0) == ["first"] && titles.map(\.1) == [nil])
    }
}
