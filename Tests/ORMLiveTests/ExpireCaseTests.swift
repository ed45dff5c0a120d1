import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

/// What expiring and refreshing does, case by case.
@Suite("Expiring on a server, case by case", .liveDatabase(.entities), .timeLimit(.minutes(1)))
struct ExpireCaseTests {
    private func user(_ session: RecordingSession) async throws -> User {
        let user = User(email: "a@x.org", name: "A", age: 1)
        session.add(user)
        try await session.commit()
        return user
    }

    @Test func `a row that has gone leaves the session, and comes back with a rollback`()
        async throws
    {
        try await withRecordedSession { session, _ in
            let user = try await user(session)
            let id = user.id
            session.expireAll()
            try await session.query("DELETE FROM users")
            #expect(session.contains(user))
            #expect(try await session.get(User.self, id) == nil)
            #expect(!session.contains(user))

            try await session.rollback()

            #expect(session.contains(user))
            #expect(try await session.get(User.self, id) === user)
            #expect(user.name == "A")
        }
    }

    @Test func `a row that has gone stays away after a commit`() async throws {
        try await withRecordedSession { session, _ in
            let user = try await user(session)
            let id = user.id
            session.expireAll()
            try await session.query("DELETE FROM users")
            #expect(try await session.get(User.self, id) == nil)
            try await session.commit()
            try await session.rollback()
            #expect(!session.contains(user))
            #expect(session.instanceCount == 0)
        }
    }

    @Test func `refreshing a row that has gone says so, and the session goes on`() async throws {
        try await withRecordedSession { session, _ in
            let user = try await user(session)
            try await session.query("DELETE FROM users")
            let error = await #expect(throws: PGError.self) { try await session.refresh(user) }
            #expect(error?.code == .staleData)
            #expect(try await session.count(User.all) == 0)
            try await session.rollback()
            try await session.refresh(user)
        }
    }

    @Test func `refreshing keeps what was appended`() async throws {
        try await withRecordedSession { session, _ in
            let user = try await user(session)
            try await session.load(\.posts, of: user)
            let post = Post(title: "t", author: user)
            user.name = "B"
            user.posts.append(post)

            try await session.refresh(user)

            #expect(user.name == "A")
            #expect(try user.posts.all.map { $0 === post } == [true])
            try await session.commit()
            #expect(session.contains(post))
        }
    }

    @Test func `an expired owner keeps what is changed at the other end`() async throws {
        try await withRecordedSession { session, _ in
            let user = try await user(session)
            user.posts.append(Post(title: "t", author: user))
            try await session.commit()
            try await session.load(\.posts, of: user)
            let post = try user.posts.all[0]

            try session.expire(user)
            post.title = "u"
            let found = try await session.first(User.include(\.posts))

            #expect(found === user)
            #expect(post.title == "u")
            #expect(try user.posts.all.map { $0 === post } == [true])
        }
        #expect(try await committed("SELECT title FROM posts") == ["t"])
    }

    @Test func `a moved reference that expires is where it was`() async throws {
        try await withRecordedSession { session, _ in
            let one = try await user(session)
            let other = User(email: "b@x.org", name: "B")
            let post = Post(title: "t", author: one)
            session.add(contentsOf: [other])
            session.add(post)
            try await session.commit()

            post.author = ToOne(other)
            try await session.refresh(post, \.authorID)
            #expect(try post.author.value === one)

            post.author = ToOne(other)
            try await session.flush()
            try session.expire(post, \.authorID)
            #expect(try post.author.value === other)
        }
    }

    @Test func `a changed row is expired, read and written in any order`() async throws {
        try await withRecordedSession { session, _ in
            let user = try await user(session)
            try session.expire(user)
            user.name = "B"
            _ = try await session.fetch(User.all)
            #expect(user.name == "B" && user.age == 1)

            try session.expire(user, \.age)
            user.age = 5
            try await session.query("UPDATE users SET age = 9")
            #expect(user.age == 5)
            _ = try await session.fetch(User.all)
            #expect(user.age == 5 || user.age == 9)
            try session.expire(user)
            try await session.refresh(user)
            #expect(user.age == 9)
            try await session.commit()
        }
        #expect(try await committed("SELECT name || age FROM users") == ["B9"])
    }
}
