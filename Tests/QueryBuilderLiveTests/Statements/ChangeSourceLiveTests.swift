import PGTestKit
import QueryBuilder
import Testing

@Suite("Queries as sources of changes", .liveDatabase(.blog), .timeLimit(.minutes(1)))
struct ChangeSourceLiveTests {
    private let newest =
        #"(SELECT \#(postColumns) FROM "blog"."posts" WHERE "posts"."id" > $2 "#
        + #"ORDER BY "posts"."id" DESC LIMIT $3) AS "posts""#

    @Test func `a limit and an order of what is read are kept`() async throws {
        let posts = PostRow.where { $0.id > 0 }.orderBy { $0.id.descending }.limit(1)
        let update = UserRow.update.set(\.age, to: 1).from(posts) { update, p in
            update.set(\.name, to: p.title)
        }
        .where { u, p in u.id == p.authorID }

        let count = try await run(
            update,
            #"UPDATE "users" SET "age" = $1, "name" = "posts"."title" FROM \#(newest) "#
                + #"WHERE "users"."id" = "posts"."author_id""#, [1, 0, 1])

        #expect(count == 1)
        let names = try await UserRow.where { $0.age == 1 }.select { $0.name }
            .fetch(on: TestDatabase.pool)
        #expect(names == ["second"])
    }

    @Test func `so are groups and locks of what a deletion uses`() async throws {
        let author = UserRow.as("u").orderBy { $0.id }.limit(1).forUpdate(.skipLocked)
        let delete = PostRow.delete.using(author).where { p, u in p.authorID == u.id }

        let count = try await run(
            delete,
            #"DELETE FROM "blog"."posts" USING (SELECT "u"."id", "u"."email", "u"."name", "#
                + #""u"."age" FROM "users" AS "u" ORDER BY "u"."id" LIMIT $1 "#
                + #"FOR UPDATE SKIP LOCKED) AS "u" WHERE "posts"."author_id" = "u"."id""#, [1])

        #expect(count == 2)
    }

    @Test func `a derived and a common table may be limited as well`() async throws {
        let ids = PostRow.select { ($0.authorID, $0.id) }
        let derived = UserRow.delete.using(ids.derived("ids").orderBy { $0.columns.1 }.limit(1))
            .where { u, ids in u.id == ids.columns.0 }
        let common = UserRow.delete.using(ids.common("ids").all.limit(1))
            .where { u, ids in u.id == ids.columns.0 }

        let first = try await run(
            derived,
            #"DELETE FROM "users" USING (SELECT "ids"."column1", "ids"."column2" FROM "#
                + #"(SELECT "posts"."author_id", "posts"."id" FROM "blog"."posts") "#
                + #"AS "ids" ("column1", "column2") ORDER BY "ids"."column2" LIMIT $1) "#
                + #"AS "ids" WHERE "users"."id" = "ids"."column1""#, [1])
        let second = try await run(
            common,
            #"WITH "ids" ("column1", "column2") AS "#
                + #"(SELECT "posts"."author_id", "posts"."id" FROM "blog"."posts") "#
                + #"DELETE FROM "users" USING "#
                + #"(SELECT "ids"."column1", "ids"."column2" FROM "ids" LIMIT $1) "#
                + #"AS "ids" WHERE "users"."id" = "ids"."column1""#, [1])

        #expect(first == 1 && second == 0)
    }

    @Test(arguments: 0..<6)
    func `of joined tables they are refused, not left out`(_ clause: Int) async throws {
        let joined = PostRow.join(UserRow.self) { p, u in p.authorID == u.id }
        let queries = [
            joined.limit(1), joined.offset(1), joined.orderBy { p, _ in p.id }, joined.distinct(),
            joined.groupBy { p, _ in p.id }, joined.forUpdate(),
        ]
        let sources = queries[clause]
        let delete = UserRow.delete.using(sources).where { u, both in u.id == both.0.authorID }
        let update = UserRow.update.from(sources) { update, both in
            update.set(\.name, to: both.0.title)
        }.all

        for command in [delete, update] as [any Command] {
            let error = await #expect(throws: PGError.self) {
                try await command.execute(on: TestDatabase.pool)
            }
            #expect(error?.sqlState == .undefinedTable)
            #expect(error?.message.contains("joined tables have no order, limit") == true)
        }
        #expect(try await UserRow.all.fetch(on: TestDatabase.pool).count == 3)
    }
}
