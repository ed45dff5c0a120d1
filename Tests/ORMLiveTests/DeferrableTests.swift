import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

@Suite("Deferrable foreign keys, on a server", .liveDatabase, .timeLimit(.minutes(1)))
struct DeferrableTests {
    private func withSession(
        _ body: (RecordingSession, RecordingSource) async throws -> Void
    ) async throws {
        let schema = Schema(Captain.self, Ship.self, Padlock.self, Opener.self)
        try await schema.createAll(on: try TestDatabase.pool)
        try await withRecordedSession(body)
    }

    private func locks() -> (Padlock, Opener) {
        let padlock = Padlock(label: "p", opener: ToOne(id: 0))
        let opener = Opener(label: "o", padlock: ToOne(padlock))
        padlock.opener = ToOne(opener)
        return (padlock, opener)
    }

    @Test func `rows that need each other are written and deleted`() async throws {
        try await withSession { session, source in
            let captain = Captain(name: "Ahab", ship: ToOne(id: "?"))
            let ship = Ship(name: "Pequod", captain: ToOne(captain))
            captain.ship = ToOne(ship)
            session.add(captain)
            session.add(ship)
            try await session.commit()
            #expect(source.trips == [1, 2, 1])
            #expect(
                try await committed("SELECT ship_id FROM captains UNION ALL SELECT name FROM ships")
                    == ["Pequod", "Pequod"])

            session.delete(ship)
            session.delete(captain)
            try await session.commit()
            #expect(try await committed("SELECT name FROM captains").isEmpty)
        }
    }

    @Test func `a key that can be deferred is put off, and immediate again afterwards`()
        async throws
    {
        try await withSession { session, source in
            let (padlock, opener) = locks()
            session.add(padlock)
            try await session.flush()
            #expect(source.trips == [1, 3, 3])

            session.add(Padlock(label: "q", opener: ToOne(id: 4_711)))
            let error = await #expect(throws: PGError.self) { try await session.flush() }
            #expect(error?.constraintViolation?.properties == ["opener"])
            try await session.rollback()
            #expect(try await committed("SELECT label FROM padlocks").isEmpty)

            session.add(padlock)
            try await session.commit()
            #expect(try await committed("SELECT label FROM padlocks") == ["p"])
            source.clear()
            session.delete(padlock)
            session.delete(opener)
            try await session.commit()
            #expect(source.trips == [1, 4, 1])
            #expect(try await committed("SELECT label FROM openers").isEmpty)
        }
    }

    @Test func `a row that is missing when the flush ends is named by the flush`() async throws {
        try await withSession { session, _ in
            session.add(locks().0)
            session.add(Padlock(label: "q", opener: ToOne(id: 4_711)))

            let error = await #expect(throws: PGError.self) { try await session.flush() }

            #expect(
                error?.constraintViolation?.description
                    == "Padlock.opener: foreignKey, (opener_id)=(4711)")
            try await session.rollback()
            session.add(locks().0)
            try await session.commit()
        }
    }

    @Test func `a row that is missing at the commit is named by the commit`() async throws {
        try await withSession { session, _ in
            let captain = Captain(name: "Ahab", ship: ToOne(id: "none"))
            session.add(captain)
            try await session.flush()

            let error = await #expect(throws: PGError.self) { try await session.commit() }

            #expect(
                error?.constraintViolation?.description
                    == "Captain.ship: foreignKey, (ship_id)=(none)")
            #expect(session.state(of: captain) == .transient)
            #expect(try await session.count(Captain.all) == 0)
        }
    }
}
