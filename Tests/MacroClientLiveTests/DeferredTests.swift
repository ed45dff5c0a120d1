import Foundation
import PGTestKit
import StrataMacros
import Testing

@Entity("papers")
final class Paper: Codable {
    var body: Deferred<String>
    @PrimaryKey(.identity) var id: Int
    var title: String
    var notes: Deferred<String?>
    @UpdatedAt var updatedAt: Date
    @Generated("length(title)") var titleLength: Int
    @BelongsTo var source: ToOne<Paper>?
}

@Suite("Deferred columns, and what an update brings back", .liveDatabase, .timeLimit(.minutes(1)))
struct DeferredTests {
    private func database() async throws -> Database {
        let pool = try TestDatabase.pool
        try await Schema(Paper.self).createAll(on: pool)
        let database = Database(pool)
        try await database.withSession { session in
            let first = Paper(body: "1", title: "one")
            session.add(first)
            session.add(Paper(body: "2", title: "two", notes: "n", source: first))
            try await session.commit()
        }
        return database
    }

    private let sorted = Paper.orderBy { $0.id.ascending }

    @Test func `a deferred column is left out and names itself`() async throws {
        try await database().withSession { session in
            #expect(!sorted.sql.text.contains("body"))
            let papers = try await session.fetch(sorted)
            #expect(papers.map(\.body.isLoaded) == [false, false])
            let error = #expect(throws: PGError.self) { try papers[0].body.value }
            #expect(error?.code == .notLoaded)
            #expect(error?.message == "Paper.body is not loaded")
            #expect(
                error?.hint
                    == #"Fetch with including { $0.body }, or call session.load(\.body, of:) first"#
            )
            #expect(!session.isDirty)
            papers[0].title = "uno"
            try await session.commit()
            #expect(!papers[0].body.isLoaded)
        }
    }

    @Test func `loading keeps what was changed in other columns`() async throws {
        try await database().withSession { session in
            let papers = try await session.fetch(sorted)
            try await session.load(\.body, of: papers)
            #expect(try papers.map { try $0.body.value } == ["1", "2"])
            #expect(!session.isDirty)
            papers[1].title = "due"
            try await session.load(\.notes, of: papers)
            #expect(try papers.map { try $0.notes.value } == [nil, "n"])
            #expect(papers[1].title == "due")
            try await session.commit()
        }
    }

    @Test func `a query may include deferred columns`() async throws {
        let database = try await database()
        try await database.withSession { session in
            let query = sorted.including { ($0.body, $0.notes, $0.title) }
            let papers = try await session.fetch(query)
            #expect(try papers.map { try $0.body.value } == ["1", "2"])
            #expect(try papers.map { try $0.notes.value } == [nil, "n"])
            #expect(!session.isDirty)
        }
        try await database.withSession { session in
            let known = try await session.fetch(sorted)
            _ = try await session.fetch(Paper.including { $0.body }.include(\.source))
            #expect(try known.map { try $0.body.value } == ["1", "2"])
            #expect(try known[1].source?.value === known[0])
        }
    }

    @Test func `an assigned value is written whether it was loaded or not`() async throws {
        try await database().withSession { session in
            let papers = try await session.fetch(sorted)
            papers[0].body = Deferred("changed")
            #expect(session.changedProperties(of: papers[0]) == ["body"])
            try await session.commit()
            #expect(try papers[0].body.value == "changed")
            papers[1].body = Deferred("lost")
            try await session.rollback()
            #expect(!papers[1].body.isLoaded)
            #expect(try papers[0].body.value == "changed")
        }
        let bodies = try await TestDatabase.pool.query("SELECT body FROM papers ORDER BY id")
        #expect(try bodies.decode(String.self) == ["changed", "2"])
    }

    @Test func `an update brings back what the server computes`() async throws {
        try await database().withSession { session in
            let papers = try await session.fetch(sorted)
            let before = papers.map(\.updatedAt)
            papers[0].title = "longer"
            try await session.flush()
            #expect(papers.map(\.titleLength) == [6, 3])
            #expect(papers[0].updatedAt > before[0])
            #expect(papers[1].updatedAt == before[1])
            for paper in papers { paper.title += "!" }
            try await session.commit()
            #expect(papers.map(\.titleLength) == [7, 4])
            #expect(papers[1].updatedAt > before[1])
            #expect(!session.isDirty)
            let chosen = Date(timeIntervalSince1970: 1_000)
            papers[0].updatedAt = chosen
            papers[0].titleLength = 99
            try await session.commit()
            #expect(papers[0].updatedAt == chosen)
            #expect(papers[0].titleLength == 7)
        }
    }

    @Test func `what is expired is read again without the deferred columns`() async throws {
        let quiet = SessionConfiguration(autoflush: false)
        try await database().withSession(configuration: quiet) { session in
            let papers = try await session.fetch(sorted)
            try await session.load(\.body, of: papers)
            try await session.commit()
            _ = try await TestDatabase.pool.execute("UPDATE papers SET title = 't', body = 'b'")
            try session.expire(papers[0])
            papers[0].notes = Deferred("mine")
            _ = try await session.fetch(sorted)
            #expect(papers[0].title == "t")
            #expect(try papers[0].notes.value == "mine")
            #expect(try papers[0].body.value == "1")
            try await session.refresh(papers[1], \.body)
            #expect(try papers[1].body.value == "b")
        }
    }

    @Test func `refreshing all reads again what was loaded, and no more`() async throws {
        try await database().withSession { session in
            let papers = try await session.fetch(sorted)
            try await session.load(\.body, of: papers[1])
            papers[1].body = Deferred("mine")
            _ = try await TestDatabase.pool.query("UPDATE papers SET body = 'b', title = 't'")

            try await session.refresh(contentsOf: papers)

            #expect(papers.map(\.title) == ["t", "t"])
            #expect(papers.map(\.body.isLoaded) == [false, true])
            #expect(papers.map(\.notes.isLoaded) == [false, false])
            #expect(try papers[1].body.value == "b")
            #expect(!session.isDirty)
        }
    }

    @Test func `updates of many rows at once set the time as well`() async throws {
        try await database().withSession { session in
            let papers = try await session.fetch(sorted)
            let before = papers.map(\.updatedAt)
            try await session.commit()
            _ = try await session.updateAll(Paper.where { $0.title == "two" }) {
                $0.set(\.title, to: "three")
            }
            #expect(papers[1].title == "three")
            #expect(papers[1].titleLength == 5)
            #expect(papers[1].updatedAt > before[1])
            #expect(papers[0].updatedAt == before[0])
            #expect(!papers[1].body.isLoaded)
        }
    }

    @Test func `a snapshot leaves out what was not loaded`() async throws {
        let snapshot = try await database().withSession { session in
            try await session.fetch(sorted)[0].snapshot
        }
        let object = try #require(
            try JSONSerialization.jsonObject(with: try JSONEncoder().encode(snapshot))
                as? [String: Any])
        #expect(object["body"] == nil)
        let back = try JSONDecoder().decode(
            Paper.Snapshot.self, from: try JSONEncoder().encode(snapshot))
        #expect(!back.body.isLoaded)
    }
}
