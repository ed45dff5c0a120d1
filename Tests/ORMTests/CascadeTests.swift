import ORM
import ORMTestSupport
import PGCore
import Testing

@Suite("Where deletions go on to")
struct CascadeTests {
    private let source = ScriptedSource()
    private let session: SessionCore<ScriptedSource>

    init() {
        session = SessionCore(source)
    }

    /// What the server answers to a question about rows of a table.
    private func rows(of table: String, _ columns: [String], _ rows: [[String?]]) {
        source.answer { (statement) throws(PGError) in
            statement.text.hasPrefix("SELECT") && statement.text.contains("FROM \"\(table)\"")
                ? ScriptedRows(columns: columns, rows) : nil
        }
    }

    private func library() async throws -> (Library, Shelf) {
        let library = Library(name: "L")
        let shelf = Shelf(name: "S", library: library)
        session.add(shelf)
        try await session.commit()
        source.clear()
        return (library, shelf)
    }

    @Test func `what points to it is read, freed or deleted, and then it is deleted`() async throws
    {
        let (_, shelf) = try await library()
        rows(of: "books", ["id", "name", "shelf_id"], [["7", "B", "\(shelf.id)"]])
        session.delete(shelf)

        try await session.commit()

        #expect(
            source.log == [
                "BEGIN",
                #"SELECT "books"."id", "books"."name", "books"."shelf_id" FROM "books" "#
                    + #"WHERE "books"."shelf_id" = ANY($1) ORDER BY "books"."id""#,
                #"UPDATE "books" SET "shelf_id" = $1 WHERE "id" = $2"#,
                #"DELETE FROM "shelves" WHERE "id" = $1"#,
                "COMMIT",
            ])
    }

    @Test func `what the server deletes by itself is not asked for`() async throws {
        let (_, shelf) = try await library()
        let label = Label(name: "X", shelf: shelf)
        session.add(label)
        try await session.commit()
        source.clear()
        rows(of: "books", ["id", "name", "shelf_id"], [])
        session.delete(shelf)

        try await session.flush()

        #expect(!source.log.contains { $0.contains("labels") })
        #expect(session.state(of: label) == .deleted)
    }

    @Test func `what the server would delete is read when something behind it needs care`()
        async throws
    {
        let (library, shelf) = try await library()
        rows(
            of: "shelves", ["id", "name", "library_id"],
            [["\(shelf.id)", "S", "\(library.id)"], ["20", "T", "\(library.id)"]])
        rows(of: "books", ["id", "name", "shelf_id"], [["7", "B", "20"]])
        session.delete(library)

        try await session.commit()

        let kinds = source.log.map { $0.split(separator: " ").prefix(3).joined(separator: " ") }
        #expect(kinds.filter { $0.hasPrefix("SELECT") }.count == 2)
        #expect(
            kinds.suffix(4) == [
                #"UPDATE "books" SET"#, #"DELETE FROM "shelves""#, #"DELETE FROM "libraries""#,
                "COMMIT",
            ])
    }

    @Test func `a deletion that is called off goes nowhere`() async throws {
        let (_, shelf) = try await library()
        session.delete(shelf)
        session.add(shelf)

        try await session.commit()

        #expect(source.log.isEmpty)
    }

    @Test func `what was made to point elsewhere is kept`() async throws {
        let (library, shelf) = try await library()
        let label = Label(name: "X", shelf: shelf)
        let other = Shelf(name: "O", library: library)
        session.add(other)
        session.add(label)
        try await session.commit()
        rows(of: "books", ["id", "name", "shelf_id"], [])
        label.shelf = ToOne(other)
        session.delete(shelf)

        try await session.commit()

        #expect(session.state(of: label) == .persistent)
        #expect(label.shelf.id == other.id)
    }

    @Test func `new parts of what is deleted are not inserted`() async throws {
        let (_, shelf) = try await library()
        rows(of: "books", ["id", "name", "shelf_id"], [])
        let label = Label(name: "X", shelf: shelf)
        let book = Book(name: "B", shelf: shelf)
        session.add(label)
        session.add(book)
        session.delete(shelf)

        try await session.commit()

        #expect(session.state(of: label) == .transient)
        #expect(session.state(of: book) == .persistent)
        #expect(book.shelf == nil)
        #expect(!source.log.contains { $0.hasPrefix(#"INSERT INTO "labels""#) })
    }

    @Test func `a rollback brings everything back`() async throws {
        let (library, shelf) = try await library()
        let label = Label(name: "X", shelf: shelf)
        let book = Book(name: "B", shelf: shelf)
        session.add(label)
        session.add(book)
        try await session.commit()
        rows(
            of: "shelves", ["id", "name", "library_id"],
            [["\(shelf.id)", "S", "\(library.id)"]])
        rows(
            of: "books", ["id", "name", "shelf_id"],
            [["\(book.id)", "B", "\(shelf.id)"]])
        session.delete(library)
        try await session.flush()
        #expect(book.shelf == nil)
        #expect(session.state(of: label) == .deleted)

        try await session.rollback()

        #expect(book.shelf?.id == shelf.id)
        #expect(session.state(of: label) == .persistent)
        #expect(session.state(of: shelf) == .persistent)
        #expect(session.state(of: library) == .persistent)
        #expect(!session.isDirty)
    }

    @Test func `several owners ask once`() async throws {
        let library = Library(name: "L")
        let shelves = (1...5).map { Shelf(name: "S\($0)", library: library) }
        session.add(contentsOf: shelves)
        try await session.commit()
        source.clear()
        rows(of: "books", ["id", "name", "shelf_id"], [])
        for shelf in shelves { session.delete(shelf) }

        try await session.commit()

        #expect(source.log.filter { $0.hasPrefix("SELECT") }.count == 1)
        #expect(source.log.filter { $0.hasPrefix("DELETE") }.count == 1)
    }

    @Test func `without a cascade nothing is asked for`() async throws {
        let category = Category(name: "c")
        session.add(category)
        try await session.commit()
        source.clear()
        session.delete(category)

        try await session.commit()

        #expect(source.log == ["BEGIN", #"DELETE FROM "categories" WHERE "id" = $1"#, "COMMIT"])
    }
}
