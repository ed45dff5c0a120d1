import Foundation
import PGTestKit
import StrataMacros
import Testing

@Suite("Types made by macros on a server", .liveDatabase, .timeLimit(.minutes(1)))
struct RoundTripTests {
    private let schema = Schema(Author.self, Book.self)

    private func createSchema() async throws -> ConnectionPool {
        let pool = try TestDatabase.pool
        _ = try await pool.execute("CREATE SCHEMA blog")
        try await schema.createAll(on: pool)
        return pool
    }

    @Test func `the schema is made as the attributes say`() async throws {
        let pool = try await createSchema()
        let columns = try await pool.query(
            """
            SELECT attname || ' ' || format_type(atttypid, atttypmod)
                || CASE WHEN attnotnull THEN ' not null' ELSE '' END
                || coalesce(' default ' || pg_get_expr(adbin, adrelid), '')
            FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
            WHERE attrelid = 'blog.books'::regclass AND attnum > 0 ORDER BY attnum
            """
        ).decode(String.self)
        #expect(
            columns == [
                "id uuid not null default gen_random_uuid()",
                "head character varying(80) not null",
                "created_at timestamp with time zone not null default now()",
                "is_draft boolean not null", "author_id bigint not null", "editor_id bigint",
            ])
        let indexes = try await pool.query(
            "SELECT indexname::text FROM pg_indexes WHERE tablename = 'books' ORDER BY 1"
        ).decode(String.self)
        #expect(
            indexes == [
                "books_author_id_idx", "books_editor_id_idx", "books_head_idx", "books_pkey",
            ])
    }

    @Test func `what the server makes comes back, and changes go out`() async throws {
        let database = Database(try await createSchema())
        let id = try await database.withSession { session in
            let author = Author(email: "a@x.org", age: 40)
            let book = Book(title: "One", author: author)
            session.add(book)
            try await session.commit()
            #expect(author.role == "member")
            #expect(book.author.id == author.id)
            #expect(book.createdAt > Date(timeIntervalSince1970: 0))

            book.title = "Two"
            book.editor = ToOne(author)
            author.age = nil
            try await session.commit()
            return book.id
        }
        try await database.withSession { session in
            let book = try #require(try await session.get(Book.self, id))
            #expect(book.title == "Two")
            #expect(book.isDraft)
            let authors = try await session.fetch(
                Author.where { $0.email == "a@x.org" }.include(\.books).include(\.edited))
            let author = try #require(authors.first)
            #expect(author.age == nil)
            #expect(try author.books.all.map(\.title) == ["Two"])
            #expect(try author.edited.all.first === book)
            #expect(try book.author.value === author)
        }
    }

    @Test func `a violated constraint names the property`() async throws {
        let database = Database(try await createSchema())
        try await database.withSession { session in
            session.add(Author(email: "a@x.org"))
            session.add(Author(email: "a@x.org"))
            let error = await #expect(throws: PGError.self) { try await session.commit() }
            #expect(error?.description.contains("email") == true)
        }
    }

    @Test func `structs read and write the same tables`() async throws {
        let pool = try await createSchema()
        let authors = try await AuthorRow.insert(
            AuthorRow.New(email: "a@x.org"), AuthorRow.New(email: "b@x.org", role: "admin", age: 3)
        ).returning().fetch(on: pool)
        #expect(authors.map(\.role) == ["member", "admin"])
        #expect(authors.map(\.age) == [nil, 3])
        let id = try #require(authors.first?.id)

        let key = UUID()
        let books = try await BookRow.insert(
            BookRow.New(title: "One", isDraft: false, authorID: id),
            BookRow.New(id: key, title: "Two", isDraft: true, authorID: id, editorID: id)
        ).returning().fetch(on: pool)
        #expect(books.last?.id == key)

        let found = try await AuthorRow.join(BookRow.self) { $0.id == $1.authorID }
            .where { author, book in author.role == "member" && book.isDraft }
            .select { author, book in (author.email, book.title, book.editorID) }
            .fetch(on: pool)
        #expect(found.map(\.1) == ["Two"])
        #expect(found.first?.2 == id)
    }
}
