import ORM
import ORMTestSupport
import PGCore
import Testing

@Suite("What a rollback restores")
struct RollbackTests {
    private let source = ScriptedSource()
    private let session: SessionCore<ScriptedSource>

    init() {
        session = SessionCore(source)
    }

    @Test func `inserted instances are transient again and lose their keys`() async throws {
        let user = User(email: "a@x.org", name: "A")
        session.add(user)
        try await session.flush()

        try await session.rollback()

        #expect(user.persistentID == nil)
        #expect(session.state(of: user) == .transient)
        #expect(source.log.last == "ROLLBACK")
        #expect(source.leased == 0)
    }

    @Test func `instances added and not flushed are transient again`() async throws {
        let user = User(email: "a@x.org", name: "A")
        session.add(user)

        try await session.rollback()

        #expect(session.state(of: user) == .transient)
        #expect(source.log.isEmpty)
    }

    @Test func `attributes return to the beginning of the transaction`() async throws {
        let user = try await persistentUser()
        user.name = "B"
        try await session.flush()
        user.name = "C"
        try await session.flush()
        user.age = 9

        try await session.rollback()

        #expect(user.name == "A")
        #expect(user.age == nil)
        #expect(!session.isDirty)
    }

    @Test func `deleted instances are persistent again`() async throws {
        let user = try await persistentUser()
        session.delete(user)
        try await session.flush()
        #expect(session.state(of: user) == .deleted)

        try await session.rollback()

        #expect(session.state(of: user) == .persistent)
        #expect(try await session.get(User.self, 1) === user)
    }

    @Test func `a savepoint undoes only what happened inside`() async throws {
        struct Stop: Error {}
        let user = try await persistentUser()
        user.name = "B"
        let inner = User(email: "i@x.org", name: "I")

        await #expect(throws: Stop.self) {
            try await session.withSavepoint {
                user.name = "C"
                session.add(inner)
                try await session.flush()
                throw Stop()
            }
        }

        #expect(user.name == "B")
        #expect(inner.persistentID == nil)
        #expect(session.state(of: inner) == .transient)
        #expect(
            source.log.suffix(2) == [
                "ROLLBACK TO SAVEPOINT strata_savepoint_1", "RELEASE SAVEPOINT strata_savepoint_1",
            ])
        try await session.rollback()
        #expect(user.name == "A")
    }

    @Test func `a released savepoint is undone with its transaction`() async throws {
        let user = try await persistentUser()
        try await session.withSavepoint {
            user.name = "B"
            try await session.withSavepoint { user.name = "C" }
        }
        #expect(user.name == "C")

        try await session.rollback()

        #expect(user.name == "A")
    }

    @Test func `a failed statement inside a savepoint leaves the transaction usable`() async throws
    {
        let user = try await persistentUser()
        source.fail("INSERT", with: violation)

        let error = await #expect(throws: PGError.self) {
            try await session.withSavepoint {
                session.add(User(email: "a@x.org", name: "twin"))
                try await session.flush()
            }
        }

        #expect(error?.property(in: User.self) == "email")
        user.name = "B"
        try await session.commit()
        #expect(source.log.last == "COMMIT")
    }

    @Test func `a failed flush refuses the commit until a rollback`() async throws {
        source.fail("INSERT", with: violation)
        let user = User(email: "a@x.org", name: "A")
        session.add(user)
        await #expect(throws: PGError.self) { try await session.flush() }

        let error = await #expect(throws: PGError.self) { try await session.commit() }

        #expect(error?.code == .transactionRolledBack)
        try await session.rollback()
        session.add(user)
        try await session.commit()
        #expect(user.id == 1)
    }

    @Test func `appended instances leave the to-many again`() async throws {
        let user = try await persistentUser()
        source.answer { (statement) throws(PGError) in
            statement.text.hasPrefix("SELECT") ? ScriptedRows(columns: ["id"]) : nil
        }
        try await session.load(\.posts, of: user)
        user.posts.append(Post(title: "t", author: user))
        try await session.flush()
        #expect(try user.posts.all.count == 1)

        try await session.rollback()

        #expect(try user.posts.all.isEmpty)
    }

    private var violation: PGError {
        var report = ServerError(sqlState: "23505", message: "duplicate key")
        report.constraint = "users_email_key"
        report.table = "users"
        return PGError(server: report)
    }

    private func persistentUser() async throws -> User {
        let user = User(email: "a@x.org", name: "A")
        session.add(user)
        try await session.commit()
        source.clear()
        return user
    }
}
