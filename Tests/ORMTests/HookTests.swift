import ORM
import ORMTestSupport
import PGCore
import Synchronization
import Testing

@Suite("Hooks")
struct HookTests {
    private let source = ScriptedSource()
    private let log = EventLog()

    private func session(
        _ configure: (inout SessionHooks) -> Void = { _ in }
    ) -> SessionCore<ScriptedSource> {
        var configuration = SessionConfiguration()
        configure(&configuration.hooks)
        return SessionCore(source, configuration: configuration)
    }

    @Test func `an entity's hooks run around what is written`() async throws {
        let session = session()
        let document = Document(title: " a ")
        session.add(document)
        try await session.commit()
        document.title = "b"
        try await session.commit()
        session.delete(document)
        try await session.commit()

        #expect(
            document.events == [
                "beforeInsert", "afterInsert 1", "beforeUpdate title", "afterUpdate",
                "beforeDelete", "afterDelete",
            ])
        #expect(source.parameters[1].contains("a"))
    }

    @Test func `nothing runs when nothing is written`() async throws {
        let log = self.log
        let session = session { hooks in
            hooks.beforeFlush { _ in log.add("flush") }
            hooks.afterFlush { _ in log.add("flushed") }
        }
        _ = try await session.fetch(Document.all)
        try await session.commit()

        #expect(log.events.isEmpty)
    }

    @Test func `a hook runs when an instance is made from a row`() async throws {
        source.answer { (statement) throws(PGError) in
            ScriptedRows(
                columns: ["id", "tenant_id", "title", "code", "deleted_at"],
                [["1", "1", "a", nil, nil]])
        }
        let log = self.log
        let session = session { $0.afterLoad(Document.self) { log.add("loaded \($0.title)") } }

        let first = try await session.fetch(Document.all)
        let second = try await session.fetch(Document.all)

        #expect(first[0] === second[0])
        #expect(first[0].events == ["afterLoad"])
        #expect(log.events == ["loaded a"])
    }

    @Test func `the session's hooks run in order and before the entity's`() async throws {
        let log = self.log
        let session = session { hooks in
            hooks.beforeFlush { _ in log.add("beforeFlush") }
            hooks.beforeInsert(Document.self) { document, _ in
                log.add("first, entity saw \(document.events.count)")
            }
            hooks.beforeInsert(Document.self) { document, _ in log.add("second") }
            hooks.beforeInsert(User.self) { _, _ in log.add("never") }
            hooks.afterInsert(Document.self) { document, _ in log.add("inserted \(document.id)") }
            hooks.afterFlush { _ in log.add("afterFlush") }
            hooks.beforeCommit { _ in log.add("beforeCommit") }
            hooks.afterCommit { log.add("afterCommit") }
            hooks.afterRollback { log.add("afterRollback") }
        }
        session.add(Document(title: "a"))
        try await session.commit()
        session.add(Document(title: "b"))
        try await session.rollback()

        #expect(
            log.events == [
                "beforeCommit", "beforeFlush", "first, entity saw 0", "second", "inserted 1",
                "afterFlush", "afterCommit", "afterRollback",
            ])
    }

    @Test(arguments: [(true, ["afterRollback"]), (false, [])])
    func `the end of a session rolls back once, and only what was begun`(
        _ isBegun: Bool, _ expected: [String]
    ) async throws {
        let log = self.log
        let session = session { hooks in
            hooks.afterRollback { log.add("afterRollback") }
        }
        session.add(Document(title: "a"))
        if isBegun { try await session.flush() }

        await session.close()
        await session.close()

        #expect(log.events == expected)
    }

    @Test func `a hook before the flush may change and add instances`() async throws {
        let session = session { hooks in
            hooks.beforeFlush { context in
                for document in context.inserted(Document.self) { document.title += "!" }
                context.add(User(email: "audit@x.org", name: "Audit"))
            }
            hooks.beforeInsert(User.self) { user, context in
                user.name = "Audited"
                if context.inserted(Country.self).isEmpty {
                    context.add(Country(code: "DE", aliases: []))
                }
            }
        }
        session.add(Document(title: "a"))
        try await session.commit()

        #expect(source.log.count == 5)
        #expect(source.parameters.contains { $0.contains("a!") })
        #expect(source.parameters.contains { $0.contains("Audited") })
        #expect(source.parameters.contains { $0.contains("DE") })
        #expect(!session.isDirty)
    }

    @Test func `a hook before the commit may add instances`() async throws {
        let session = session { hooks in
            hooks.beforeCommit { $0.add(Country(code: "DE", aliases: [])) }
        }
        try await session.commit()

        #expect(source.log.count == 3)
    }

    @Test func `hooks that set each other off without end are stopped`() async throws {
        let session = session { hooks in
            hooks.beforeInsert(Country.self) { country, context in
                context.add(Country(code: country.code + "x", aliases: []))
            }
        }
        session.add(Country(code: "D", aliases: []))

        let error = await #expect(throws: PGError.self) { try await session.flush() }

        #expect(error?.code == .hookFailed)
        #expect(source.log.isEmpty)
    }

    @Test func `what a hook adds afterwards is written by the same commit`() async throws {
        let session = session { hooks in
            hooks.afterInsert(Document.self) { document, context in
                context.add(User(email: "\(document.id)@x.org", name: document.title))
            }
        }
        session.add(Document(title: "a"))

        try await session.commit()

        #expect(source.log.count == 4)
        #expect(source.log[2].hasPrefix(#"INSERT INTO "users""#))
        #expect(!session.isDirty)
    }

    @Test func `hooks that follow each other without end are stopped`() async throws {
        let session = session { hooks in
            hooks.afterInsert(Country.self) { country, context in
                context.add(Country(code: country.code + "x", aliases: []))
            }
        }
        session.add(Country(code: "D", aliases: []))

        let error = await #expect(throws: PGError.self) { try await session.commit() }
        try await session.rollback()

        #expect(error?.code == .hookFailed)
        #expect(source.leased == 0)
    }

    @Test func `an error before the flush sends nothing and leaves the session usable`()
        async throws
    {
        let session = session()
        let document = Document(title: "refuse")
        session.add(document)

        let error = await #expect(throws: PGError.self) { try await session.commit() }

        #expect(error?.code == .hookFailed)
        #expect(error?.message == "beforeInsert of this Document failed: Refusal")
        #expect(error?.underlying is Document.Refusal)
        #expect(source.log.isEmpty)
        document.title = "fine"
        try await session.commit()
        #expect(document.id == 1)
    }

    @Test func `an error after the flush leaves what was written to be rolled back`() async throws {
        let session = session()
        let document = Document(title: "refuse afterwards")
        session.add(document)
        try await session.commit()
        session.delete(document)

        await #expect(throws: PGError.self) { try await session.commit() }
        try await session.rollback()

        #expect(session.state(of: document) == .persistent)
        #expect(document.deletedAt == nil)
        #expect(source.leased == 0)
    }

    @Test func `an error of the database tier passes as it is`() async throws {
        let session = session { hooks in
            hooks.beforeFlush { _ in throw PGError(.wrongState, "not today") }
        }
        session.add(Document(title: "a"))

        let error = await #expect(throws: PGError.self) { try await session.flush() }

        #expect(error?.code == .wrongState)
        #expect(error?.message == "not today")
    }

    @Test func `a hook sees what the row was`() async throws {
        let log = self.log
        let session = session { hooks in
            hooks.beforeUpdate(Document.self) { document, context in
                log.add("\(context.original(of: document)?.title ?? "-") → \(document.title)")
            }
        }
        let document = Document(title: "a")
        session.add(document)
        try await session.commit()
        document.title = "b"
        try await session.commit()

        #expect(log.events == ["a → b"])
    }
}

/// Notes what happened.
private final class EventLog: Sendable {
    private let state = Mutex<[String]>([])

    var events: [String] { state.withLock { $0 } }

    func add(_ event: String) {
        state.withLock { $0.append(event) }
    }
}
