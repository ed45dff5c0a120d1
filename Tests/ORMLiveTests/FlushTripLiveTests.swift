import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

extension DatabaseTemplate {
    /// Tables whose keys the program makes.
    static let keyed = DatabaseTemplate(
        "orm_keyed", (try? Schema(Warehouse.self, Shelf.self).createStatements()) ?? [])
}

@Suite("Round trips of a flush on a server", .liveDatabase(.entities), .timeLimit(.minutes(1)))
struct FlushTripLiveTests {
    @Test func `a chain is written in two trips`() async throws {
        try await withRecordedSession { session, source in
            let user = User(email: "a@x.org", name: "A")
            let posts = (1...3).map { Post(title: "\($0)", author: user) }
            let comments = posts.flatMap { post in
                (1...2).map { ORMTestSupport.Comment(body: "\($0)", post: post) }
            }
            session.add(contentsOf: comments)

            try await session.commit()

            #expect(source.trips == [1, 2, 2, 1])
            let stored = try await TestDatabase.pool
                .query(
                    "SELECT c.id, c.post_id, p.author_id FROM comments c JOIN posts p ON p.id = post_id"
                )
                .decode(Int.self, Int.self, Int.self)
            #expect(stored.count == 6)
            for comment in comments {
                #expect(
                    stored.contains { $0 == (comment.id, comment.post.id ?? 0, user.id) })
            }
        }
    }

    @Test func `a deep tree is written in two trips`() async throws {
        try await withRecordedSession { session, source in
            var node = Category(name: "0")
            for level in 1..<300 { node = Category(name: "\(level)", parent: node) }
            session.add(node)

            try await session.commit()

            #expect(source.trips == [1, 2, 2, 1])
        }
        let depth = try await TestDatabase.pool.query(
            """
            WITH RECURSIVE tree AS (
                SELECT id, 1 AS depth FROM categories WHERE parent_id IS NULL
                UNION ALL
                SELECT c.id, depth + 1 FROM categories c JOIN tree t ON c.parent_id = t.id
            ) SELECT max(depth) FROM tree
            """
        ).decode(Int.self)
        #expect(depth == [300])
    }

    @Test func `circles and trees together leave nothing to write`() async throws {
        try await withRecordedSession { session, source in
            let first = Category(name: "a")
            let second = Category(name: "b", parent: first)
            let third = Category(name: "c", parent: second)
            first.parent = ToOne(third)
            session.add(Category(name: "leaf", parent: third))

            try await session.commit()

            #expect(source.trips == [1, 2, 2, 1])
            #expect(!session.isDirty)
            let names = try await committed(
                "SELECT c.name || p.name FROM categories c JOIN categories p ON p.id = c.parent_id")
            #expect(Set(names) == ["ac", "ba", "cb", "leafc"])
        }
    }

    @Test func `an error in the middle of a trip undoes all of it`() async throws {
        try await withRecordedSession { session, _ in
            session.add(User(email: "a@x.org", name: "A"))
            try await session.commit()
            let user = User(email: "b@x.org", name: "B")
            let double = User(email: "a@x.org", name: "A", role: "admin")
            let category = Category(name: "c")
            session.add(user)
            session.add(double)
            session.add(category)

            let error = await #expect(throws: PGError.self) { try await session.commit() }
            try await session.rollback()

            #expect(error?.sqlState == .uniqueViolation)
            #expect(error?.properties(in: User.self) == ["email"])
            #expect(error?.column == "email")
            #expect(error?.row == 0)
            #expect(error?.constraintViolation?.entity == "User")
            #expect(user.persistentID == nil)
            #expect(category.persistentID == nil)
            #expect(try await committed("SELECT name FROM users") == ["A"])
            session.add(category)
            try await session.commit()
            #expect(try await committed("SELECT name FROM categories") == ["c"])
        }
    }

    /// Inserting takes no right to the sequence behind an identity column; fetching keys does.
    @Test func `a role without sequences writes level by level`() async throws {
        let role = "orm_flush_\(UInt64.random(in: 0...UInt64.max))"
        let pool = try TestDatabase.pool
        try await pool.query("CREATE ROLE \(identifier: role)")
        try await pool.query(
            "GRANT SELECT, INSERT ON users, posts, comments TO \(identifier: role)")
        try await withRecordedSession { session, source in
            try await session.query("SET LOCAL ROLE \(identifier: role)")
            let post = Post(title: "t", author: User(email: "a@x.org", name: "A"))
            session.add(ORMTestSupport.Comment(body: "c", post: post))

            try await session.commit()

            #expect(source.trips == [1, 1, 2, 1, 1, 1])
            #expect(try await committed("SELECT body FROM comments") == ["c"])
        }
        try await pool.query("DROP OWNED BY \(identifier: role)")
        try await pool.query("DROP ROLE \(identifier: role)")
    }
}

@Suite("Keys the program makes, on a server", .liveDatabase(.keyed), .timeLimit(.minutes(1)))
struct ProgramKeyLiveTests {
    @Test func `a graph is written in one trip`() async throws {
        try await withRecordedSession { session, source in
            let warehouses = (1...3).map { Warehouse(code: "W\($0)") }
            session.add(contentsOf: warehouses)
            var above: Shelf?
            for number in 0..<100 {
                let shelf = Shelf(
                    code: "S\(number)", warehouse: warehouses[number % 3], above: above)
                session.add(shelf)
                above = shelf
            }

            try await session.commit()

            #expect(source.trips == [1, 2, 1])
            #expect(source.log.count == 4)
            #expect(
                try await committed("SELECT count(*)::text FROM shelves WHERE above_id IS NULL")
                    == ["1"])
            #expect(try await committed("SELECT count(*)::text FROM shelves") == ["100"])
        }
    }

    @Test func `a session that ends before its first statement leaves nothing open`() async throws {
        let pool = try TestDatabase.pool
        try await withRecordedSession { session, _ in
            // The server never sees this one, so that BEGIN is still on its way.
            _ = await #expect(throws: PGError.self) {
                try await session.query("SELECT \(Int.max)::int2")
            }
        }
        for _ in 0..<4 {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT count(*) FROM pg_stat_activity
                    WHERE state = 'idle in transaction' AND datname = current_database()
                    """)
                #expect(try rows.decode(Int.self) == [0])
            }
        }
    }
}
