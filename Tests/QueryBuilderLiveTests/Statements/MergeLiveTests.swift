import PGTestKit
import PGWire
import QueryBuilder
import Testing

@Suite("MERGE on a server", .liveDatabase(.blog), .timeLimit(.minutes(1)))
struct MergeLiveTests {
    private let list = values([(1, "one"), (2, "two"), (9, "nine")])
    private let using =
        #"MERGE INTO "users" USING (VALUES ($1::bigint, $2::text), ($3, $4), ($5, $6)) "#
        + #"AS "list" ("column1", "column2") ON "users"."id" = "list"."column1""#
    private let parameters: [any ParameterEncodable] = [1, "one", 2, "two", 9, "nine"]

    private var draft: MergeDraft<UserRow, TupleColumns<Int, String>> {
        UserRow.merge(using: list.derived("list")) { u, l in u.id == l.columns.0 }
    }

    @Test func `rows are updated, deleted and inserted`() async throws {
        let merge =
            draft
            .whenMatched { u, _ in u.age == -1 }.doNothing()
            .whenMatched { _, l in l.columns.1.eq("two") }.delete()
            .whenMatched().update { update, l in update.set(\.name, to: l.columns.1) }
            .whenNotMatched { l in l.columns.0 > 100 }.doNothing()
            .whenNotMatched().insert { insert, l in
                insert.set(\.email, to: l.columns.1).set(\.name, to: l.columns.1.upper())
                    .set(\.age, to: 5)
            }

        let count = try await run(
            merge,
            using + #" WHEN MATCHED AND "users"."age" = $7 THEN DO NOTHING"#
                + #" WHEN MATCHED AND "list"."column2" = $8 THEN DELETE"#
                + #" WHEN MATCHED THEN UPDATE SET "name" = "list"."column2""#
                + #" WHEN NOT MATCHED AND "list"."column1" > $9 THEN DO NOTHING"#
                + #" WHEN NOT MATCHED THEN INSERT ("email", "name", "age") "#
                + #"VALUES ("list"."column2", upper("list"."column2"), $10)"#,
            parameters + [-1, "two", 100, 5])

        #expect(count == 3)
        let names = try await UserRow.orderBy { $0.id }.select { $0.name }
            .fetch(on: TestDatabase.pool)
        #expect(names == ["one", "C", "NINE"])
    }

    @Test func `with a table under another name`() async throws {
        let merge = UserRow.merge(using: PostRow.self, as: "p", into: "u") { u, p in u.id == p.id }
            .only.whenMatched().update { update, p in update.set(\.name, to: p.title) }

        let count = try await run(
            merge,
            #"MERGE INTO ONLY "users" AS "u" USING "blog"."posts" AS "p" ON "u"."id" = "p"."id" "#
                + #"WHEN MATCHED THEN UPDATE SET "name" = "p"."title""#)

        #expect(count == 2)
    }

    @Test func `identity columns may be overridden, and rows be all defaults`() async throws {
        try await TestDatabase.pool.query(
            "CREATE TABLE tickets (id bigint GENERATED ALWAYS AS IDENTITY)")
        let numbers = generateSeries(from: 41, through: 42)
        let system = TicketRow.merge(using: numbers) { t, n in t.id == n.value }
            .whenNotMatched { n in n.value == 41 }
            .insert(overridingSystemValue: true) { insert, n in insert.set(\.id, to: n.value) }
            .whenNotMatched().insertDefaults()
        let user = TicketRow.merge(using: numbers) { t, n in t.id == n.value }
            .whenNotMatched().insertOverridingUserValue { insert, n in
                insert.set(\.id, to: n.value)
            }
        let source =
            #"MERGE INTO "tickets" USING generate_series($1::bigint, $2::bigint) AS "series" "#
            + #"("value") ON "tickets"."id" = "series"."value" "#

        try await run(
            system,
            source + #"WHEN NOT MATCHED AND "series"."value" = $3 THEN "#
                + #"INSERT ("id") OVERRIDING SYSTEM VALUE VALUES ("series"."value") "#
                + "WHEN NOT MATCHED THEN INSERT DEFAULT VALUES", [41, 42, 41])
        try await run(
            user,
            source + #"WHEN NOT MATCHED THEN INSERT ("id") OVERRIDING USER VALUE "#
                + #"VALUES ("series"."value")"#, [41, 42])

        let ids = try await TicketRow.orderBy { $0.id }.select { $0.id }
            .fetch(on: TestDatabase.pool)
        #expect(ids == [1, 2, 41])
    }

    @Test func `common tables before a merge`() async throws {
        let posts = PostRow.select { ($0.id, $0.title) }.common("fresh")
        let merge = UserRow.merge(using: posts) { u, p in u.id == p.columns.0 }
            .whenMatched().delete()

        let count = try await run(
            merge,
            #"WITH "fresh" ("column1", "column2") AS (SELECT "posts"."id", "posts"."title" "#
                + #"FROM "blog"."posts") MERGE INTO "users" USING "fresh" "#
                + #"ON "users"."id" = "fresh"."column1" WHEN MATCHED THEN DELETE"#)

        #expect(count == 2)
    }

    @Test func `rows without a source, and what is returned, from PostgreSQL 17 on`() async throws {
        let merge =
            draft
            .whenNotMatchedBySource { $0.age > 40 }.delete()
            .whenNotMatchedBySource().update { $0.set(\.name, to: "gone") }
            .whenNotMatched().doNothing()
            .whenMatched().doNothing()
        let returning = merge.returning { u, l in (mergeAction(), u.id, l.columns.0) }
        let leaving = draft.whenNotMatchedBySource().doNothing()

        expectSQL(
            returning,
            using + #" WHEN NOT MATCHED BY SOURCE AND "users"."age" > $7 THEN DELETE"#
                + #" WHEN NOT MATCHED BY SOURCE THEN UPDATE SET "name" = $8"#
                + " WHEN NOT MATCHED THEN DO NOTHING WHEN MATCHED THEN DO NOTHING"
                + #" RETURNING merge_action(), "users"."id", "list"."column1""#,
            parameters + [40, "gone"])
        expectSQL(leaving, using + " WHEN NOT MATCHED BY SOURCE THEN DO NOTHING", parameters)
        guard try await serverVersion() >= 17 else { return }
        let rows = try await returning.fetch(on: TestDatabase.pool)
        #expect(rows.map(\.0) == ["DELETE"])
        #expect(rows.map(\.1) == [3])
        #expect(rows.map(\.2) == [nil])
    }

    @Test func `old and new rows, from PostgreSQL 18 on`() async throws {
        let merge = draft.whenMatched().update { update, l in update.set(\.name, to: l.columns.1) }
            .whenNotMatched().insert { insert, l in
                insert.set(\.email, to: l.columns.1).set(\.name, to: l.columns.1)
            }
            .returningChanges { old, new in (mergeAction(), old.name, new.name) }

        #expect(merge.sql.text.hasSuffix(#" RETURNING merge_action(), "old"."name", "new"."name""#))
        guard try await serverVersion() >= 18 else { return }
        let rows = try await merge.fetch(on: TestDatabase.pool)
        #expect(Set(rows.map(\.0)) == ["UPDATE", "INSERT"])
        #expect(Set(rows.map(\.1)) == ["A", "B", nil])
        #expect(Set(rows.map(\.2)) == ["one", "two", "nine"])
    }
}
