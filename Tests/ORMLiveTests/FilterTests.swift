import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import PGWire
import QueryBuilder
import Testing

@Suite("Filters on a server", .liveDatabase(.writes), .timeLimit(.minutes(1)))
struct LiveFilterTests {
    @Test func `a soft deletion hides the row and can be undone`() async throws {
        try await withRecordedSession { session, source in
            let documents = (1...3).map { Document(title: "\($0)") }
            session.add(contentsOf: documents)
            try await session.commit()
            documents[1].title = "changed"
            session.delete(documents[1])
            try await session.commit()
            #expect(documents[1].deletedAt != nil)
            #expect(session.state(of: documents[1]) == .detached)

            #expect(try await session.fetch(Document.all).map(\.id).sorted() == [1, 3])
            #expect(try await session.count(Document.all) == 2)
            #expect(try await session.get(Document.self, 2) == nil)
            let all = try await session.fetch(
                Document.orderBy { $0.id.ascending }.includingDeleted)
            #expect(all.map(\.title) == ["1", "changed", "3"])
            #expect(try await session.get(Document.self, 2) == nil)

            all[1].deletedAt = nil
            try await session.commit()
            #expect(try await session.get(Document.self, 2) === all[1])

            session.delete(documents[0])
            session.delete(documents[2])
            try await session.rollback()
            #expect(try await session.count(Document.all) == 3)
            #expect(try await session.deleteAll(Document.where { $0.id > 1 }) == 2)
            #expect(session.state(of: documents[2]) == .deleted)
            try await session.commit()
        }
        #expect(
            try await committed(
                "SELECT id::text FROM documents WHERE deleted_at IS NULL") == ["1"])
        #expect(try await committed("SELECT count(*)::text FROM documents") == ["3"])
    }

    @Test func `a tenant sees its own`() async throws {
        try await TestDatabase.pool.query(
            "INSERT INTO documents (tenant_id, title) SELECT n % 2 + 1, n FROM generate_series(1, 6) n"
        )
        var configuration = SessionConfiguration()
        configuration.filters.add("tenant", on: Document.self, where: { $0.tenantID == 2 })
        let database = Database(try TestDatabase.pool, configuration: configuration)

        try await database.withSession { session in
            #expect(try await session.count(Document.all) == 3)
            #expect(try await session.get(Document.self, 2) == nil)
            let everyone = try await session.fetch(Document.all.unfiltered("tenant"))
            #expect(everyone.count == 6)
            #expect(try await session.get(Document.self, 2) == nil)
            #expect(try await session.get(Document.self, 1)?.id == 1)
            #expect(try await session.updateAll(Document.all) { $0.set(\.title, to: "x") } == 3)
            #expect(try await session.deleteAll(Document.where { $0.id < 4 }) == 2)
            #expect(try await session.deleteAll(Document.where { $0.id < 4 }.unfiltered()) == 3)
            try await session.commit()
        }
    }
}
