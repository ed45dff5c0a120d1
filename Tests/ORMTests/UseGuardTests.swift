import ORM
import ORMTestSupport
import PGCore
import Testing

@Suite("What the compiler cannot see", .timeLimit(.minutes(1)))
struct UseGuardTests {
    private let source = ScriptedSource()

    /// An actor is re-entrant: a second call may arrive while the first one waits.
    private actor Holder {
        let session: SessionCore<ScriptedSource>

        init(_ session: sending SessionCore<ScriptedSource>) {
            self.session = session
        }

        func commit() async throws { try await session.commit() }
        func close() async { await session.close() }
        func query() async throws { try await session.query("SELECT 1") }
    }

    @Test func `a second call names both places`() async throws {
        let holder = Holder(SessionCore(source))
        source.shut()
        let first = Task { try await holder.query() }
        while !source.isWaiting {
            try Task.checkCancellation()
            await Task.yield()
        }

        let error = await #expect(throws: PGError.self) { try await holder.commit() }

        #expect(error?.code == .concurrentUse)
        let file = "ORMTests/UseGuardTests.swift"
        #expect(error?.message.contains("commit() at \(file):") == true)
        #expect(error?.message.contains("busy with query() at \(file):") == true)
        source.open()
        try await first.value
    }

    @Test func `the session goes on after a refused call`() async throws {
        let holder = Holder(SessionCore(source))
        source.shut()
        let first = Task { try await holder.query() }
        while !source.isWaiting {
            try Task.checkCancellation()
            await Task.yield()
        }
        await #expect(throws: PGError.self) { try await holder.commit() }
        source.open()
        try await first.value

        try await holder.commit()

        #expect(source.log == ["BEGIN", "SELECT 1", "COMMIT"])
    }

    @Test func `a closed session refuses every call`() async throws {
        let session = SessionCore(source)
        try await session.query("SELECT 1")
        await session.close()
        await session.close()

        let error = await #expect(throws: PGError.self) { try await session.flush() }

        #expect(error?.code == .closed)
        #expect(error?.location?.fileID == "ORMTests/UseGuardTests.swift")
        #expect(session.isClosed)
        #expect(source.log == ["BEGIN", "SELECT 1", "ROLLBACK"])
        #expect(source.leased == 0)
    }

    @Test func `a call under way when the session ends does not begin anew`() async throws {
        let session = SessionCore(source)
        session.add(User(email: "a@x.org", name: "A"))
        session.add(Category(name: "c"))
        let holder = Holder(session)
        source.shut()
        let first = Task { try await holder.commit() }
        while !source.isWaiting {
            try Task.checkCancellation()
            await Task.yield()
        }
        await holder.close()
        source.open()

        await #expect(throws: PGError.self) { try await first.value }

        #expect(source.leased == 0)
    }

    @Test func `commit and rollback are refused inside a savepoint`() async throws {
        let session = SessionCore(source)

        let error = await #expect(throws: PGError.self) {
            try await session.withSavepoint { try await session.commit() }
        }

