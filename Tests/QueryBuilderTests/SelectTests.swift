import QueryBuilder
import Testing

let userColumns = #""users"."id", "users"."email", "users"."name", "users"."age""#
let postColumns =
    #""posts"."id", "posts"."author_id", "posts"."title", "posts"."note", "#
    + #""posts"."is_published""#

@Suite("SELECT")
struct SelectTests {
    @Test func `without select it returns whole rows`() {
        expectSQL(UserRow.all, #"SELECT \#(userColumns) FROM "users""#)
    }

    @Test func `a condition binds its value`() {
        expectSQL(
            UserRow.where { $0.age >= 18 },
            #"SELECT \#(userColumns) FROM "users" WHERE "users"."age" >= $1"#, [18])
    }

    @Test func `several conditions must all be true`() {
        expectSQL(
            UserRow.where { $0.age >= 18 }.where { $0.name == "A" || $0.name == "B" }
                .select(\.id),
            #"SELECT "users"."id" FROM "users" WHERE "users"."age" >= $1 "#
                + #"AND ("users"."name" = $2 OR "users"."name" = $3)"#, [18, "A", "B"])
    }

    @Test func `clauses may be added after select in any order`() {
        let query = UserRow.select { ($0.id, $0.name) }.limit(20).offset(40)
            .orderBy { $0.name.ascending }.where { $0.age < 30 }.orderBy { $0.id.descending }
            .distinct()

        expectSQL(
            query,
            #"SELECT DISTINCT "users"."id", "users"."name" FROM "users" "#
                + #"WHERE "users"."age" < $1 "#
                + #"ORDER BY "users"."name" ASC, "users"."id" DESC LIMIT $2 OFFSET $3"#,
            [30, 20, 40])
    }

    @Test func `several sort keys, with the place of NULLs`() {
        expectSQL(
            UserRow.orderBy { ($0.age.descending.nullsLast, $0.name.ascending.nullsFirst, $0.id) }
                .select { $0.id },
            #"SELECT "users"."id" FROM "users" ORDER BY "users"."age" DESC NULLS LAST, "#
                + #""users"."name" ASC NULLS FIRST, "users"."id""#)
    }

    @Test(arguments: [18, nil])
    func `a condition that is not there is left out`(_ least: Int?) {
        let optional = UserRow.where { user in least.map { user.age >= $0 } }.select { $0.id }
        let ifLet = UserRow.where(ifLet: least) { $0.age >= $1 }.select { $0.id }
        let afterSelect = UserRow.select { $0.id }.where(ifLet: least) { $0.age >= $1 }

        let condition = least == nil ? "" : #" WHERE "users"."age" >= $1"#
        let parameters: [any ParameterEncodable] = least.map { [$0] } ?? []
        expectSQL(optional, #"SELECT "users"."id" FROM "users"\#(condition)"#, parameters)
        expectSQL(ifLet, #"SELECT "users"."id" FROM "users"\#(condition)"#, parameters)
        expectSQL(afterSelect, #"SELECT "users"."id" FROM "users"\#(condition)"#, parameters)
    }

    @Test func `a Boolean column is a condition by itself`() {
        expectSQL(
            PostRow.where { $0.isPublished }.where { !$0.isPublished }.select { $0.id },
            #"SELECT "posts"."id" FROM "blog"."posts" "#
                + #"WHERE "posts"."is_published" AND NOT "posts"."is_published""#)
    }

    @Test func `the selection may hold whole tables and expressions`() {
        let query = UserRow.join(PostRow.self) { u, p in p.authorID == u.id }
            .select { u, p in (p, u.name.concat("!"), u) }

        expectSQL(
            query,
            #"SELECT \#(postColumns), "users"."name" || $1, \#(userColumns) FROM "users" "#
                + #"JOIN "blog"."posts" ON "posts"."author_id" = "users"."id""#, ["!"])
    }

    @Test func `whole rows are kept together with a condition on an alias`() {
        expectSQL(
            UserRow.as("u").where { $0.id == 1 }.select { $0.name },
            #"SELECT "u"."name" FROM "users" AS "u" WHERE "u"."id" = $1"#, [1])
    }
}
