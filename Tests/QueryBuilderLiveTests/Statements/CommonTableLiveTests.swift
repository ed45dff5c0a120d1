import PGTestKit
import QueryBuilder
import Testing

@Suite("Common tables on a server", .liveDatabase(.blog), .timeLimit(.minutes(1)))
struct CommonTableLiveTests {
    private let counts = PostRow.all.groupBy { $0.authorID }
        .select { ($0.authorID, countRows()) }
    private let countsText =
        #"SELECT "posts"."author_id", count(*) FROM "blog"."posts" GROUP BY "posts"."author_id""#

    @Test func `a statement defines what it uses, once`() async throws {
        let table = counts.common("counts")
        let query = UserRow.all.join(table) { u, c in c.columns.0 == u.id }
            .join(table, as: "again") { _, c, again in again.columns.0 == c.columns.0 }
            .where { u, _, _ in u.id.in(table.select { $0.columns.0 }) }
            .select { u, _, again in (u.name, again.columns.1) }

        let rows = try await run(
            query,
            #"WITH "counts" ("column1", "column2") AS (\#(countsText)) "#
                + #"SELECT "users"."name", "again"."column2" FROM "users" "#
                + #"JOIN "counts" ON "counts"."column1" = "users"."id" "#
                + #"JOIN "counts" AS "again" ON "again"."column1" = "counts"."column1" "#
                + #"WHERE "users"."id" IN (SELECT "counts"."column1" FROM "counts")"#)

        #expect(rows.map(\.0) == ["A"])
    }

    @Test func `a table that uses another comes after it, and parameters keep their order`()
        async throws
    {
        let adults = UserRow.where { $0.age > 20 }.common("adults")
        let names = adults.where { $0.id < 3 }.select { $0.name }.common("names")
        let query = names.where { $0.columns.ne("Z") }.select { $0.columns }

        let rows = try await run(
            query,
            #"WITH "adults" AS (SELECT \#(userColumns) FROM "users" "#
                + #"WHERE "users"."age" > $1), "names" ("column1") AS ("#
                + #"SELECT "adults"."name" FROM "adults" WHERE "adults"."id" < $2) "#
                + #"SELECT "names"."column1" FROM "names" WHERE "names"."column1" <> $3"#,
            [20, 3, "Z"])

        #expect(rows == ["A"])
    }

    @Test(arguments: [(true, "MATERIALIZED"), (false, "NOT MATERIALIZED")])
    func `materialised or not`(_ isMaterialized: Bool, _ keyword: String) async throws {
        let table = counts.common("c")
        let chosen = isMaterialized ? table.materialized() : table.notMaterialized()

        try await run(
            chosen.select { $0.columns.1 },
            #"WITH "c" ("column1", "column2") AS \#(keyword) (\#(countsText)) "#
                + #"SELECT "c"."column2" FROM "c""#)
    }

    @Test func `a table that refers to itself`() async throws {
        let start = select(Expression.value(1), Expression.value("a"))
        let numbers = start.recursive("numbers") { numbers in
            numbers.where { $0.columns.0 < 3 }
                .select { ($0.columns.0 + 1, $0.columns.1.concat("b")) }
        }

        let query = numbers.select { ($0.columns.0, $0.columns.1) }

        let rows: [(Int, String)] = try await run(
            query,
            #"WITH RECURSIVE "numbers" ("column1", "column2") AS ("#
                + "SELECT $1::bigint, $2::text UNION ALL "
                + #"SELECT "numbers"."column1" + $3, "numbers"."column2" || $4 "#
                + #"FROM "numbers" WHERE "numbers"."column1" < $5) "#
                + #"SELECT "numbers"."column1", "numbers"."column2" FROM "numbers""#,
            [1, "a", 1, "b", 3])

        #expect(rows.map(\.1) == ["a", "ab", "abb"])
    }

    @Test func `a recursive table with the columns of a row type`() async throws {
        let start = UserRow.where { $0.id == 1 }.select { ($0.id, $0.name) }
        let chain = start.recursive(
            "chain", distinct: true, as: UserRow.self, \.id, \.name,
            step: { chain in
                UserRow.all.join(chain) { u, c in u.id == c.id + 1 }.select { u, _ in (u.id, u.name)
                }
            })

        let rows = try await run(
            chain.select { $0.name },
            #"WITH RECURSIVE "chain" ("id", "name") AS (SELECT "users"."id", "users"."name" "#
                + #"FROM "users" WHERE "users"."id" = $1 UNION SELECT "users"."id", "#
                + #""users"."name" FROM "users" JOIN "chain" ON "users"."id" = "chain"."id" + $2) "#
                + #"SELECT "chain"."name" FROM "chain""#, [1, 1])

        #expect(rows == ["A", "B", "C"])
    }

    @Test func `the walk's order and its cycles`() async throws {
        let start = UserRow.where { $0.id == 1 }.select { ($0.id, $0.name) }
        let chain = start.recursive("chain") { chain in
            UserRow.all.crossJoin(chain).select { u, _ in (u.id, u.name) }
        }
        let repeats = Label<Bool>("repeats")
        let walk = chain.search(.depthFirst, by: { ($0.columns.0, $0.columns.1) }, into: "way")
            .cycle(on: { $0.columns.0 }, mark: CycleMark(repeats), path: "path")
        let query = walk.where { _ in !repeats.column(of: "chain") }
            .orderBy { _ in Label<String>("way") }.select { $0.columns.0 }
        let levels = chain.search(.breadthFirst, by: { $0.columns.0 }, into: "way")
            .cycle(
                on: { ($0.columns.0, $0.columns.1) },
                mark: CycleMark(Label("mark"), repeated: "y'", otherwise: "n"), path: "path")

        let rows = try await run(
            query,
            #"WITH RECURSIVE "chain" ("column1", "column2") AS ("#
                + #"SELECT "users"."id", "users"."name" FROM "users" WHERE "users"."id" = $1 "#
                + #"UNION ALL SELECT "users"."id", "users"."name" FROM "users" "#
                + #"CROSS JOIN "chain") SEARCH DEPTH FIRST BY "column1", "column2" SET "way" "#
                + #"CYCLE "column1" SET "repeats" USING "path" "#
                + #"SELECT "chain"."column1" FROM "chain" "#
                + #"WHERE NOT "chain"."repeats" ORDER BY "way""#, [1])
        #expect(
            levels.select { $0.columns.0 }.sql.text.contains(
                #") SEARCH BREADTH FIRST BY "column1" SET "way" CYCLE "column1", "column2" "#
                    + #"SET "mark" TO text 'y''' DEFAULT text 'n' USING "path" "#))
        let all = try await levels.select { $0.columns.0 }.fetch(on: TestDatabase.pool)

        #expect(rows == [1, 2, 3, 3, 2])
        #expect(all.count > rows.count)
    }

    @Test func `a change of data as a table, read by a query`() async throws {
        let deleted = PostRow.delete.where { $0.isPublished }.returning { ($0.id, $0.title) }
            .common("deleted")
        let query = deleted.select { ($0.columns.0, $0.columns.1) }

        let rows: [(Int, String)] = try await run(
            query,
            #"WITH "deleted" ("column1", "column2") AS (DELETE FROM "blog"."posts" "#
                + #"WHERE "posts"."is_published" RETURNING "posts"."id", "posts"."title") "#
                + #"SELECT "deleted"."column1", "deleted"."column2" FROM "deleted""#)

        #expect(rows.map(\.1) == ["first"])
        #expect(try await PostRow.all.fetch(on: TestDatabase.pool).count == 1)
    }

    @Test func `a change that is not read happens as well`() async throws {
        let query = UserRow.select { _ in countRows() }
            .with(PostRow.delete.all.returning { $0.id }.common("gone"))

        let rows = try await run(
            query,
            #"WITH "gone" ("column1") AS (DELETE FROM "blog"."posts" RETURNING "posts"."id") "#
                + #"SELECT count(*) FROM "users""#)

        #expect(rows == [3])
        #expect(try await PostRow.all.fetch(on: TestDatabase.pool).isEmpty)
    }

    @Test func `a query inside the statement may define tables from the row around it`()
        async throws
    {
        let query = UserRow.orderBy { $0.id }.select { u in
            let mine = PostRow.where { $0.authorID == u.id }.common("mine")
            return (u.id, scalar(mine.select { _ in countRows() }.with(mine)))
        }

        let rows: [(Int, Int?)] = try await run(
            query,
            #"SELECT "users"."id", (WITH "mine" AS (SELECT \#(postColumns) "#
                + #"FROM "blog"."posts" WHERE "posts"."author_id" = "users"."id") "#
                + #"SELECT count(*) FROM "mine") FROM "users" ORDER BY "users"."id""#)

        #expect(rows.map(\.1) == [2, 0, 0])
    }
}
