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
        while !source.isWaiting { await Task.yield() }

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
        while !source.isWaiting { await Task.yield() }
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
        while !source.isWaiting { await Task.yield() }
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

    @Test func `a dropped session gives its connection back`() async throws {
        do {
            let session = SessionCore(source)
            try await session.query("SELECT 1")
            #expect(source.leased == 1)
        }
        while source.leased > 0 { await Task.yield() }
    }
}
