import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

/// Persons own balls, and have a favourite one: each table refers to the other.
@Suite("Relationships in circles, on a server", .liveDatabase, .timeLimit(.minutes(1)))
struct CircleTests {
    private func withSession(
        _ body: (RecordingSession, RecordingSource) async throws -> Void
    ) async throws {
        try await Schema(Person.self, Ball.self).createAll(on: try TestDatabase.pool)
        try await withRecordedSession(body)
    }

    private static let insertBall =
        #"INSERT INTO "balls" ("id", "label", "owner_id") VALUES ($1, $2, $3)"#
    /// The ball's key comes with the person's, so that the circle takes two round trips.
    private static let fetchKeys =
        "SELECT CASE WHEN has_sequence_privilege(s, 'USAGE') THEN nextval(s) END "
        + "FROM (SELECT pg_get_serial_sequence($1, $2)::regclass AS s OFFSET 0) AS q, "
        + "generate_series(1, $3::bigint)"

    @Test func `a circle is opened at the key that may be NULL, and closed by an update`()
        async throws
    {
        try await withSession { session, source in
            let person = Person(name: "P")
            let ball = Ball(label: "red", owner: person)
            person.favourite = ToOne(ball)
            session.add(person)

            try await session.commit()

            #expect(
                source.log == [
                    "BEGIN", #"INSERT INTO "persons" ("name") VALUES ($1) RETURNING "id""#,
                    Self.fetchKeys, Self.insertBall,
                    #"UPDATE "persons" SET "favourite_id" = $1 WHERE "id" = $2"#, "COMMIT",
                ])
            #expect(!session.isDirty)

            source.clear()
            session.delete(person)
            session.delete(ball)
            try await session.commit()
            #expect(
                source.log == [
                    "BEGIN", #"UPDATE "persons" SET "favourite_id" = $1 WHERE "id" = $2"#,
                    #"DELETE FROM "balls" WHERE "id" = $1"#,
                    #"DELETE FROM "persons" WHERE "id" = $1"#, "COMMIT",
                ])
        }
    }

    @Test func `a favourite that somebody else owns is no circle`() async throws {
        try await withSession { session, source in
            let owner = Person(name: "O")
            let admirer = Person(name: "A")
            let ball = Ball(label: "red", owner: owner)
            ball.admirers.append(admirer)
            session.add(ball)

            #expect(
                try session.plan().steps.map { "\($0.operation.rawValue) \($0.table)" }
                    == ["INSERT persons", "INSERT balls", "INSERT persons"])
            try await session.commit()
            #expect(try admirer.favourite?.value === ball)
        }
    }

    @Test func `both relationships of a pair are loaded, each from its side`() async throws {
        try await withSession { session, _ in
            let (p, q) = (Person(name: "P"), Person(name: "Q"))
            for label in ["a", "b", "c"] { p.balls.append(Ball(label: label, owner: p)) }
            session.add(contentsOf: [p, q])
            try await session.flush()
            try await session.load(\.balls, of: [p, q])
            q.favourite = ToOne(try p.balls.all[1])
            try await session.commit()
        }
        try await withSession { session, source in
            let persons = try await session.fetch(
                Person.orderBy { $0.name }.include(\.balls) { $0.include(\.admirers) }
                    .include(\.favourite, .joined) { $0.include(\.owner) })

            #expect(source.trips == [1, 1, 1, 1])
            #expect(try persons[0].balls.all.map(\.label) == ["a", "b", "c"])
            #expect(try persons[1].favourite?.value === persons[0].balls.all[1])
            #expect(try persons[0].balls.all[1].admirers.all.map(\.name) == ["Q"])
            #expect(try persons[1].favourite?.value.owner.value === persons[0])
            #expect(!session.isDirty)
        }
    }

    @Test func `removing from one side of a pair leaves the other alone`() async throws {
        try await withSession { session, source in
            let person = Person(name: "P")
            let ball = Ball(label: "red", owner: person)
            session.add(ball)
            try await session.flush()
            try await session.load(\.admirers, of: ball)
            ball.admirers.append(person)
            try await session.flush()
            #expect(try person.favourite?.value === ball)
            source.clear()

            ball.admirers.remove(person)
            try await session.commit()

            #expect(
                source.log
                    == [#"UPDATE "persons" SET "favourite_id" = $1 WHERE "id" = $2"#, "COMMIT"])
            #expect(person.favourite == nil)
            #expect(try ball.owner.value === person)
        }
    }
}
