import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

extension DatabaseTemplate {
    /// The table of the entity that has a version and refers to itself.
    static let knots = DatabaseTemplate(
        "orm_knots",
        (try? Schema(Knot.self, Note.self, Reading.self, Ticket.self).createStatements()) ?? [])
}

/// Which writes count as a new version, case by case.
@Suite("Versions on a server, case by case", .liveDatabase(.knots), .timeLimit(.minutes(1)))
struct VersionCaseTests {
    private func pair(_ session: RecordingSession) async throws -> (Knot, Knot) {
        let (one, other) = (Knot(name: "one"), Knot(name: "other"))
        session.add(contentsOf: [one, other])
        try await session.commit()
        #expect(one.version == 1 && other.version == 1)
        return (one, other)
    }

    @Test func `only the side with the foreign key has a new version`() async throws {
        try await withRecordedSession { session, _ in
            let (one, other) = try await pair(session)
            one.children.append(other)
            try await session.flush()
            #expect(one.version == 1)
            #expect(other.version == 2)

            one.children.append(Knot(name: "new"))
            try await session.commit()
            #expect(one.version == 1)

            other.parent = nil
            one.parent = ToOne(other)
            try await session.commit()
            #expect(one.version == 2)
            #expect(other.version == 3)
        }
    }

    @Test func `a circle is closed by a second version`() async throws {
        try await withRecordedSession { session, source in
            let (one, other) = (Knot(name: "one"), Knot(name: "other"))
            one.parent = ToOne(other)
            other.parent = ToOne(one)
            session.add(contentsOf: [one, other])
            try await session.commit()
            let versions = [one.version, other.version].sorted()
            #expect(versions == [1, 2])

            one.name = "changed"
            other.name = "changed"
            try await session.commit()
            #expect([one.version, other.version].sorted() == [2, 3])

            source.clear()
            session.delete(one)
            session.delete(other)
            try await session.commit()
            #expect(source.log.filter { $0.hasPrefix("DELETE") }.count <= 2)
        }
        #expect(try await committed("SELECT name FROM knots").isEmpty)
    }

    @Test(arguments: [false, true])
    func `a moved row is checked as well`(_ fromMany: Bool) async throws {
        try await withRecordedSession { session, _ in
            let (one, other) = try await pair(session)
            try await TestDatabase.pool.query(
                "UPDATE knots SET version = 3 WHERE id = \(other.id)")
            if fromMany {
                one.children.append(other)
            } else {
                other.parent = ToOne(one)
            }

            let error = await #expect(throws: PGError.self) { try await session.commit() }

            #expect(error?.code == .staleData)
            #expect(error?.message.hasPrefix("Knot \(other.id) could not be updated") == true)
            try await session.rollback()
            #expect(other.parent == nil)
        }
    }

    @Test func `a circle that is deleted is checked`() async throws {
        try await withRecordedSession { session, _ in
            let (one, other) = try await pair(session)
            one.parent = ToOne(other)
            other.parent = ToOne(one)
            try await session.commit()
            try await TestDatabase.pool.query(
                "UPDATE knots SET version = 9 WHERE id = \(one.id)")
            session.delete(one)
            session.delete(other)

            let error = await #expect(throws: PGError.self) { try await session.commit() }

            #expect(error?.code == .staleData)
            try await session.rollback()
            #expect(session.contains(one) && session.contains(other))
            try await session.refresh(contentsOf: [one, other])
            session.delete(one)
            session.delete(other)
            try await session.commit()
        }
        #expect(try await committed("SELECT name FROM knots").isEmpty)
    }

    @Test func `a row that lost is named before what it pointed to is deleted`() async throws {
        try await withRecordedSession { session, _ in
            let (one, other) = try await pair(session)
            other.parent = ToOne(one)
            try await session.commit()
            try await TestDatabase.pool.query(
                "UPDATE knots SET version = 9 WHERE id = \(other.id)")
            other.parent = nil
            session.delete(one)

            let error = await #expect(throws: PGError.self) { try await session.commit() }

            #expect(error?.code == .staleData)
            #expect(error?.message.hasPrefix("Knot \(other.id) could not be updated") == true)
        }
    }

    @Test func `changes of one transaction are as many versions`() async throws {
        try await withRecordedSession { session, _ in
            let (one, other) = try await pair(session)
            one.name = "a"
            try await session.flush()
            one.name = "b"
            other.parent = ToOne(one)
            try await session.flush()
            try await session.commit()
            #expect(one.version == 3)
            #expect(other.version == 2)
            #expect(
                try await session.fetch(Knot.orderBy { $0.id }).map(\.version) == [3, 2])
        }
        #expect(try await committed("SELECT version::text FROM knots ORDER BY id") == ["3", "2"])
    }

    @Test func `a bulk update counts up, and known instances go on`() async throws {
        try await withRecordedSession { session, _ in
            let (one, other) = try await pair(session)
            try await session.updateAll(Knot.all) { $0.set(\.name, to: "bulk") }
            #expect(one.version == 2 && other.version == 2)
            one.name = "own"
            try await session.commit()
            #expect(one.version == 3)
        }
    }

    @Test(arguments: ["readings", "tickets"])
    func `a row that was deleted and inserted again is another one`(
        _ table: String
    ) async throws {
        if table == "readings" {
            try await replaced(Reading.self)
        } else {
            try await replaced(Ticket.self)
        }
    }

    private func replaced<E: VersionedRow>(_ type: E.Type) async throws where E.ID == Int {
        try await withRecordedSession { session, _ in
            let row = E(title: "a", rank: nil)
            session.add(row)
            try await session.commit()
            let table = E.tableName
            try await TestDatabase.pool.query("DELETE FROM \(raw: table)")
            try await TestDatabase.pool.query(
                "INSERT INTO \(raw: table) (id, title) VALUES (\(row.persistentID), 'a')")
            row.title = "b"

            let error = await #expect(throws: PGError.self) { try await session.commit() }

            #expect(error?.code == .staleData)
            try await session.rollback()
            try await session.refresh(row)
            row.title = "c"
            try await session.commit()
        }
        #expect(try await committed("SELECT title FROM \(raw: E.tableName)") == ["c"])
    }
}
