import QueryBuilder
import Testing

@Suite("UPDATE and DELETE")
struct UpdateDeleteTests {
    @Test func `columns are set to values and expressions`() {
        let query = UserRow.update.set(\.name, to: "B").set(\.age) { $0.age + 1 }
            .where { $0.id == 7 }.returning { ($0.id, $0.age) }
        let types: (Int, Int?).Type = elementType(of: query)

        _ = types
        expectSQL(
            query,
            #"UPDATE "users" SET "name" = $1, "age" = "users"."age" + $2 "#
                + #"WHERE "users"."id" = $3 RETURNING "users"."id", "users"."age""#, ["B", 1, 7])
    }

    @Test func `nil sets a nullable column to NULL`() {
        expectSQL(
            UserRow.update.set(\.age, to: nil).where { $0.id == 7 },
            #"UPDATE "users" SET "age" = $1 WHERE "users"."id" = $2"#, [SQLNull(), 7])
    }

    @Test func `values that are not there are not set`() {
        let name: String? = "B"
        let email: String? = nil

        expectSQL(
            UserRow.update.set(\.name, ifLet: name).set(\.email, ifLet: email)
                .where { $0.id == 7 },
            #"UPDATE "users" SET "name" = $1 WHERE "users"."id" = $2"#, ["B", 7])
    }

    @Test func `an update that sets nothing reads the rows instead`() {
        let email: String? = nil
        let update = UserRow.update.set(\.email, ifLet: email).where { $0.id == 7 }

        expectSQL(update, #"SELECT NULL FROM "users" WHERE "users"."id" = $1"#, [7])
        expectSQL(
            update.returning { $0.name },
            #"SELECT "users"."name" FROM "users" WHERE "users"."id" = $1"#, [7])
    }

    @Test func `several conditions must all be true`() {
        expectSQL(
            UserRow.update.set(\.name, to: "B").where { $0.id == 7 }.where { $0.age.isNull },
            #"UPDATE "users" SET "name" = $1 WHERE "users"."id" = $2 "#
                + #"AND "users"."age" IS NULL"#, ["B", 7])
    }

    @Test func `every row has to be asked for`() {
        expectSQL(
            UserRow.update.set(\.name, to: "B").all, #"UPDATE "users" SET "name" = $1"#, ["B"])
        expectSQL(UserRow.delete.all, #"DELETE FROM "users""#)
    }

    @Test func `rows are deleted and returned`() {
        expectSQL(
            PostRow.delete.where { $0.authorID == 7 },
            #"DELETE FROM "blog"."posts" WHERE "posts"."author_id" = $1"#, [7])
        expectSQL(
            PostRow.delete.where { $0.authorID == 7 }.returning(),
            #"DELETE FROM "blog"."posts" WHERE "posts"."author_id" = $1 RETURNING \#(postColumns)"#,
            [7])
    }
}
