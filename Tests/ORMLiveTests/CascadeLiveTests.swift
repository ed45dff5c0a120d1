import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

extension DatabaseTemplate {
    /// The tables of entities whose deletions go on to others.
    static let cascading = DatabaseTemplate(
        "orm_cascading",
        (try? Schema(Library.self, Shelf.self, Book.self, Label.self).createStatements()) ?? [])
}

@Suite("Deletions on a server", .liveDatabase(.cascading), .timeLimit(.minutes(1)))
struct CascadeLiveTests {
    private func stock(_ session: RecordingSession) async throws -> Library {
        let library = Library(name: "L")
        for number in 1...3 {
            let shelf = Shelf(name: "S\(number)", library: library)
            library.shelves.append(shelf)
            shelf.books.append(Book(name: "B\(number)"))
            shelf.labels.append(Label(name: "X\(number)", shelf: shelf))
        }
        session.add(library)
        try await session.commit()
        return library
    }

    @Test func `parts go, and what only leaned on them stays`() async throws {
        try await withRecordedSession { session, _ in
            let library = try await stock(session)
            session.delete(library)
            try await session.commit()
        }
        #expect(try await committed("SELECT name FROM shelves").isEmpty)
        #expect(try await committed("SELECT name FROM labels").isEmpty)
        #expect(
            try await committed("SELECT name FROM books WHERE shelf_id IS NULL ORDER BY 1")
                == ["B1", "B2", "B3"])
    }

    @Test func `rows that the session has never seen are reached`() async throws {
        var id = 0
        try await withRecordedSession { session, _ in id = try await stock(session).id }
        try await withRecordedSession { session, source in
            let library = try await session.get(Library.self, id)
            if let library { session.delete(library) }
            source.clear()
            try await session.commit()

            // Shelves, books; then three kinds of rows are written. Labels are the server's.
            #expect(source.log.filter { $0.hasPrefix("SELECT") }.count == 2)
            #expect(source.log.filter { $0.hasPrefix("UPDATE") }.count == 1)
            #expect(source.log.filter { $0.hasPrefix("DELETE") }.count == 2)
        }
        #expect(try await committed("SELECT name FROM libraries").isEmpty)
        #expect(try await committed("SELECT name FROM books").count == 3)
    }

    @Test func `what is taken out of what owns it is deleted`() async throws {
        try await withRecordedSession { session, _ in
            let library = try await stock(session)
            try await session.load(\.shelves, of: library)
            let shelf = try library.shelves.all[0]
            library.shelves.remove(shelf)
            try await session.commit()
            #expect(session.state(of: shelf) == .detached)
        }
        #expect(try await committed("SELECT name FROM shelves ORDER BY 1") == ["S2", "S3"])
        #expect(try await committed("SELECT name FROM books WHERE shelf_id IS NULL") == ["B1"])
    }

    @Test func `a part that moves to another owner is kept`() async throws {
        try await withRecordedSession { session, _ in
            let library = try await stock(session)
            let other = Library(name: "M")
            session.add(other)
            try await session.load(\.shelves, of: library)
            let shelf = try library.shelves.all[0]
            library.shelves.remove(shelf)
            other.shelves.append(shelf)
            try await session.commit()
            #expect(shelf.library.id == other.id)
            session.delete(library)
            try await session.commit()
            #expect(session.state(of: shelf) == .persistent)
        }
        #expect(try await committed("SELECT name FROM shelves") == ["S1"])
    }

    @Test func `a savepoint brings all of it back`() async throws {
        struct Stop: Error {}
        try await withRecordedSession { session, _ in
            let library = try await stock(session)
            await #expect(throws: Stop.self) {
                try await session.withSavepoint {
                    session.delete(library)
                    try await session.flush()
                    throw Stop()
                }
            }
            #expect(session.state(of: library) == .persistent)
            #expect(!session.isDirty)
            let books = try await session.fetch(Book.all)
            #expect(books.allSatisfy { $0.shelf != nil })
            session.delete(library)
            try await session.commit()
        }
        #expect(try await committed("SELECT name FROM labels").isEmpty)
    }
}
