import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import PGWire
import QueryBuilder
import Testing

@Suite("Changing many rows on a server", .liveDatabase(.writes), .timeLimit(.minutes(1)))
struct LiveBulkTests {
    init() async throws {
        try await TestDatabase.pool.query(
            """
            INSERT INTO users (email, name, age)
            SELECT n || '@x.org', 'U', n * 10 FROM generate_series(1, 9) n
            """)
    }

    @Test func `known instances learn what changed`() async throws {
        try await withRecordedSession { session, source in
            let known = try await session.fetch(User.where { $0.age < 40 })
            source.clear()
            let count = try await session.updateAll(User.where { $0.age > 10 && $0.age < 80 }) {
                $0.set(\.name, to: "V").set(\.age) { $0.age + 1 }
            }
            #expect(count == 6)
            #expect(known.map(\.name) == ["U", "V", "V"])
            #expect(known.map(\.age) == [10, 21, 31])
            #expect(!session.isDirty)
            #expect(source.log.count == 1)

            try await session.rollback()
            #expect(known.map(\.name) == ["U", "U", "U"])
            #expect(known.map(\.age) == [10, 20, 30])
        }
    }

    @Test func `a query with a limit changes what it finds`() async throws {
        try await withRecordedSession { session, _ in
            let query = User.orderBy { $0.age.descending }.limit(2)
            #expect(try await session.updateAll(query) { $0.set(\.name, to: "oldest") } == 2)
            #expect(try await session.deleteAll(User.orderBy { $0.age.ascending }.limit(3)) == 3)
            try await session.commit()
        }
        #expect(
            try await committed("SELECT id || name FROM users ORDER BY id")
                == ["4U", "5U", "6U", "7U", "8oldest", "9oldest"])
    }

    @Test func `deleted instances are gone, with those that refer to them`() async throws {
        try await withRecordedSession { session, _ in
            let users = try await session.fetch(User.orderBy { $0.id.ascending })
            let post = Post(title: "t", author: users[0], editor: users[1])
            let other = Post(title: "t", author: users[5], editor: users[0])
            session.add(contentsOf: [post, other])

            #expect(try await session.deleteAll(User.where { $0.age < 20 }) == 1)

            #expect(session.state(of: users[0]) == .deleted)
            #expect(session.state(of: post) == .deleted)
            #expect(other.editor == nil)
            #expect(!session.isDirty)
            #expect(try await session.get(User.self, 1) == nil)
            try await session.commit()
        }
        #expect(try await committed("SELECT count(*)::text FROM posts") == ["1"])
    }

    @Test func `versions count up, so that others notice`() async throws {
        try await TestDatabase.pool.query("INSERT INTO notes (title) VALUES ('a'), ('b')")
        try await TestDatabase.pool.query("INSERT INTO tickets (title) VALUES ('a')")
        try await withRecordedSession { session, _ in
            let notes = try await session.fetch(Note.orderBy { $0.id.ascending })
            let ticket = try #require(try await session.get(Ticket.self, 1))
            try await session.updateAll(Note.where { $0.title == "a" }) { $0.set(\.rank, to: 1) }
            try await session.updateAll(Ticket.all) { $0.set(\.rank, to: 1) }
            #expect(notes.map(\.version) == [2, 1])
            try await session.commit()
            notes[0].title = "x"
            ticket.title = "x"
            try await session.commit()
            #expect(notes[0].version == 3)
        }
    }

    @Test func `a violated constraint names the property`() async throws {
        try await withRecordedSession { session, _ in
            let error = await #expect(throws: PGError.self) {
                try await session.updateAll(User.all) { $0.set(\.email, to: "same") }
            }
            #expect(error?.sqlState == .uniqueViolation)
            #expect(error?.column == "email")
        }
    }
}
