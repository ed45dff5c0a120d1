import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("What an observer sees of a session", .liveDatabase(.writes), .timeLimit(.minutes(1)))
struct ObservingTests {
    @Test func `every statement comes with its time, its values and its rows`() async throws {
        let recorder = SQLRecorder(keepsValues: true)
        let pool = try TestDatabase.makePool { $0.connection.observers = [recorder] }
        let name = try await Database(pool).withSession { session in
            session.add(User(email: "a@x.org", name: "A"))
            try await session.commit()
            return try await session.one(User.where { $0.email == "a@x.org" }).name
        }

        #expect(name == "A")
        let written = try #require(recorder.statements.first { $0.text.hasPrefix("INSERT") })
        #expect(written.values?.prefix(2) == ["a@x.org", "A"])
        #expect(written.duration > .zero)
        #expect(written.rowCount == 1)
        let read = try #require(recorder.statements.first { $0.text.hasPrefix("SELECT") })
        #expect(read.rowCount == 1)
        #expect(read.error == nil)
    }
}
