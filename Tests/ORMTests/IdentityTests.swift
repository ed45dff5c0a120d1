import ORM
import ORMTestSupport
import PGCore
import Testing

@Suite("Identity and states")
struct IdentityTests {
    private let source = ScriptedSource()
    private let session: SessionCore<ScriptedSource>
    private static let columns = ["id", "email", "name", "age", "role"]

    init() {
        session = SessionCore(source)
        source.answer { (statement) throws(PGError) in
            guard statement.text.hasPrefix("SELECT") else { return nil }
            return ScriptedRows(
                columns: Self.columns, [["1", "a@x.org", "A", nil, "member"]])
        }
    }

    @Test func `the same row is the same instance`() async throws {
        let first = try await session.get(User.self, 1)
        let second = try await session.first(User.where { $0.email == "a@x.org" })

        #expect(first != nil)
        #expect(first === second)
    }

    @Test func `a known instance is returned without asking`() async throws {
        _ = try await session.get(User.self, 1)
        source.clear()

        _ = try await session.get(User.self, 1)

        #expect(source.log.isEmpty)
    }

    @Test func `get asks by key`() async throws {
        _ = try await session.get(User.self, 1)

        #expect(
            source.log[1]
                == #"SELECT "users"."id", "users"."email", "users"."name", "users"."age", "#
                + #""users"."role" FROM "users" WHERE "users"."id" = $1"#)
        #expect(source.parameters[1] == ["1"])
    }

    @Test func `states follow the instance's life`() async throws {
        let user = User(email: "b@x.org", name: "B")
        #expect(session.state(of: user) == .transient)
        session.add(user)
        #expect(session.state(of: user) == .pending)
        #expect(session.contains(user))
        try await session.flush()
        #expect(session.state(of: user) == .persistent)
        session.delete(user)
        #expect(session.state(of: user) == .deleted)
        #expect(!session.contains(user))
        #expect(try await session.get(User.self, user.id) == nil)
        session.add(user)
        #expect(session.state(of: user) == .persistent)
        session.expunge(user)
        #expect(session.state(of: user) == .detached)
    }

    @Test func `a pending instance that is deleted was never there`() async throws {
        let user = User(email: "b@x.org", name: "B")
        session.add(user)
        session.delete(user)

        try await session.commit()

        #expect(source.log.isEmpty)
        #expect(session.state(of: user) == .transient)
    }

    @Test func `an instance from elsewhere can be deleted by its key`() async throws {
        let user = User(email: "b@x.org", name: "B")
        user.id = 9
        session.delete(user)

        try await session.commit()

        #expect(source.log[1] == #"DELETE FROM "users" WHERE "id" = $1"#)
        #expect(source.parameters[1] == ["9"])
    }

    @Test func `an instance that is not loaded cannot be refreshed`() async throws {
        let user = User(email: "b@x.org", name: "B")
        let error = await #expect(throws: PGError.self) { try await session.refresh(user) }
        #expect(error?.code == .wrongState)
        #expect(error?.message == "this User is transient and cannot be refreshed")
    }

    @Test func `an unknown relationship is refused`() async throws {
        let user = try await session.get(User.self, 1)
        let error = await #expect(throws: PGError.self) {
            try await session.load(\.wrongPosts, of: user.map { [$0] } ?? [])
        }
        #expect(error?.code == .invalidMapping)
    }
}

extension User {
    fileprivate var wrongPosts: ToMany<Post> { ToMany() }
}
