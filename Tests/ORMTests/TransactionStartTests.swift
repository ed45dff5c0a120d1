import ORM
import ORMTestSupport
import PGCore
import PGWire
import Testing

/// What is sent by sessions whose transactions begin when they are needed.
@Suite("When a transaction begins")
struct TransactionStartTests {
    private let source = ScriptedSource()

    private func session(
        over other: ScriptedSource? = nil,
        _ change: (inout SessionConfiguration) -> Void = { _ in }
    ) -> SessionCore<ScriptedSource> {
        var configuration = SessionConfiguration()
        configuration.begins = .whenNeeded
        change(&configuration)
        return SessionCore(other ?? source, configuration: configuration)
    }

    /// The first words of what was sent.
    private var sent: [String] {
        source.log.map { String($0.prefix { $0 != " " }) }
    }

    /// Something that a session does, and what of it is sent.
    struct Work: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let sent: [String]
        let run: @Sendable (SessionCore<ScriptedSource>) async throws -> Void

        init(
            _ name: String, _ sent: [String],
            _ run: @escaping @Sendable (SessionCore<ScriptedSource>) async throws -> Void
        ) {
            testDescription = name
            self.sent = sent
            self.run = run
        }
    }

    static let works: [Work] = [
        Work("get", ["SELECT"]) { _ = try await $0.get(User.self, 1) },
        Work("questions", ["SELECT", "SELECT", "SELECT"]) { session in
            _ = try await session.fetch(User.all)
            _ = try await session.get(User.self, 2)
            _ = try await session.fetch(User.where { $0.name == "A" })
        },
        Work("one new row", ["INSERT"]) { session in
            session.add(User(email: "a", name: "A"))
            try await session.commit()
        },
        Work("a question and one new row", ["SELECT", "INSERT"]) { session in
            _ = try await session.fetch(User.all)
            session.add(User(email: "a", name: "A"))
            try await session.commit()
        },
        Work("nothing to commit", ["SELECT"]) { session in
            _ = try await session.fetch(User.all)
            try await session.commit()
        },
        Work("two new rows", ["BEGIN", "INSERT", "COMMIT"]) { session in
            session.add(User(email: "a", name: "A"))
            session.add(User(email: "b", name: "B"))
            try await session.commit()
        },
        Work("a flush", ["BEGIN", "INSERT", "COMMIT"]) { session in
            session.add(User(email: "a", name: "A"))
            try await session.flush()
            try await session.commit()
        },
        Work("a flush that is not committed", ["BEGIN", "INSERT", "ROLLBACK"]) { session in
            session.add(User(email: "a", name: "A"))
            try await session.flush()
        },
        Work("a question after a flush", ["BEGIN", "INSERT", "SELECT", "COMMIT"]) { session in
            session.add(User(email: "a", name: "A"))
            _ = try await session.fetch(User.all)
            try await session.commit()
        },
        Work("a lock", ["BEGIN", "SELECT", "ROLLBACK"]) {
            _ = try await $0.fetch(User.all.lock(.update))
        },
        Work("a lock inside of a question", ["BEGIN", "SELECT", "ROLLBACK"]) { session in
            let free = User.where { $0.name == "A" }.lock(.update).select { $0.id }
            _ = try await session.fetch(User.where { $0.id.in(free) })
        },
        Work("SQL of one's own", ["SELECT", "BEGIN", "SELECT", "ROLLBACK"]) { session in
            _ = try await session.fetch(User.all)
            _ = try await session.query("SELECT nextval('s')")
        },
        Work(
            "a savepoint",
            ["BEGIN", "SAVEPOINT", "INSERT", "RELEASE", "COMMIT"]
        ) { session in
            try await session.withSavepoint { session.add(User(email: "a", name: "A")) }
            try await session.commit()
        },
        Work("one row after another", ["INSERT", "INSERT", "SELECT"]) { session in
            for email in ["a", "b"] {
                session.add(User(email: email, name: "A"))
                try await session.commit()
            }
            _ = try await session.fetch(User.all)
        },
    ]

    @Test(arguments: works)
    func `only what needs a transaction is in one`(_ work: Work) async throws {
        let session = session()

        try await work.run(session)
        await session.close()

        #expect(sent == work.sent)
        #expect(source.leased == 0)
        #expect(!session.isInTransaction)
    }

    static let others: [(String, @Sendable (inout SessionConfiguration) -> Void)] = [
        ("an isolation level", { $0.isolation = .repeatableRead }),
        ("a schema", { $0.schema = "tenant" }),
        ("deferrable", { $0.isDeferrable = true }),
        ("the default", { $0.begins = .withFirstStatement }),
    ]

    @Test(arguments: [AccessMode.readOnly, .readWrite])
    func `the access mode holds for a single row as well`(_ access: AccessMode) async throws {
        let session = session { $0.access = access }
        _ = try await session.fetch(User.all)
        session.add(User(email: "a", name: "A"))

        try await session.commit()

        #expect(source.log[1] == "BEGIN \(access.rawValue)")
        #expect(sent == ["SELECT", "BEGIN", "INSERT", "COMMIT"])
    }

    @Test(arguments: others.indices)
    func `what holds for all statements together begins with the first`(
        _ number: Int
    ) async throws {
        let session = session { Self.others[number].1(&$0) }

        _ = try await session.get(User.self, 1)

        #expect(sent.first == "BEGIN")
        #expect(session.isInTransaction)
        await session.close()
        #expect(sent.last == "ROLLBACK")
        #expect(source.leased == 0)
    }

    @Test func `hooks, which may add changes, have a transaction`() async throws {
        let session = session { configuration in
            configuration.hooks.afterFlush { _ in }
        }
        session.add(User(email: "a", name: "A"))

        try await session.commit()

        #expect(sent == ["BEGIN", "INSERT", "COMMIT"])
    }

    // MARK: Failures

    @Test func `a question that fails leaves the session as it was`() async throws {
        let session = session()
        source.fail("SELECT", with: PGError(.connectionLost, "lost").executed(.mayHaveRun))

        await #expect(throws: PGError.self) { _ = try await session.get(User.self, 1) }

        #expect(source.leased == 0)
        _ = try await session.get(User.self, 2)
        #expect(sent == ["SELECT", "SELECT"])
        await session.close()
    }

    static let refusals = [
        PGError(server: ServerError(sqlState: "23505", message: "taken")),
        PGError(.connectionLost, "lost").executed(.mayHaveRun),
        PGError(.connectionLost, "gone").executed(.notSent),
    ]

    @Test(arguments: refusals)
    func `a commit of one row that fails is rolled back, and can be done again`(
        _ failure: PGError
    ) async throws {
        let session = session()
        let known = User(email: "k", name: "K")
        session.add(known)
        try await session.commit()
        source.clear()
        let user = User(email: "a", name: "A")
        session.add(user)
        source.fail("INSERT", with: failure)

        let error = await #expect(throws: PGError.self) { try await session.commit() }

        #expect(error?.code == failure.code)
        #expect(error?.location != nil)
        #expect(session.state(of: user) == .transient)
        #expect(session.state(of: known) == .persistent)
        #expect(!session.isInTransaction)
        #expect(source.leased == 0)
        session.add(user)
        try await session.commit()
        #expect(sent == ["INSERT", "INSERT"])
        #expect(session.state(of: user) == .persistent)
        await session.close()
    }

    @Test func `an answer that cannot be read says that the row may be written`() async throws {
        let session = session()
        session.add(User(email: "a", name: "A"))
        source.answer { statement in
            statement.text.contains("INSERT") ? ScriptedRows(columns: ["id", "role"], []) : nil
        }

        let error = await #expect(throws: PGError.self) { try await session.commit() }

        #expect(error?.code == .rowCountMismatch)
        #expect(error?.execution == .mayHaveRun)
        #expect(source.leased == 0)
        await session.close()
    }

    @Test func `a lost race is not taken for a written row`() async throws {
        let session = session()
        let user = User(email: "a", name: "A")
        session.add(user)
        try await session.commit()
        user.name = "B"
        source.answer { statement in
            statement.text.contains("UPDATE") ? ScriptedRows(columns: [], affected: 0) : nil
        }

        let error = await #expect(throws: PGError.self) { try await session.commit() }

        #expect(error?.code == .staleData)
        #expect(error?.execution != .mayHaveRun)
        #expect(user.name == "A")
        await session.close()
    }

    @Test func `a transaction that cannot begin gives the connection back`() async throws {
        let session = session()
        _ = try await session.fetch(User.all)
        source.fail("BEGIN", with: PGError(.connectionLost, "lost").executed(.notSent))

        await #expect(throws: PGError.self) { _ = try await session.query("SELECT 1") }

        #expect(source.leased == 0)
        #expect(!session.isInTransaction)
        _ = try await session.query("SELECT 1")
        await session.close()
        #expect(source.leased == 0)
    }

    // MARK: Without a connection being lent

    @Test(arguments: works)
    func `what needs no transaction borrows no connection`(_ work: Work) async throws {
        let source = ScriptedSource(isSharing: true)
        let session = session(over: source)

        try await work.run(session)
        await session.close()

        #expect(source.log.map { String($0.prefix { $0 != " " }) } == work.sent)
        #expect(source.leases == work.sent.count { $0 == "BEGIN" })
        #expect(source.leased == 0)
    }

    @Test func `a statement that is refused there borrows a connection`() async throws {
        let source = ScriptedSource(isSharing: true)
        let session = session(over: source)
        source.fail("INSERT", with: PGError(.needsOwnConnection, "a setting"))
        session.add(User(email: "a", name: "A"))

        try await session.commit()

        #expect(source.log.count { $0.hasPrefix("INSERT") } == 2)
        #expect(source.leases == 1)
        #expect(source.leased == 0)
        await session.close()
    }

    /// A shared connection is given up when somebody's statement leaves it in a transaction.
    @Test func `a statement that may have run there does not run again`() async throws {
        let source = ScriptedSource(isSharing: true)
        let session = session(over: source)
        source.fail(
            "INSERT",
            with: PGError(.needsOwnConnection, "left in a transaction").executed(.mayHaveRun))
        session.add(User(email: "a", name: "A"))

        let error = await #expect(throws: PGError.self) { try await session.commit() }

        #expect(error?.code == .needsOwnConnection)
        #expect(source.log.count { $0.hasPrefix("INSERT") } == 1)
        #expect(source.leases == 0)
        await session.close()
    }
}
