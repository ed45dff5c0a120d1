import QueryBuilder
import Testing

private let new = UserRow.New(email: "a@x.org", name: "A")

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
        name: "tickets", columns: [ColumnDefinition("id", Int.sqlType, identity: .always)],
        primaryKey: ["id"])

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        id = try Int(from: row, at: &index)
    }

    struct New: InsertValues {
        typealias Target = TicketRow
        static var insertColumns: [String] { [] }
        var insertValues: [InsertValue] { [] }
    }
}

@Suite("INSERT")
struct InsertTests {
    @Test func `one row, with NULL for what is not given`() {
        expectSQL(
            UserRow.insert(new),
            #"INSERT INTO "users" ("email", "name", "age") VALUES ($1, $2, $3)"#,
            ["a@x.org", "A", SQLNull()])
    }

    @Test func `several rows in one statement, returning what the server made`() {
        let query = UserRow.insert(new, UserRow.New(email: "b@x.org", name: "B", age: 3))
            .returning { ($0.id, $0.email) }
        let types: (Int, String).Type = elementType(of: query)

        _ = types
        expectSQL(
            query,
            #"INSERT INTO "users" ("email", "name", "age") VALUES ($1, $2, $3), ($4, $5, $6) "#
                + #"RETURNING "users"."id", "users"."email""#,
            ["a@x.org", "A", SQLNull(), "b@x.org", "B", 3])
    }

    @Test func `returning without a list gives whole rows`() {
        let query = UserRow.insert(new).returning()
        let type: UserRow.Type = elementType(of: query)

        _ = type
        #expect(query.sql.text.hasSuffix(" RETURNING \(userColumns)"))
    }

    @Test func `a column with a default is left to it, row by row`() {
        expectSQL(
            PostRow.insert([
                PostRow.New(authorID: 1, title: "a", isPublished: true),
                PostRow.New(authorID: 1, title: "b", note: "n"),
            ]),
            #"INSERT INTO "blog"."posts" ("author_id", "title", "note", "is_published") "#
                + "VALUES ($1, $2, $3, $4), ($5, $6, $7, DEFAULT)",
            [1, "a", SQLNull(), true, 1, "b", "n"])
    }

    @Test func `no rows are a statement that inserts none`() {
        expectSQL(
            UserRow.insert([UserRow.New]()),
            #"INSERT INTO "users" ("email", "name", "age") SELECT NULL, NULL, NULL WHERE false"#)
    }

    @Test func `rows without any value take the defaults`() {
        expectSQL(
            TicketRow.insert(TicketRow.New()).returning(),
            #"INSERT INTO "tickets" DEFAULT VALUES RETURNING "tickets"."id""#)
        expectSQL(
            TicketRow.insert(TicketRow.New(), TicketRow.New()),
            #"INSERT INTO "tickets" ("id") VALUES (DEFAULT), (DEFAULT)"#)
    }

    @Test func `rows in conflict can be left out`() {
        expectSQL(
            UserRow.insert(new).onConflictDoNothing(),
            #"INSERT INTO "users" ("email", "name", "age") VALUES ($1, $2, $3) "#
                + "ON CONFLICT DO NOTHING", ["a@x.org", "A", SQLNull()])
        expectSQL(
            UserRow.insert(new).onConflict(\.email).doNothing(),
            #"INSERT INTO "users" ("email", "name", "age") VALUES ($1, $2, $3) "#
                + #"ON CONFLICT ("email") DO NOTHING"#, ["a@x.org", "A", SQLNull()])
    }

    @Test func `rows in conflict can overwrite columns`() {
        expectSQL(
            UserRow.insert(new).onConflict(\.email, \.id).doUpdate(\.name, \.age).returning(\.id),
            #"INSERT INTO "users" ("email", "name", "age") VALUES ($1, $2, $3) "#
                + #"ON CONFLICT ("email", "id") DO UPDATE SET "name" = "excluded"."name", "#
                + #""age" = "excluded"."age" RETURNING "users"."id""#,
            ["a@x.org", "A", SQLNull()])
    }

    @Test func `rows in conflict can update from both rows, under a condition`() {
        let query = UserRow.insert(new).onConflict(\.email).doUpdate { update, excluded in
            update.set(\.name, to: excluded.name).set(\.age) { $0.age + 1 }
                .where { $0.name != excluded.name }
        }

        expectSQL(
            query,
            #"INSERT INTO "users" ("email", "name", "age") VALUES ($1, $2, $3) "#
                + #"ON CONFLICT ("email") DO UPDATE SET "name" = "excluded"."name", "#
                + #""age" = "users"."age" + $4 WHERE "users"."name" <> "excluded"."name""#,
            ["a@x.org", "A", SQLNull(), 1])
    }
}
