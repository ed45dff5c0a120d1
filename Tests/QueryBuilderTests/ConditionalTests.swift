import QueryBuilder
import Testing

@Suite("Queries built under conditions")
struct ConditionalTests {
    private let select = #"SELECT "users"."id" FROM "users""#

    @Test(arguments: [nil, 18])
    func `conditions may be under if, switch and for`(_ least: Int?) {
        let query = UserRow.all.whereAll { user in
            user.email.like("%")
            if let least { user.age >= least } else { user.age.isNull }
            for name in ["a", "b"] { user.name != name }
            if least == 99 { user.id == 99 }
        }
        .select { $0.id }

        let age = least == nil ? #""users"."age" IS NULL"# : #""users"."age" >= $2"#
        let first = least == nil ? 2 : 3
        let parameters: [any ParameterEncodable] =
            least.map { ["%", $0, "a", "b"] } ?? ["%", "a", "b"]
        expectSQL(
            query,
            select + #" WHERE "users"."email" LIKE $1 AND \#(age) "#
                + #"AND "users"."name" <> $\#(first) AND "users"."name" <> $\#(first + 1)"#,
            parameters)
    }

    @Test func `one of several, of one, and of none`() {
        func query(_ names: [String]) -> Select<UserRow.Columns, Int> {
            UserRow.where { $0.id > 0 }.select { $0.id }
                .whereAny { user in for name in names { user.name == name } }
        }
        let base = select + #" WHERE "users"."id" > $1"#

        expectSQL(query([]), base, [0])
        expectSQL(query(["a"]), base + #" AND "users"."name" = $2"#, [0, "a"])
        expectSQL(
            query(["a", "b"]), base + #" AND ("users"."name" = $2 OR "users"."name" = $3)"#,
            [0, "a", "b"])
    }

    @Test func `conditions that have a name are used again and combined`() {
        func isAdult(_ user: UserRow.Columns) -> Predicate { user.age >= 18 }
        func isNamed(_ name: String) -> (UserRow.Columns) -> Predicate { { $0.name == name } }
        let both = UserRow.where { user in
            all {
                isAdult(user)
                any {
                    isNamed("a")(user)
                    isNamed("b")(user)
                }
            }
        }

        expectSQL(
            UserRow.where(isAdult).where(isNamed("x")).select { $0.id },
            select + #" WHERE "users"."age" >= $1 AND "users"."name" = $2"#, [18, "x"])
        expectSQL(
            both.select { $0.id },
            select
                + #" WHERE "users"."age" >= $1 AND ("users"."name" = $2 OR "users"."name" = $3)"#,
            [18, "a", "b"])
        expectSQL(
            UserRow.where { _ in any {} }.where { _ in all {} }.select { $0.id },
            select + " WHERE false AND true")
    }

    @Test func `parts of queries that have a name`() {
        func newest(_ users: From1<UserRow.Columns>) -> From1<UserRow.Columns> {
            users.orderBy { $0.id.descending }.limit(1)
        }
        let noName: String? = nil

        expectSQL(
            UserRow.all.adults.apply(newest).select { $0.id },
            select + #" WHERE "users"."age" >= $1 ORDER BY "users"."id" DESC LIMIT $2"#, [18, 1])
        expectSQL(
            UserRow.all.apply(if: false, newest).apply(if: true) { $0.adults }.select { $0.id },
            select + #" WHERE "users"."age" >= $1"#, [18])
        expectSQL(
            UserRow.all.apply(ifLet: 7) { query, id in query.where { $0.id == id } }
                .apply(ifLet: noName) { query, name in query.where { $0.name == name } }
                .select { $0.id },
            select + #" WHERE "users"."id" = $1"#, [7])
    }

    @Test func `a query is a value: what is made of it leaves it alone`() {
        let base = UserRow.where { $0.id > 1 }.select { $0.id }
        _ = base.limit(3).orderBy { $0.name }.distinct().forUpdate()

        expectSQL(base, select + #" WHERE "users"."id" > $1"#, [1])
    }
}

extension From1<UserRow.Columns> {
    fileprivate var adults: Self { self.where { $0.age >= 18 } }
}
