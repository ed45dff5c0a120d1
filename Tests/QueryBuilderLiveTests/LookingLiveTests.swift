import PGCore
import PGTestKit
import PGWire
import QueryBuilder
import Testing

@Suite("Looking at queries, on a server", .liveDatabase(.blog), .timeLimit(.minutes(1)))
struct LookingLiveTests {
    private let query = UserRow.leftJoin(PostRow.self) { u, p in p.authorID == u.id }
        .where { u, p in u.email != "it's" && (p.id.isNull || p.id.between(1, and: 9)) }
        .where { u, _ in PostRow.where { $0.authorID == u.id || $0.note == "a(b" }.exists }
        .groupBy { u, _ in u.id }
        .having { _, p in p.id.count() > 0 }
        .orderBy { u, _ in u.id }
        .limit(3)
        .select { u, p in
            (
                u.id, p.id.count(), u.id.max().extractedOrZero,
                Case.when(u.id > 1, then: "WHERE").end
            )
        }

    @Test func `laid out, a statement has one line for each clause, and means the same`()
        async throws
    {
        let pool = try TestDatabase.pool
        let statement = query.sql
        var pretty = SQLStatement()
        pretty.append(raw: statement.prettyText)

        #expect(
            statement.prettyText == """
                SELECT "users"."id", count("posts"."id"), coalesce(max("users"."id"), $1), \
                CASE WHEN "users"."id" > $2 THEN $3::text END
                FROM "users"
                LEFT JOIN "blog"."posts" ON "posts"."author_id" = "users"."id"
                WHERE "users"."email" <> $4
                    AND ("posts"."id" IS NULL OR "posts"."id" BETWEEN $5 AND $6)
                    AND EXISTS (
                    SELECT 1
                    FROM "blog"."posts"
                    WHERE "posts"."author_id" = "users"."id"
                        OR "posts"."note" = $7
                )
                GROUP BY "users"."id"
                HAVING count("posts"."id") > $8
                ORDER BY "users"."id"
                LIMIT $9
                """)
        let rows = try await query.fetch(on: pool)
        #expect(rows.map(\.0) == [1])
        let words = statement.text.split(whereSeparator: \.isWhitespace).joined()
        #expect(statement.prettyText.split(whereSeparator: \.isWhitespace).joined() == words)
    }

    @Test func `with its values written into it, a statement answers the same`() async throws {
        let connection = try await TestDatabase.current.connect()
        var raw = SQLStatement()
        raw.append(raw: query.sql.inlined.text)
        var laidOut = SQLStatement()
        laidOut.append(raw: query.sql.inlined.pretty)

        let rows = try await query.fetch(on: connection)
        let same = try query.decode(try await connection.execute(raw))
        let again = try query.decode(try await connection.execute(laidOut))

        #expect(query.sql.inlined.text.contains("<> 'it''s'"))
        #expect(!query.sql.inlined.text.contains("$"))
        #expect(rows.map(\.1) == same.map(\.1) && rows.map(\.3) == again.map(\.3))
        await connection.close()
    }

    @Test func `comments reach the server and cannot end`() async throws {
        let comment: SQLComment = [
            "route": "/users */ ; DROP TABLE users; --", "quote'key": "it's", "null": "\0",
        ]
        let tagged = UserRow.select { $0.id }.orderBy { $0.id }.tagged(
            with: comment.with(traceparent: "00-4bf92f-00f067-01", tracestate: "a=b"),
            fileID: "App/Users.swift", line: 12)

        #expect(
            tagged.sql.text == """
                SELECT "users"."id" FROM "users" ORDER BY "users"."id" \
                /*line='App%2FUsers.swift%3A12',null='%00',quote%27key='it%27s',\
                route='%2Fusers%20%2A%2F%20%3B%20DROP%20TABLE%20users%3B%20--',\
                traceparent='00-4bf92f-00f067-01',tracestate='a%3Db'*/
                """)
        #expect(try await tagged.fetch(on: TestDatabase.pool) == [1, 2, 3])
        #expect(try await tagged.fetchFirst(on: TestDatabase.pool) == 1)
        let update = UserRow.update.set(\.name, to: "x").where { $0.id == 1 }
            .tagged(with: [:], fileID: "A", line: 1)
        #expect(update.sql.text.hasSuffix(" /*line='A%3A1'*/"))
        #expect(try await update.execute(on: TestDatabase.pool) == 1)
        #expect(SQLComment().text.isEmpty)
    }

    @Test func `a plan is a tree`() async throws {
        let pool = try TestDatabase.pool

        let plan = try await query.explain(on: pool)
        let analyzed = try await UserRow.update.set(\.name, to: "x").all
            .explain(on: pool, .analyze)

        #expect(plan.root.type == "Limit")
        #expect(analyzed.root.type == "ModifyTable")
        #expect(try await UserRow.where { $0.name == "x" }.fetch(on: pool).isEmpty)
        let error = await #expect(throws: PGError.self) {
            try await UserRow.select { _ in Expression<Int>("no_such_column") }.explain(on: pool)
        }
        #expect(error?.location?.fileID == #fileID)
    }
}

extension SQLExpression<Int?> {
    fileprivate var extractedOrZero: Expression<Int> { coalesce(0) }
}
