import PGTestKit
import PGWire
import QueryBuilder
import Testing

@Suite("Views on a server", .liveDatabase(.blog), .timeLimit(.minutes(1)))
struct ViewLiveTests {
    @Test func `a view is a table`() async throws {
        let pool = try TestDatabase.pool

        try await run(
            AuthorTotal.createView(),
            #"CREATE VIEW "blog"."author's ""totals""" ("author_id", "posts", "note") AS "#
                + #"SELECT "posts"."author_id", count(*), 'it''s' FROM "blog"."posts" "#
                + #"WHERE "posts"."id" > '0' GROUP BY "posts"."author_id""#)
        let rows = try await AuthorTotal.where { $0.posts > 1 }.fetch(on: pool)
        let joined = try await UserRow.all.leftJoin(AuthorTotal.self) { u, t in t.authorID == u.id }
            .select { u, t in (u.name, t.posts) }.orderBy { u, _ in u.id }.fetch(on: pool)
        try await AuthorTotal.createView(orReplace: true).execute(on: pool)
        try await run(
            AuthorTotal.dropView(), #"DROP VIEW IF EXISTS "blog"."author's ""totals""""#)

        #expect(rows.map(\.authorID) == [1] && rows.map(\.posts) == [2])
        #expect(rows.map(\.note) == ["it's"])
        #expect(joined.map(\.1) == [2, nil, nil])
    }

    @Test func `a materialised view stays as it is until it is refreshed`() async throws {
        let pool = try TestDatabase.pool
        let name = #""blog"."author's ""totals""""#

        try await AuthorTotal.createMaterializedView().execute(on: pool)
        try await AuthorTotal.createMaterializedView(ifNotExists: true).execute(on: pool)
        try await PostRow.delete.where { $0.id == 1 }.execute(on: pool)
        let before = try await AuthorTotal.all.fetch(on: pool)
        try await run(AuthorTotal.refresh(), "REFRESH MATERIALIZED VIEW \(name)")
        try await pool.query(#"CREATE UNIQUE INDEX ON blog."author's ""totals""" (author_id)"#)
        try await run(
            AuthorTotal.refresh(concurrently: true),
            "REFRESH MATERIALIZED VIEW CONCURRENTLY \(name)")
        let after = try await AuthorTotal.all.fetch(on: pool)
        try await run(
            AuthorTotal.dropMaterializedView(), "DROP MATERIALIZED VIEW IF EXISTS \(name)")

        #expect(before.map(\.posts) == [2])
        #expect(after.map(\.posts) == [1])
    }
}

/// A view with a name that has to be quoted.
private struct AuthorTotal: ViewTable {
    var authorID: Int
    var posts: Int
    var note: String

    struct Columns: TableColumns {
        typealias Value = AuthorTotal
        let authorID: Column<Int>
        let posts: Column<Int>
        let note: Column<String>
        init(_ table: TableReference) {
            authorID = Column(table, "author_id")
            posts = Column(table, "posts")
            note = Column(table, "note")
        }
        var selectedExpressions: [SQLNode] { [authorID.node, posts.node, note.node] }
    }

    static let definition = TableDefinition(
        schema: "blog", name: "author's \"totals\"",
        columns: [
            ColumnDefinition("author_id", Int.sqlType), ColumnDefinition("posts", Int.sqlType),
            ColumnDefinition("note", String.sqlType),
        ])

    static var query: Select<PostRow.Columns, Int, Int, String> {
        PostRow.where { $0.id > 0 }.groupBy { $0.authorID }
            .select { ($0.authorID, countRows(), Expression<String>("\("it's")")) }
    }

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        authorID = try Int(from: row, at: &index)
        posts = try Int(from: row, at: &index)
        note = try String(from: row, at: &index)
    }
}
