import ORM
import ORMTestSupport
import PGTestKit
import Testing

@Suite("One database for many tasks", .liveDatabase(.related), .timeLimit(.minutes(1)))
struct DatabaseTests {
    @Test func `each task has a session of its own`() async throws {
        let database = Database(try TestDatabase.pool)
        let names = (1...30).map { "\($0)" }
        let keys = try await withThrowingTaskGroup(of: Int.self) { group in
            for name in names {
                group.addTask {
                    try await database.withSession { session in
                        let author = Author(name: name)
                        session.add(author)
                        try await session.commit()
                        return author.id
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(keys).count == 30)
        let found = try await database.withSession { session in
            try await session.fetch(Author.all).map(\.name)
        }
        #expect(Set(found) == Set(names))
    }
}
