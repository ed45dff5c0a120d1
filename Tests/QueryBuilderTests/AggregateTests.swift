import QueryBuilder
import Testing

private let u = UserRow.columns

@Suite("Aggregates, GROUP BY and HAVING")
struct AggregateTests {
    @Test func `groups are made, filtered and sorted`() {
        let query = UserRow.join(PostRow.self) { u, p in p.authorID == u.id }
            .groupBy { u, _ in (u.id, u.name) }
            .having { _, p in p.id.count() > 3 }
            .orderBy { _, p in p.id.count().descending }
            .select { u, p in (u.name, countRows(), p.id.max()) }

        expectSQL(
            query,
            #"SELECT "users"."name", count(*), max("posts"."id") FROM "users" "#
                + #"JOIN "blog"."posts" ON "posts"."author_id" = "users"."id" "#
                + #"GROUP BY "users"."id", "users"."name" HAVING count("posts"."id") > $1 "#
                + #"ORDER BY count("posts"."id") DESC"#, [3])
    }

    @Test func `every aggregate by its name`() {
        let statistics = UserRow.select {
            (
                $0.age.count(), $0.age.count(distinct: true), $0.age.min(), $0.name.max(),
                $0.name.stringAgg(separator: ", "), $0.name.arrayAgg(distinct: true)
            )
        }
        let flags = PostRow.select { ($0.isPublished.boolAnd(), $0.isPublished.boolOr()) }

        expectSQL(
            statistics,
            #"SELECT count("users"."age"), count(DISTINCT "users"."age"), min("users"."age"), "#
                + #"max("users"."name"), string_agg("users"."name", $1), "#
                + #"array_agg(DISTINCT "users"."name") FROM "users""#, [", "])
        expectSQL(
            flags,
            #"SELECT bool_and("posts"."is_published"), bool_or("posts"."is_published") "#
                + #"FROM "blog"."posts""#)
    }

    @Test func `grouping by a whole table names all of its columns`() {
        expectSQL(
            UserRow.all.groupBy { $0 }.select { _ in countRows() },
            #"SELECT count(*) FROM "users" GROUP BY \#(userColumns)"#)
    }

    @Test func `all but counts may be missing`() {
        let count: Aggregate<Int> = u.age.count()
        let smallest: Aggregate<Int?> = u.id.min()
        let texts: Aggregate<String?> = u.name.stringAgg(separator: ",")
        let ages: Aggregate<[Int?]?> = u.age.arrayAgg()

        expectSQL(
            UserRow.select { _ in (count, smallest, texts, ages) },
            #"SELECT count("users"."age"), min("users"."id"), string_agg("users"."name", $1), "#
                + #"array_agg("users"."age") FROM "users""#, [","])
    }

    @Test func `sums and averages have the type the server widens them to`() {
        let sum: Aggregate<PGNumeric?> = u.id.sum()
        let average: Aggregate<PGNumeric?> = u.age.avg()
        let narrow: Aggregate<Int?> = Expression<Int32>("\(1)").sum()
        let double: Aggregate<Double?> = Expression<Float>("\(1)").avg()
        let real: Aggregate<Float?> = Expression<Float>("\(1)").sum(distinct: true)

        expectSQL(
            UserRow.select { _ in (sum, average, narrow, double, real) },
            #"SELECT sum("users"."id"), avg("users"."age"), sum($1), avg($2), sum(DISTINCT $3) "#
                + #"FROM "users""#, [1, 1, 1])
    }
}
