import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("Transactions on a server", .liveDatabase(.entities), .timeLimit(.minutes(1)))
struct TransactionLiveTests {
    struct Stop: Error {}

    @Test func `a deferred constraint undoes everything at the commit`() async throws {
        try await TestDatabase.pool.query(
            """
            ALTER TABLE posts ADD CONSTRAINT later FOREIGN KEY (editor_id) REFERENCES users
            DEFERRABLE INITIALLY DEFERRED
            """)
        try await TestDatabase.pool.query(
            "ALTER TABLE posts DROP CONSTRAINT posts_editor_id_fkey")
        try await withRecordedSession { session, source in
            let user = User(email: "a@x.org", name: "A")
            session.add(user)
            try await session.commit()
            user.name = "B"
            let post = Post(title: "t", author: user)
            post.editor = ToOne(id: 99)
            session.add(post)

            let error = await #expect(throws: PGError.self) { try await session.commit() }

            #expect(error?.sqlState == .foreignKeyViolation)
            #expect(source.log.last == "COMMIT")
            #expect(user.name == "A")
            #expect(post.persistentID == nil)
            #expect(session.state(of: post) == .transient)
            #expect(!session.isInTransaction)
            post.editor = nil
            session.add(post)
            try await session.commit()
        }
        #expect(try await committed("SELECT title FROM posts") == ["t"])
        #expect(try await committed("SELECT name FROM users") == ["A"])
    }

    @Test func `a serialization failure at the commit leaves nothing half done`() async throws {
        let pool = try TestDatabase.pool
        let serializable = Database(
            pool, configuration: SessionConfiguration(isolation: .serializable))
        try await serializable.withSession { first in
            first.add(Category(name: "a"))
            try await first.commit()
            try await serializable.withSession { second in
                let one = try await first.fetch(Category.all)
                let two = try await second.fetch(Category.all)
                let added = Category(name: "from \(one.count)")
                first.add(added)
                second.add(Category(name: "from \(two.count)"))
                try await first.flush()
                try await second.commit()

                let error = await #expect(throws: PGError.self) { try await first.commit() }

                #expect(error?.sqlState == .serializationFailure)
                #expect(added.persistentID == nil)
                #expect(!first.isInTransaction)
                #expect(!first.isDirty)
            }
        }
        #expect(try await committed("SELECT name FROM categories ORDER BY 1") == ["a", "from 1"])
    }

    @Test func `a connection lost at the commit leaves what a rollback leaves`() async throws {
        let pool = try TestDatabase.pool
        try await withRecordedSession { session, _ in
            let user = User(email: "a@x.org", name: "A")
            session.add(user)
            try await session.flush()
            let pid = try await session.query("SELECT pg_backend_pid()").decode(Int.self)[0]
            try await pool.query("SELECT pg_terminate_backend(\(pid), 5000)")

            await #expect(throws: PGError.self) { try await session.commit() }

            #expect(user.persistentID == nil)
            #expect(!session.isInTransaction)
            session.add(user)
            try await session.commit()
        }
        #expect(try await committed("SELECT name FROM users") == ["A"])
    }

    @Test func `what SQL by hand did inside a savepoint is not believed after it`() async throws {
        try await withRecordedSession { session, _ in
            let user = User(email: "a@x.org", name: "A")
            session.add(user)
            try await session.commit()
            await #expect(throws: Stop.self) {
                try await session.withSavepoint {
                    try await session.query("UPDATE users SET name = 'inside'")
                    try await session.refresh(user)
                    #expect(user.name == "inside")
                    throw Stop()
                }
            }
            #expect(user.name == "A")
            #expect(!session.isDirty)
        }
    }

    @Test func `a row that only a savepoint saw is not there after it`() async throws {
        try await withRecordedSession { session, _ in
            var ghost: Category?
            await #expect(throws: Stop.self) {
                try await session.withSavepoint {
                    try await session.query("INSERT INTO categories (id, name) VALUES (7, 'x')")
                    ghost = try await session.get(Category.self, 7)
                    throw Stop()
                }
            }
            #expect(ghost?.name == "x")
            let again = try await session.get(Category.self, 7)
            #expect(again == nil)
        }
    }

    @Test func `a table read in pages stays small in memory`() async throws {
        try await withRecordedSession { session, _ in
            var largest = 0
            for page in 0..<100 {
                let first: Int = page * 1_000 + 1
                let last: Int = first + 999
                let rows = try await session.fetch(
                    """
                    SELECT n AS id, 'c' || n AS name, NULL::bigint AS parent_id
                    FROM generate_series(\(first)::bigint, \(last)::bigint) AS n
                    """, as: Category.self)
                #expect(rows.count == 1_000)
                largest = max(largest, session.instanceCount)
            }
            #expect(largest < 5_000)
        }
    }

    @Test func `many rows are refreshed and expired ones met`() async throws {
        try await withRecordedSession { session, source in
            let users = (1...100).map { (n: Int) in User(email: "\(n)@x.org", name: "U", age: n) }
            session.add(contentsOf: users)
            try await session.commit()
            try await TestDatabase.pool.query("UPDATE users SET age = age + 1, name = 'V'")
            source.clear()

            try await session.refresh(contentsOf: users, columns: ["age"])

            #expect(users.map(\.age) == Array(2...101))
            #expect(users.allSatisfy { $0.name == "U" })
            #expect(source.log.count == 2)
            session.expireAll()
            #expect(try await session.get(User.self, 5)?.name == "V")
            try await session.refresh(contentsOf: users)
            #expect(users.allSatisfy { $0.name == "V" })
            #expect(!session.isDirty)
        }
    }
}