        #expect(error?.code == .wrongState)
        #expect(source.log.last == "RELEASE SAVEPOINT strata_savepoint_1")
        try await session.commit()
    }

    // MARK: What compiles, and must not work

    @Test func `a session kept in a variable past its scope is refused`() async throws {
        var kept: SessionCore<ScriptedSource>?
        func scope(_ body: (SessionCore<ScriptedSource>) async throws -> Void) async throws {
            let session = SessionCore(source)
            try await body(session)
            await session.close()
        }
        try await scope { session in
            session.add(User(email: "a@x.org", name: "A"))
            try await session.commit()
            kept = session
        }
        let session = try #require(kept)
        source.clear()

        let user = User(email: "b@x.org", name: "B")
        session.add(user)
        session.delete(user)
        let error = await #expect(throws: PGError.self) { try await session.commit() }

        #expect(error?.code == .closed)
        #expect(error?.message.contains("the session has ended") == true)
        #expect(session.state(of: user) == .transient)
        #expect(session.instanceCount == 0)
        #expect(source.log.isEmpty)
    }

    /// Every call that waits, by name.
    private static let calls:
        [(String, @Sendable (SessionCore<ScriptedSource>) async throws -> Void)] = [
            ("fetch", { _ = try await $0.fetch(User.all) }),
            ("first", { _ = try await $0.first(User.all) }),
            ("fetchOne", { _ = try await $0.fetchOne(User.all) }),
            ("count", { _ = try await $0.count(User.all) }),
            ("get", { _ = try await $0.get(User.self, 1) }),
            ("refresh", { try await $0.refresh(User(email: "a", name: "A")) }),
            ("refresh many", { try await $0.refresh(contentsOf: [User]()) }),
            ("refresh columns", { try await $0.refresh(User(email: "a", name: "A"), \.name) }),
            ("merge", { _ = try await $0.merge(User(email: "a", name: "A")) }),
            ("load", { try await $0.load(\.posts, of: User(email: "a", name: "A")) }),
            ("flush", { try await $0.flush() }),
            ("commit", { try await $0.commit() }),
            ("rollback", { try await $0.rollback() }),
            ("withSavepoint", { session in try await session.withSavepoint {} }),
            ("execute", { _ = try await $0.execute("SELECT 1") }),
            ("query", { try await $0.query("SELECT 1") }),
            ("fetch SQL", { _ = try await $0.fetch("SELECT 1", as: User.self) }),
            ("lock", { try await $0.lock(User(email: "a", name: "A")) }),
            ("tryLock", { _ = try await $0.tryLock(User(email: "a", name: "A")) }),
            ("get, locked", { _ = try await $0.get(User.self, 1, lock: .update) }),
            ("one", { _ = try await $0.one(User.all) }),
            ("require", { _ = try await $0.require(User.self, 1) }),
            ("exists", { _ = try await $0.exists(User.all) }),
            ("page", { _ = try await $0.page(User.orderBy { $0.id }, size: 2) }),
            ("stream", { session in for try await _ in session.stream(User.all) {} }),
            (
                "count of",
                { _ = try await $0.count(of: \.posts, for: [User(email: "a", name: "A")]) }
            ),
            (
                "exists for",
                { _ = try await $0.exists(\.posts, for: [User(email: "a", name: "A")]) }
            ),
            ("insertAll", { _ = try await $0.insertAll([User(email: "a", name: "A")]) }),
            ("updateAll", { _ = try await $0.updateAll(User.all) { $0 } }),
            ("deleteAll", { _ = try await $0.deleteAll(User.all) }),
            (
                "insertOrFetch",
                { _ = try await $0.insertOrFetch(User(email: "a", name: "A"), on: \.email) }
            ),
            ("upsert", { _ = try await $0.upsert(User(email: "a", name: "A"), on: \.email) }),
        ]

    /// Another call may arrive at a re-entrant actor while the first one waits.
    private actor Entrance {
        let session: SessionCore<ScriptedSource>

        init(_ session: sending SessionCore<ScriptedSource>) {
            self.session = session
        }

        func wait() async throws { try await session.query("SELECT 1") }

        func call(_ number: Int) async throws {
            try await UseGuardTests.calls[number].1(session)
        }
    }

    @Test(arguments: calls.indices)
    func `no call gets in while another is under way`(_ number: Int) async throws {
        let entrance = Entrance(SessionCore(source))
        source.shut()
        let first = Task { try await entrance.wait() }
        while !source.isWaiting {
            try Task.checkCancellation()
            await Task.yield()
        }

        let error = await #expect(throws: PGError.self) { try await entrance.call(number) }

        #expect(error?.code == .concurrentUse, "\(Self.calls[number].0)")
        #expect(error?.message.contains("busy with query()") == true)
        source.open()
        try await first.value
        #expect(source.log == ["BEGIN", "SELECT 1"])
    }

    @Test(arguments: calls.indices)
    func `no call gets in after the end`(_ number: Int) async throws {
        let session = SessionCore(source)
        await session.close()

        let error = await #expect(throws: PGError.self) { try await Self.calls[number].1(session) }

        #expect(error?.code == .closed, "\(Self.calls[number].0)")
        #expect(source.log.isEmpty)
    }

    @Test func `a dropped session gives its connection back`() async throws {
        do {
            let session = SessionCore(source)
            try await session.query("SELECT 1")
            #expect(source.leased == 1)
        }
        while source.leased > 0 {
            try Task.checkCancellation()
            await Task.yield()
        }
    }
}
