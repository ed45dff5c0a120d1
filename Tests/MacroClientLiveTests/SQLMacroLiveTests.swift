import PGTestKit
import StrataMacros
import Testing

/// Texts of `#sql` on a server: as whole statements, and as parts of built ones.
@Suite("SQL checked while compiling, on a server", .liveDatabase, .timeLimit(.minutes(1)))
struct SQLMacroLiveTests {
    private func makeAuthors() async throws -> ConnectionPool {
        let pool = try TestDatabase.pool
        _ = try await pool.execute("CREATE SCHEMA blog")
        try await Schema(Author.self, Book.self).createAll(on: pool)
        try await AuthorRow.insert(
            AuthorRow.New(email: "ann@x.org", age: 30),
            AuthorRow.New(email: "bob@x.org", role: "admin"),
            AuthorRow.New(email: "o'hara@y.org", age: 50)
        ).execute(on: pool)
        return pool
    }

    @Test func `a whole statement, with values, names and quotes of every kind`() async throws {
        let pool = try await makeAuthors()
        let age = 40
        let table = "authors"

        let older = try await pool.query(
            #sql("SELECT email FROM blog.authors WHERE age > \(age)")
        ).decode(String.self)
        let quoted = try await pool.query(
            #sql(
                """
                SELECT email || $tag$'"$tag$ || E'\\'' -- it's
                FROM blog.\(identifier: table) /* "authors */
                WHERE email LIKE 'o''%' AND \(age) > 1
                """)
        ).decode(String.self)
        let raw = try await pool.query(
            #sql(
                #"SELECT email FROM blog.authors WHERE email ~ '^\w+@x\.org$' AND email < \#("b")"#)
        ).decode(String.self)

        #expect(older == ["o'hara@y.org"])
        #expect(quoted == ["o'hara@y.org'\"'"])
        #expect(raw == ["ann@x.org"])
    }

    @Test func `a statement is text and parameters`() {
        let statement: SQLStatement = #sql("SELECT \(1)::int, '$1', \(identifier: "a\"b") = \("x")")
        let kept: SQLStatement = #sql("a = \(2)")
        let whole: SQLStatement = #sql("SELECT 1 WHERE \(kept) AND b = \(3)")

        #expect(statement.text == #"SELECT $1::int, '$1', "a""b" = $2"#)
        #expect(statement.parameters.map(\.textRepresentation) == ["1", "x"])
        #expect(whole.text == "SELECT 1 WHERE a = $1 AND b = $2")
        #expect(whole.parameters.map(\.textRepresentation) == ["2", "3"])
    }

    @Test func `parts of a built query: conditions, a select list, an order`() async throws {
        let pool = try await makeAuthors()
        let pattern = "^[a-b]"
        let query = AuthorRow.where { #sql("\($0.email) ~ \(pattern)", as: Bool.self) && $0.id > 0 }
            .orderBy { #sql("length(\($0.email)) + \(1)", as: Int.self).descending }
            .orderBy { $0.id }
            .select { author in
                (
                    author.email, #sql("upper(\(author.role))", as: String.self),
                    Expression<Int?>(#sql("\(author.age) * \(2)"))
                )
            }

        let rows = try await query.fetch(on: pool)

        #expect(
            query.sql.text
                == #"SELECT "authors"."email", upper("authors"."role"), "authors"."age" * $1 "#
                + #"FROM "blog"."authors" WHERE ("authors"."email" ~ $2) AND "authors"."id" > $3 "#
                + #"ORDER BY length("authors"."email") + $4 DESC, "authors"."id""#)
        #expect(rows.map(\.0) == ["ann@x.org", "bob@x.org"])
        #expect(rows.map(\.1) == ["MEMBER", "ADMIN"])
        #expect(rows.map(\.2) == [60, nil])
    }

    @Test func `operators that look like something else reach the server`() async throws {
        let pool = try TestDatabase.pool
        let key = "b"
        let row = try await pool.query(
            #sql(
                """
                SELECT '{"b": 1}'::jsonb ? \(key), '{"b": [1]}'::jsonb @> '{"b": []}',
                    (ARRAY[1, 2, 3])[2:3] = ARRAY[2, 3], 7 */* seven */ 6, @ -5
                """)
        ).decode(Bool.self, Bool.self, Bool.self, Int.self, Int.self).first

        let values = try #require(row)
        #expect(values.0 && values.1 && values.2)
        #expect(values.3 == 42 && values.4 == 5)
    }
}
