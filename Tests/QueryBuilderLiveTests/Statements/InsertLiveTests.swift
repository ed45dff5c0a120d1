import PGTestKit
import PGWire
import QueryBuilder
import Testing

@Suite("INSERT in full on a server", .liveDatabase(.blog), .timeLimit(.minutes(1)))
struct InsertLiveTests {
    private let new = UserRow.New(email: "a@x.org", name: "Z", age: 1)
    private let insertNew =
        #"INSERT INTO "users" ("email", "name", "age") VALUES ($1, $2, $3)"#

    @Test func `columns, rows and cells`() async throws {
        let rows = try await run(
            UserRow.insert(columns: \.email, \.name).values([("d@x.org", "D"), ("e@x.org", "E")]),
            #"INSERT INTO "users" ("email", "name") VALUES ($1, $2), ($3, $4)"#,
            ["d@x.org", "D", "e@x.org", "E"])
        let one = try await run(
            UserRow.insert(columns: \.email, \.name).values("f@x.org", "F"),
            #"INSERT INTO "users" ("email", "name") VALUES ($1, $2)"#, ["f@x.org", "F"])
        let into = PostRow.insert(columns: \.authorID, \.title, \.isPublished)
        let cells = try await run(
            into.cells([
                (.value(1), .expression(Expression.value("x").upper()), .default),
                (.value(2), .value("y"), .value(true)),
            ]).returning { $0.title },
            #"INSERT INTO "blog"."posts" ("author_id", "title", "is_published") "#
                + #"VALUES ($1, upper($2::text), DEFAULT), ($3, $4, $5) "#
                + #"RETURNING "posts"."title""#, [1, "x", 2, "y", true])

        #expect(rows == 2 && one == 1)
        #expect(cells == ["X", "y"])
    }

    @Test func `the rows of a query`() async throws {
        let titles = PostRow.orderBy { $0.id }.select { ($0.title.concat("@x.org"), $0.title) }

        let count = try await run(
            UserRow.insert(columns: \.email, \.name).select(titles),
            #"INSERT INTO "users" ("email", "name") SELECT "posts"."title" || $1, "#
                + #""posts"."title" FROM "blog"."posts" ORDER BY "posts"."id""#, ["@x.org"])

        #expect(count == 2)
    }

    @Test func `more rows than a statement may have parameters, in their order`() async throws {
        let rows = (1...30_000).map { ("u\($0)@x.org", "U\($0)", $0 % 2 == 0 ? $0 : nil) }
        let insert = UserRow.insert(columns: \.email, \.name, \.age).unnest(rows)

        let ids: [Int] = try await insert.returning { $0.id }.fetch(on: TestDatabase.pool)

        #expect(
            insert.sql.text
                == #"INSERT INTO "users" ("email", "name", "age") SELECT "rows"."email", "#
                + #""rows"."name", "rows"."age" FROM unnest($1::text[], $2::text[], $3::bigint[]) "#
                + #"WITH ORDINALITY AS "rows" ("email", "name", "age", "ordinality") "#
                + #"ORDER BY "rows"."ordinality""#)
        #expect(ids == Array(4...30_003))
        #expect(
            try await UserRow.where { $0.id == 30_003 }.fetchOne(on: TestDatabase.pool)?.age
                == 30_000)
    }

    @Test func `rows by arrays may have defaults, all of them or some`() async throws {
        let all = PostRow.insert(unnesting: [
            PostRow.New(authorID: 1, title: "a"), PostRow.New(authorID: 2, title: "b", note: "n"),
        ])
        let some = PostRow.insert(unnesting: [
            PostRow.New(authorID: 1, title: "c", isPublished: true),
            PostRow.New(authorID: 2, title: "d"),
        ])

        let first = try await run(
            all.returning { $0.isPublished },
            #"INSERT INTO "blog"."posts" ("author_id", "title", "note") "#
                + #"SELECT "rows"."author_id", "rows"."title", "rows"."note" "#
                + "FROM unnest($1::bigint[], $2::text[], $3::text[]) WITH ORDINALITY AS "
                + #""rows" ("author_id", "title", "note", "ordinality") "#
                + #"ORDER BY "rows"."ordinality" RETURNING "posts"."is_published""#,
            [[1, 2], ["a", "b"], [nil, "n"] as [String?]])
        let second: [Bool] = try await some.returning { $0.isPublished }
            .fetch(on: TestDatabase.pool)

        #expect(first == [false, false])
        #expect(
            some.sql.text.contains(
                #"CASE WHEN "rows"."is_published_is_default" THEN false "#
                    + #"ELSE "rows"."is_published" END"#))
        #expect(second == [true, false])
        #expect(
            try await PostRow.insert(unnesting: [PostRow.New]())
                .execute(on: TestDatabase.pool) == 0)
    }

    @Test func `nothing but defaults`() async throws {
        try await TestDatabase.pool.query(
            "CREATE TABLE tickets (id bigint GENERATED ALWAYS AS IDENTITY)")

        let id = try await run(
            TicketRow.insertDefaults().returning { $0.id },
            #"INSERT INTO "tickets" DEFAULT VALUES RETURNING "tickets"."id""#)
        let given = try await run(
            TicketRow.insert(columns: \.id).values([77]).overridingSystemValue()
                .returning { $0.id },
            #"INSERT INTO "tickets" ("id") OVERRIDING SYSTEM VALUE VALUES ($1) "#
                + #"RETURNING "tickets"."id""#, [77])
        let ignored = try await run(
            TicketRow.insert(columns: \.id).values([78]).overridingUserValue()
                .returning { $0.id },
            #"INSERT INTO "tickets" ("id") OVERRIDING USER VALUE VALUES ($1) "#
                + #"RETURNING "tickets"."id""#, [78])

        #expect(id == [1] && given == [77] && ignored == [2])
    }

    @Test func `a conflict with a named constraint`() async throws {
        let updated = try await run(
            UserRow.insert(new).as("u").onConflict(constraint: "users_email_key")
                .doUpdate { update, excluded in
                    update.set(\.name, to: excluded.name).where { $0.age > excluded.age }
                }
                .returning { $0.id },
            insertNew.replacing(#""users""#, #""users" AS "u""#)
                + #" ON CONFLICT ON CONSTRAINT "users_email_key" DO UPDATE "#
                + #"SET "name" = "excluded"."name" WHERE "u"."age" > "excluded"."age" "#
                + #"RETURNING "u"."id""#, ["a@x.org", "Z", 1])

        #expect(updated == [1])
    }

    @Test func `a conflict by a partial index, and by one of an expression`() async throws {
        try await TestDatabase.pool.query(
            "CREATE UNIQUE INDEX young ON users (name) WHERE age < 40")
        try await TestDatabase.pool.query(
            #"CREATE UNIQUE INDEX lowered ON users (lower(email) COLLATE "C" text_pattern_ops)"#)
        let twin = UserRow.New(email: "q@x.org", name: "A", age: 2)
        let shouting = UserRow.New(email: "A@X.org", name: "Q")

        let partial = try await run(
            UserRow.insert(twin).onConflict(\.name).where { $0.age < 40 }.doNothing(),
            insertNew + #" ON CONFLICT ("name") WHERE "age" < $4 DO NOTHING"#,
            ["q@x.org", "A", 2, 40])
        let expression = try await run(
            UserRow.insert(shouting).onConflict {
                [IndexElement($0.email.lower(), collation: "C", operatorClass: "text_pattern_ops")]
            }.doNothing(),
            insertNew
                + #" ON CONFLICT ((lower("email")) COLLATE "C" "text_pattern_ops") DO NOTHING"#,
            ["A@X.org", "Q", SQLNull()])

        #expect(partial == 0 && expression == 0)
    }

    @Test func `common tables before an insertion`() async throws {
        let gone = PostRow.delete.where { $0.isPublished }.returning { ($0.title, $0.title) }
            .common("gone")
        let moved = gone.select { ($0.columns.0, $0.columns.1) }

        let count = try await run(
            UserRow.insert(columns: \.email, \.name).select(moved)
                .with(UserRow.delete.where { $0.id == 3 }.common("third")),
            #"WITH "third" AS (DELETE FROM "users" WHERE "users"."id" = $1), "#
                + #""gone" ("column1", "column2") AS (DELETE FROM "blog"."posts" "#
                + #"WHERE "posts"."is_published" RETURNING "posts"."title", "posts"."title") "#
                + #"INSERT INTO "users" ("email", "name") "#
                + #"SELECT "gone"."column1", "gone"."column2" FROM "gone""#, [3])

        #expect(count == 1)
        #expect(try await UserRow.all.fetch(on: TestDatabase.pool).count == 3)
    }
}

extension String {
    fileprivate func replacing(_ part: String, _ other: String) -> String {
        guard let range = firstRange(of: part) else { return self }
        return self[..<range.lowerBound] + other + self[range.upperBound...]
    }

    private func firstRange(of part: String) -> Range<Index>? {
        indices.first { self[$0...].hasPrefix(part) }.map { start in
            start..<index(start, offsetBy: part.count)
        }
    }
}

/// A table whose rows have nothing but what the server gives them.
struct TicketRow: Table {
    var id: Int

    struct Columns: TableColumns {
        typealias Value = TicketRow
        let id: Column<Int>
        init(_ table: TableReference) { id = Column(table, "id") }
        var selectedExpressions: [SQLNode] { [id.node] }
    }

    static let definition = TableDefinition(
        name: "tickets", columns: [ColumnDefinition("id", Int.sqlType, identity: .always)])

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        id = try Int(from: row, at: &index)
    }
}
