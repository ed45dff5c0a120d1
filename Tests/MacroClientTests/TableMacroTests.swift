import PGSchema
import StrataMacros
import Testing

@Suite("Structs with @Table")
struct TableMacroTests {
    @Test func `the definition is the one written by hand`() {
        let users = TableDefinition(
            name: "users",
            columns: [
                ColumnDefinition("id", Int.sqlType, identity: .byDefault),
                ColumnDefinition("email", String.sqlType),
                ColumnDefinition("name", String.sqlType),
                ColumnDefinition("age", Int.sqlType, isNullable: true),
            ],
            primaryKey: ["id"],
            uniques: [UniqueDefinition(name: "users_email_key", columns: ["email"])])
        let posts = TableDefinition(
            schema: "blog", name: "posts",
            columns: [
                ColumnDefinition("id", Int.sqlType, identity: .byDefault),
                ColumnDefinition("author_id", Int.sqlType),
                ColumnDefinition("title", String.sqlType),
                ColumnDefinition("note", String.sqlType, isNullable: true),
                ColumnDefinition("is_published", Bool.sqlType, default: "false"),
            ],
            primaryKey: ["id"],
            foreignKeys: [
                ForeignKeyDefinition(
                    name: "posts_author_id_fkey", columns: ["author_id"], referencedTable: "users",
                    referencedColumns: ["id"], onDelete: .cascade)
            ])
        #expect(UserRow.definition == users)
        #expect(PostRow.definition == posts)
    }

    @Test func `every attribute reaches the definition`() {
        let definition = TableDefinition(
            name: "odd \"ones\"",
            columns: [
                ColumnDefinition("default", String.sqlType),
                ColumnDefinition("lvl", "level"),
                ColumnDefinition("row", "citext"),
                ColumnDefinition("index", Int32.sqlType),
                ColumnDefinition("table", Int32.sqlType),
                ColumnDefinition("cell", "text[]", isNullable: true),
                ColumnDefinition("mask", Bool.sqlType),
                ColumnDefinition("created_at", "timestamptz", default: "now()"),
                ColumnDefinition("level2", Int.sqlType, isNullable: true, default: "1"),
                ColumnDefinition("html_body", String.sqlType),
            ],
            primaryKey: ["default"],
            checks: [
                CheckDefinition(name: "not_empty", expression: "htmlBody <> ''"),
                CheckDefinition(name: "odd \"ones\"_html_body_check", expression: "true"),
            ],
            indexes: [
                IndexDefinition(name: "odd \"ones\"_created_at_idx", keys: ["created_at"])
            ])
        #expect(Nested.Odd.definition == definition)
    }

    @Test func `a key may be a UUID that the server makes`() {
        #expect(
            NoteRow.definition.columns.first
                == ColumnDefinition("id", "uuid", default: "gen_random_uuid()"))
    }

    @Test func `the memberwise initializer survives`() {
        let user = UserRow(id: 1, email: "a@x.org", name: "A", age: nil)
        #expect(user.id == 1)
    }

    @Test func `a new row leaves out what the server makes`() {
        let user = UserRow.New(email: "a@x.org", name: "A")
        #expect(UserRow.New.insertColumns == ["email", "name", "age"])
        #expect(UserRow.insert(user).sql.parameters.map(\.isNull) == [false, false, true])
        #expect(
            UserRow.insert(user).sql.text
                == #"INSERT INTO "users" ("email", "name", "age") VALUES ($1, $2, $3)"#)
    }

    @Test func `a new row leaves a default to the server`() {
        let open = PostRow.New(authorID: 1, title: "T")
        let set = PostRow.New(authorID: 1, title: "T", note: "N", isPublished: true)
        let prefix =
            #"INSERT INTO "blog"."posts" ("author_id", "title", "note", "is_published") "#
        #expect(PostRow.insert(open).sql.text == prefix + "VALUES ($1, $2, $3, DEFAULT)")
        #expect(PostRow.insert(set).sql.text == prefix + "VALUES ($1, $2, $3, $4)")
    }

    @Test func `the columns read in the order of the definition`() {
        #expect(
            PostRow.where { $0.isPublished }.sql.text
                == #"SELECT "posts"."id", "posts"."author_id", "posts"."title", "posts"."note", "#
                + #""posts"."is_published" FROM "blog"."posts" WHERE "posts"."is_published""#)
        #expect(PostRow.columnCount == 5)
        #expect(PostRow.columns.selectedExpressions.count == 5)
    }
}
