import QueryBuilder
import Testing

private let u = UserRow.columns
private let p = PostRow.columns

/// Expects how the expression is rendered in a select list.
private func expect(
    _ expression: some SQLExpression, _ text: String, _ parameters: [any ParameterEncodable] = [],
    sourceLocation: SourceLocation = #_sourceLocation
) {
    expectSQL(
        UserRow.select { _ in expression }, #"SELECT \#(text) FROM "users""#, parameters,
        sourceLocation: sourceLocation)
}

@Suite("Expressions")
struct ExpressionTests {
    @Test func `comparisons and tests for NULL`() {
        expect(u.id == 1, #""users"."id" = $1"#, [1])
        expect(u.id != 1, #""users"."id" <> $1"#, [1])
        expect(u.id < 1, #""users"."id" < $1"#, [1])
        expect(u.id <= 1, #""users"."id" <= $1"#, [1])
        expect(u.id > 1, #""users"."id" > $1"#, [1])
        expect(u.id >= 1, #""users"."id" >= $1"#, [1])
        expect(u.age == u.id, #""users"."age" = "users"."id""#)
        expect(u.age != u.id, #""users"."age" <> "users"."id""#)
        expect(u.age < u.id, #""users"."age" < "users"."id""#)
        expect(u.age <= u.id, #""users"."age" <= "users"."id""#)
        expect(u.age > u.id, #""users"."age" > "users"."id""#)
        expect(u.age >= u.id, #""users"."age" >= "users"."id""#)
        expect(u.age.eq(1), #""users"."age" = $1"#, [1])
        expect(u.age.ne(1), #""users"."age" <> $1"#, [1])
        expect(u.age.lt(1), #""users"."age" < $1"#, [1])
        expect(u.age.lte(1), #""users"."age" <= $1"#, [1])
        expect(u.age.gt(1), #""users"."age" > $1"#, [1])
        expect(u.age.gte(1), #""users"."age" >= $1"#, [1])
        expect(u.age.eq(u.id), #""users"."age" = "users"."id""#)
        expect(u.age.isNull, #""users"."age" IS NULL"#)
        expect(u.age.isNotNull, #""users"."age" IS NOT NULL"#)
        expect(u.age.is(nil), #""users"."age" IS NOT DISTINCT FROM $1"#, [SQLNull()])
        expect(u.age.is(3), #""users"."age" IS NOT DISTINCT FROM $1"#, [3])
        expect(u.age.is(u.id), #""users"."age" IS NOT DISTINCT FROM "users"."id""#)
        expect(u.age.isNot(3), #""users"."age" IS DISTINCT FROM $1"#, [3])
        expect(u.age.isNot(u.id), #""users"."age" IS DISTINCT FROM "users"."id""#)
    }

    @Test func `arithmetic, text, lists and ranges`() {
        expect(u.id + 1, #""users"."id" + $1"#, [1])
        expect(u.id - 1, #""users"."id" - $1"#, [1])
        expect(u.id * 2, #""users"."id" * $1"#, [2])
        expect(u.id / 2, #""users"."id" / $1"#, [2])
        expect(u.id % 2, #""users"."id" % $1"#, [2])
        expect(u.id + u.id, #""users"."id" + "users"."id""#)
        expect(u.id - u.id, #""users"."id" - "users"."id""#)
        expect(u.id * u.id, #""users"."id" * "users"."id""#)
        expect(u.id / u.id, #""users"."id" / "users"."id""#)
        expect(u.id % u.id, #""users"."id" % "users"."id""#)
        expect(u.id.nullable + u.age, #""users"."id" + "users"."age""#)
        expect(u.name.concat("x"), #""users"."name" || $1"#, ["x"])
        expect(u.name.concat(u.email), #""users"."name" || "users"."email""#)
        expect(u.name.lower(), #"lower("users"."name")"#)
        expect(u.name.upper(), #"upper("users"."name")"#)
        expect(u.name.like("a%"), #""users"."name" LIKE $1"#, ["a%"])
        expect(u.name.notLike("a%"), #""users"."name" NOT LIKE $1"#, ["a%"])
        expect(u.name.ilike("a%"), #""users"."name" ILIKE $1"#, ["a%"])
        expect(u.name.notILike("a%"), #""users"."name" NOT ILIKE $1"#, ["a%"])
        expect(u.name.like(u.email), #""users"."name" LIKE "users"."email""#)
        expect(u.id.in([1, 2]), #""users"."id" = ANY ($1)"#, [[1, 2]])
        expect(u.id.in([]), #""users"."id" = ANY ($1)"#, [[Int]()])
        expect(u.age.notIn([1]), #""users"."age" <> ALL ($1)"#, [[1]])
        expect(u.id.between(1, and: 9), #""users"."id" BETWEEN $1 AND $2"#, [1, 9])
        expect(u.id.notBetween(1, and: 9), #""users"."id" NOT BETWEEN $1 AND $2"#, [1, 9])
        expect(u.age.coalesce(0), #"coalesce("users"."age", $1)"#, [0])
        expect(u.age.coalesce(u.id), #"coalesce("users"."age", "users"."id")"#)
        expect(u.id.cast(to: String.self), #""users"."id"::text"#)
        expect(Expression.value(5), "$1::bigint", [5])
    }

    @Test func `parentheses stand where precedence asks for them, and nowhere else`() {
        expect(u.id + u.id * 2, #""users"."id" + "users"."id" * $1"#, [2])
        expect((u.id + 1) * 2, #"("users"."id" + $1) * $2"#, [1, 2])
        expect(u.id - (u.id - 1), #""users"."id" - ("users"."id" - $1)"#, [1])
        expect(u.id - 1 - 2, #""users"."id" - $1 - $2"#, [1, 2])
        expect(-u.id, #"-"users"."id""#)
        expect(-(-u.id), #"-(-"users"."id")"#)
        expect(-(u.id + 1), #"-("users"."id" + $1)"#, [1])
        expect(-u.id + 1, #"-"users"."id" + $1"#, [1])
        expect(u.id - -u.id, #""users"."id" - -"users"."id""#)
        expect((-u.id).cast(to: String.self), #"(-"users"."id")::text"#)
        expect(u.id.cast(to: String.self).cast(to: Int.self), #""users"."id"::text::bigint"#)
        expect(
            u.id == 1 && u.id == 2 || u.id == 3,
            #""users"."id" = $1 AND "users"."id" = $2 OR "users"."id" = $3"#, [1, 2, 3])
        expect(
            u.id == 1 && (u.id == 2 || u.id == 3),
            #""users"."id" = $1 AND ("users"."id" = $2 OR "users"."id" = $3)"#, [1, 2, 3])
        expect(
            u.id == 1 && (u.id == 2 && u.id == 3),
            #""users"."id" = $1 AND "users"."id" = $2 AND "users"."id" = $3"#, [1, 2, 3])
        expect(!(u.id == 1), #"NOT "users"."id" = $1"#, [1])
        expect(!(!(u.id == 1)), #"NOT NOT "users"."id" = $1"#, [1])
        expect(
            !(u.id == 1 || u.id == 2), #"NOT ("users"."id" = $1 OR "users"."id" = $2)"#, [1, 2])
        expect((u.id == 1).eq(true), #"("users"."id" = $1) = $2"#, [1, true])
        expect((u.id == 1).eq(u.id == 2), #"("users"."id" = $1) = ("users"."id" = $2)"#, [1, 2])
        expect((!(u.id == 1)).eq(true), #"(NOT "users"."id" = $1) = $2"#, [1, true])
        expect((u.id == 1).isNull, #""users"."id" = $1 IS NULL"#, [1])
        expect(u.id.isNull.isNull, #"("users"."id" IS NULL) IS NULL"#)
        expect(
            (u.id == 1 && u.id == 2).isNull, #"("users"."id" = $1 AND "users"."id" = $2) IS NULL"#,
            [1, 2])
        expect(u.id.isNull.not, #"NOT "users"."id" IS NULL"#)
        expect((u.id + 1).in([1]), #""users"."id" + $1 = ANY ($2)"#, [1, [1]])
        expect((u.id == 1).in([true]), #"("users"."id" = $1) = ANY ($2)"#, [1, [true]])
        expect(u.name.concat("x").like("y"), #""users"."name" || $1 LIKE $2"#, ["x", "y"])
        expect(u.name.like("y").eq(true), #""users"."name" LIKE $1 = $2"#, ["y", true])
        expect(
            u.name.concat(u.name.concat("x")), #""users"."name" || ("users"."name" || $1)"#, ["x"])
        expect(
            u.id.between(u.id + 1, and: u.id + 2),
            #""users"."id" BETWEEN ("users"."id" + $1) AND "users"."id" + $2"#, [1, 2])
        expect((u.id + 1).between(1, and: 2), #""users"."id" + $1 BETWEEN $2 AND $3"#, [1, 1, 2])
        expect(
            (u.id == 1).between(false, and: true),
            #"("users"."id" = $1) BETWEEN $2 AND $3"#, [1, false, true])
        expect((u.id + 1).sum(), #"sum("users"."id" + $1)"#, [1])
    }

    @Test func `queries are operands`() {
        expectSQL(
            UserRow.where { user in PostRow.where { $0.authorID == user.id }.exists }
                .where { _ in !PostRow.where { $0.title == "x" }.exists }
                .select { $0.id },
            #"SELECT "users"."id" FROM "users" WHERE EXISTS (SELECT 1 FROM "blog"."posts" "#
                + #"WHERE "posts"."author_id" = "users"."id") AND NOT EXISTS "#
                + #"(SELECT 1 FROM "blog"."posts" WHERE "posts"."title" = $1)"#, ["x"])
        let authors = PostRow.select { $0.authorID }
        let posts = PostRow.where { $0.id > 3 }.select { $0.id }
        expectSQL(
            UserRow.where { $0.id.in(authors) }.where { $0.age.notIn(posts) }
                .select { $0.id },
            #"SELECT "users"."id" FROM "users" WHERE "users"."id" IN "#
                + #"(SELECT "posts"."author_id" FROM "blog"."posts") AND "users"."age" NOT IN "#
                + #"(SELECT "posts"."id" FROM "blog"."posts" WHERE "posts"."id" > $1)"#, [3])
    }
}
