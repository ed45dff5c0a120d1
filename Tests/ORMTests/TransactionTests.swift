import ORM
import ORMTestSupport
import PGCore
import Testing

@Suite("Transactions and what they leave behind")
struct TransactionTests {
    struct Stop: Error {}

    private let source = ScriptedSource()
    private let session: SessionCore<ScriptedSource>

    init() {
        session = SessionCore(source)
    }

    private func persistentUser(_ name: String = "A") async throws -> User {
        let user = User(email: "\(name)@x.org", name: name)
        session.add(user)
        try await session.commit()
        source.clear()
        return user
    }

    // MARK: A commit that fails

    private static let failures: [PGError] = [
        PGError(server: ServerError(sqlState: "23503", message: "deferred")),
        PGError(server: ServerError(sqlState: "40001", message: "could not serialize")),
        PGError(.connectionLost, "the connection was lost").executed(.mayHaveRun),
    ]

    @Test(arguments: failures)
    func `a commit that fails leaves what a rollback leaves`(_ failure: PGError) async throws {
        let old = try await persistentUser()
        let gone = try await persistentUser("G")
        let new = User(email: "n@x.org", name: "N")
        old.name = "changed"
        session.add(new)
        session.delete(gone)
        source.fail("COMMIT", with: failure)

        let error = await #expect(throws: PGError.self) { try await session.commit() }

        #expect(error?.code == failure.code)
        #expect(error?.location != nil)
        #expect(old.name == "A")
        #expect(new.persistentID == nil)
        #expect(session.state(of: new) == .transient)
        #expect(session.state(of: gone) == .persistent)
        #expect(!session.isDirty)
        #expect(!session.isInTransaction)
        #expect(source.leased == 0)
    }

