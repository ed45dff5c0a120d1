import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import PGWire
import Testing

@Suite(
    "Insertions that say what happened, on a server", .liveDatabase(.writes),
    .timeLimit(.minutes(1)))
struct LiveUpsertTests {
    @Test func `one of each`() async throws {
        try await withRecordedSession { session, source in
            let first = try await session.insertOrFetch(
                User(email: "a@x.org", name: "A"), on: \.email)
            let second = try await session.insertOrFetch(
                User(email: "a@x.org", name: "B"), on: \.email)
            #expect(first.outcome == .inserted)
            #expect(second.outcome == .existing)
            #expect(second.entity === first.entity)
            try await session.commit()
            #expect(source.log.count == 4)

            let third = try await session.upsert(
                User(email: "a@x.org", name: "C", age: 3), on: \.email)
            #expect(third.outcome == .updated)
            #expect(third.entity === first.entity)
            #expect(first.entity.name == "C")
            let fourth = try await session.upsert(User(email: "b@x.org", name: "D"), on: \.email)
            #expect(fourth.outcome == .inserted)
            #expect(fourth.entity.role == "member")
            let fifth = try await session.upsert(
                User(email: "b@x.org", name: "E", age: 5), on: \.email
            ) { [$0.age] }
            #expect(fifth.entity.name == "D")
            #expect(fifth.entity.age == 5)
            try await session.commit()
        }
        #expect(try await committed("SELECT name FROM users ORDER BY id") == ["C", "D"])
    }

    @Test func `a row of another session becomes an instance`() async throws {
        try await TestDatabase.pool.query(
            "INSERT INTO users (email, name) VALUES ('a@x.org', 'Theirs')")
        try await withRecordedSession { session, _ in
            let mine = User(email: "a@x.org", name: "Mine")
            let result = try await session.insertOrFetch(mine, on: \.email)
            #expect(result.outcome == .existing)
            #expect(result.entity.name == "Theirs")
            result.entity.name = "Changed"
            try await session.commit()

            let other = User(email: "a@x.org", name: "Upserted")
            try await session.rollback()
            let fresh = RecordingSession(RecordingSource(try TestDatabase.pool))
            let updated = try await fresh.upsert(other, on: \.email)
            #expect(updated.outcome == .updated)
            #expect(updated.entity === other)
            #expect(other.id == result.entity.id)
            try await fresh.commit()
            await fresh.close()
        }
        #expect(try await committed("SELECT name FROM users") == ["Upserted"])
    }

    @Test func `many keep their order, with duplicates among them`() async throws {
        try await TestDatabase.pool.query(
            "INSERT INTO users (email, name) VALUES ('3@x.org', 'Theirs'), ('5@x.org', 'Theirs')")
        try await withRecordedSession { session, source in
            let users = [1, 2, 3, 2, 5, 6].map { User(email: "\($0)@x.org", name: "N\($0)") }
            let results = try await session.insertOrFetch(contentsOf: users, on: \.email)
            #expect(
                results.map(\.outcome)
                    == [.inserted, .inserted, .existing, .existing, .existing, .inserted])
            #expect(results.map(\.entity.email) == users.map(\.email))
            #expect(results[3].entity === results[1].entity)
            #expect(source.log.count == 2)

            let more = (1...8).map { User(email: "\($0)@x.org", name: "U\($0)") }
            let updates = try await session.upsert(contentsOf: more, on: \.email)
            #expect(
                updates.map(\.isInserted) == [
                    false, false, false, true, false, false, true, true,
                ])
            #expect(updates.map(\.entity.name) == more.map(\.name))
            #expect(updates[0].entity === users[0])
            try await session.commit()
        }
        #expect(try await committed("SELECT count(*)::text FROM users") == ["8"])
    }

    @Test func `what it refers to is inserted first`() async throws {
        try await withRecordedSession { session, _ in
            let author = User(email: "a@x.org", name: "A")
            let post = Post(title: "t", author: author)
            post.id = 77
            let result = try await session.upsert(post, on: \.id)
            #expect(result.outcome == .inserted)
            #expect(result.entity.author.id == author.id)
        }
    }

    @Test func `array columns go one by one`() async throws {
        try await withRecordedSession { session, source in
            let countries = ["DE", "FR", "DE"].map { Country(code: $0, aliases: [$0]) }
            let results = try await session.insertOrFetch(contentsOf: countries, on: \.code)
            #expect(results.map(\.outcome) == [.inserted, .inserted, .existing])
            #expect(source.log.count == 4)
        }
    }

    @Test func `the system's version is known afterwards`() async throws {
        try await withRecordedSession { session, _ in
            let ticket = Ticket(title: "a")
            session.add(ticket)
            try await session.commit()
            let copy = Ticket(title: "b")
            copy.id = ticket.id
            let result = try await session.upsert(copy, on: \.id)
            #expect(result.outcome == .updated)
            #expect(result.entity === ticket)
            try await session.commit()
            ticket.title = "c"
            try await session.commit()
        }
        #expect(try await committed("SELECT title FROM tickets") == ["c"])
    }

    @Test func `many at once insert every row once`() async throws {
        let database = Database(try TestDatabase.pool)
        let outcomes = try await withThrowingTaskGroup(of: [InsertOutcome].self) { group in
            for _ in 0..<6 {
                group.addTask {
                    var outcomes: [InsertOutcome] = []
                    for number in 0..<20 {
                        outcomes.append(
                            try await database.withSession { session in
                                let result = try await session.insertOrFetch(
                                    User(email: "\(number)@x.org", name: "N"), on: \.email)
                                #expect(result.entity.email == "\(number)@x.org")
                                let outcome = result.outcome
                                try await session.commit()
                                return outcome
                            })
                    }
                    return outcomes
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }

        #expect(outcomes.count { $0 == .inserted } == 20)
        #expect(outcomes.count == 120)
        #expect(try await committed("SELECT count(*)::text FROM users") == ["20"])
    }
}