    @Test func `the same work can be done again after a commit that failed`() async throws {
        let user = User(email: "a@x.org", name: "A")
        session.add(user)
        source.fail("COMMIT", with: Self.failures[1])
        await #expect(throws: PGError.self) { try await session.commit() }
        source.clear()

        session.add(user)
        try await session.commit()

        #expect(
            source.log == [
                "BEGIN",
                #"INSERT INTO "users" ("email", "name", "age") VALUES ($1, $2, $3) RETURNING "id", "role""#,
                "COMMIT",
            ])
        #expect(session.state(of: user) == .persistent)
    }

    @Test func `a rollback whose connection was lost is no error`() async throws {
        let user = try await persistentUser()
        user.name = "B"
        try await session.flush()
        source.fail("ROLLBACK", with: Self.failures[2])

        try await session.rollback()

        #expect(user.name == "A")
        #expect(source.leased == 0)
    }

    @Test func `an answer that does not fit asks for a rollback`() async throws {
        let user = User(email: "a@x.org", name: "A")
        session.add(user)
        source.answer { (statement) throws(PGError) in
            statement.text.hasPrefix("INSERT") && statement.parameters.count == 3
                ? ScriptedRows(columns: ["id", "role"]) : nil
        }
        let first = await #expect(throws: PGError.self) { try await session.flush() }
        #expect(first?.code == .rowCountMismatch)

        let error = await #expect(throws: PGError.self) { try await session.commit() }

        #expect(error?.code == .transactionRolledBack)
        #expect(source.log.filter { $0.hasPrefix("INSERT") }.count == 1)
        try await session.rollback()
        #expect(session.state(of: user) == .transient)
    }

    @Test func `a stale row refuses the commit of the rest`() async throws {
        let stale = try await persistentUser()
        stale.name = "B"
        session.add(User(email: "n@x.org", name: "N"))
        source.answer { (statement) throws(PGError) in
            statement.text.hasPrefix("UPDATE") ? ScriptedRows(columns: [], affected: 0) : nil
        }
        await #expect(throws: PGError.self) { try await session.commit() }

        let error = await #expect(throws: PGError.self) { try await session.commit() }

        #expect(error?.code == .transactionRolledBack)
        #expect(!source.log.contains("COMMIT"))
    }

    @Test func `a value that could not be sent leaves the transaction as it was`() async throws {
        let user = try await persistentUser()
        user.name = "B"
        source.fail("UPDATE", with: PGError(.parameterOutOfRange, "a NUL character"))
        await #expect(throws: PGError.self) { try await session.flush() }

        user.name = "C"
        try await session.commit()

        #expect(source.log.last == "COMMIT")
        #expect(source.parameters.contains(["C", "1"]))
    }

    @Test func `a transaction that cannot begin gives its connection back`() async throws {
        source.fail("BEGIN", with: Self.failures[2])
        let user = User(email: "a@x.org", name: "A")
        session.add(user)

        let error = await #expect(throws: PGError.self) { try await session.commit() }

        #expect(error?.code == .connectionLost)
        #expect(!session.isInTransaction)
        #expect(source.leased == 0)
    }

    @Test func `a savepoint that cannot begin asks for a rollback`() async throws {
        let user = try await persistentUser()
        user.name = "B"
        source.fail("SAVEPOINT", with: Self.failures[0])
        var hasRun = false

        await #expect(throws: PGError.self) { try await session.withSavepoint { hasRun = true } }

        #expect(!hasRun)
        let error = await #expect(throws: PGError.self) { try await session.commit() }
        #expect(error?.code == .transactionRolledBack)
        try await session.rollback()
        #expect(user.name == "A")
        #expect(source.leased == 0)
    }

    // MARK: Savepoints

    /// Runs `body` in a savepoint and rolls it back.
    private func undone(_ body: () async throws -> Void) async throws {
        await #expect(throws: Stop.self) {
            try await session.withSavepoint {
                try await body()
                throw Stop()
            }
        }
    }

    @Test func `what was changed before and not flushed is there after it`() async throws {
        let user = try await persistentUser()
        user.name = "before"

        try await undone { user.name = "inside" }

        #expect(user.name == "before")
        #expect(!session.isDirty)
        try await session.rollback()
        #expect(user.name == "A")
    }

    @Test func `what was changed before is there after a flush inside`() async throws {
        let user = try await persistentUser()
        user.name = "before"

        try await undone {
            user.name = "inside"
            try await session.flush()
            user.name = "later"
        }

        #expect(user.name == "before")
        try await session.commit()
        #expect(source.log.filter { $0.hasPrefix("UPDATE") }.count == 2)
    }

    @Test func `an instance added before and one added inside part ways`() async throws {
        let before = User(email: "b@x.org", name: "B")
        let inside = User(email: "i@x.org", name: "I")
        session.add(before)

        try await undone {
            session.add(inside)
            try await session.flush()
        }

        #expect(session.state(of: before) == .persistent)
        #expect(session.state(of: inside) == .transient)
        #expect(before.persistentID == 1)
        #expect(inside.persistentID == nil)
    }

    @Test(arguments: [false, true])
    func `an instance deleted inside comes back`(_ flushes: Bool) async throws {
        let user = try await persistentUser()

        try await undone {
            session.delete(user)
            if flushes { try await session.flush() }
        }

        #expect(session.state(of: user) == .persistent)
        #expect(try await session.get(User.self, user.id) === user)
    }

    @Test func `an instance deleted before stays deleted`() async throws {
        let user = try await persistentUser()
        session.delete(user)

        try await undone { session.add(User(email: "i@x.org", name: "I")) }

        #expect(session.state(of: user) == .deleted)
        try await session.commit()
        #expect(session.state(of: user) == .detached)
    }

    @Test func `an instance inserted before and deleted inside has its key again`() async throws {
        let user = User(email: "a@x.org", name: "A")
        session.add(user)

        try await undone {
            session.delete(user)
            try await session.flush()
        }

        #expect(session.state(of: user) == .persistent)
        #expect(user.id == 1)
        user.name = "B"
        try await session.commit()
        #expect(source.log.contains(#"UPDATE "users" SET "name" = $1 WHERE "id" = $2"#))
    }

    @Test func `a natural key changed inside is the old one again`() async throws {
        let country = Country(code: "DE", aliases: [])
        session.add(country)
        try await session.commit()

        try await undone {
            country.code = "FR"
            try await session.flush()
            #expect(try await session.get(Country.self, "FR") === country)
        }

        #expect(country.code == "DE")
        source.clear()
        #expect(try await session.get(Country.self, "DE") === country)
        #expect(source.log.isEmpty)
    }

    @Test func `instances appended inside leave, those appended before stay`() async throws {
        let user = try await persistentUser()
        let before = Post(title: "before", author: user)
        let inside = Post(title: "inside", author: user)
        source.answer { (statement) throws(PGError) in
            statement.text.hasPrefix("SELECT") ? ScriptedRows(columns: ["id"]) : nil
        }
        try await session.load(\.posts, of: user)
        user.posts.append(before)

        try await undone {
            user.posts.append(inside)
            try await session.flush()
            #expect(try user.posts.all.count == 2)
        }

        #expect(try user.posts.all.map { $0 === before } == [true])
        #expect(session.state(of: inside) == .transient)
    }

    @Test func `only the innermost savepoint is undone`() async throws {
        let user = try await persistentUser()
        try await session.withSavepoint {
            user.name = "outer"
            try await undone { user.name = "inner" }
            #expect(user.name == "outer")
        }
        try await session.commit()

        #expect(user.name == "outer")
        #expect(
            source.log == [
                "BEGIN", "SAVEPOINT strata_savepoint_1",
                #"UPDATE "users" SET "name" = $1 WHERE "id" = $2"#,
                "SAVEPOINT strata_savepoint_2",
                "ROLLBACK TO SAVEPOINT strata_savepoint_2", "RELEASE SAVEPOINT strata_savepoint_2",
                "RELEASE SAVEPOINT strata_savepoint_1", "COMMIT",
            ])
    }

    @Test func `an outer savepoint undoes what an inner one released`() async throws {
        let user = try await persistentUser()
        let post = Post(title: "t", author: user)

        try await undone {
            try await session.withSavepoint {
                user.name = "inner"
                session.add(post)
            }
            #expect(post.persistentID == 2)
        }

        #expect(user.name == "A")
        #expect(post.persistentID == nil)
    }

    @Test func `a savepoint that cannot be rolled back keeps both errors`() async throws {
        source.fail("ROLLBACK TO", with: Self.failures[2])

        let error = await #expect(throws: PGError.self) {
            try await session.withSavepoint { throw PGError(.notLoaded, "inside") }
        }

        #expect(error?.code == .notLoaded)
        #expect(error?.suppressed.map(\.code) == [.connectionLost])
        let refused = await #expect(throws: PGError.self) { try await session.query("SELECT 1") }
        #expect(refused?.code == .transactionRolledBack)
        try await session.rollback()
        try await session.query("SELECT 1")
    }

    @Test func `what was loaded inside is asked for again`() async throws {
        source.answer { (statement) throws(PGError) in
            statement.text.hasPrefix("SELECT")
                ? ScriptedRows(
                    columns: ["id", "email", "name", "age", "role"],
                    [["7", "s@x.org", "S", nil, "member"]]) : nil
        }
        var loaded: User?
        try await undone { loaded = try await session.get(User.self, 7) }
        source.clear()

        let again = try await session.get(User.self, 7)

        #expect(again != nil && again === loaded)
        #expect(source.log.filter { $0.hasPrefix("SELECT") }.count == 1)
        _ = try await session.get(User.self, 7)
        #expect(source.log.filter { $0.hasPrefix("SELECT") }.count == 1)
    }

    @Test func `what was loaded before is not asked for again`() async throws {
        let user = try await persistentUser()
        try await undone {}
        source.clear()
        #expect(try await session.get(User.self, 1) === user)
        #expect(source.log.isEmpty)
    }
}
