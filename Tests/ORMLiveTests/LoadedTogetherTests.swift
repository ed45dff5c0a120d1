import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import QueryBuilder
import Testing

@Suite(
    "Entities together with their relationships", .liveDatabase(.related), .timeLimit(.minutes(1)))
struct LoadedTogetherTests {
    private func seed() async throws {
        try await withRecordedSession { session, _ in
            let authors = ["A", "B"].map { Author(name: $0) }
            session.add(contentsOf: authors)
            for title in ["a1", "a2"] {
                session.add(Article(title: title, isDraft: false, author: authors[0]))
            }
            authors[1].profile.set(Profile(bio: "pb"))
            authors[1].groups.append(Group(name: "X"))
            session.add(Profile(bio: "nobody's"))
            try await session.commit()
        }
    }

    @Test func `types say what was loaded`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let rows: [(Author, [Article], Profile?, [Group])] = try await session.fetch(
                Author.orderBy { $0.id }, with: \.articles, \.profile, \.groups)

            #expect(source.trips == [1, 1, 3])
            #expect(rows.map(\.0.name) == ["A", "B"])
            #expect(rows.map { $0.1.map(\.title) } == [["a1", "a2"], []])
            #expect(rows.map { $0.2?.bio } == [nil, "pb"])
            #expect(rows.map { $0.3.count } == [0, 1])
            #expect(rows[0].1[0].author.loaded === rows[0].0)
        }
    }

    @Test func `a relationship to one is an instance, and an optional one an optional`()
        async throws
    {
        try await seed()
        try await withRecordedSession { session, _ in
            let articles: [(Article, Author)] = try await session.fetch(
                Article.orderBy { $0.title }, with: \.author)
            #expect(articles.map(\.1.name) == ["A", "A"])

            let profiles: [(Profile, Author?)] = try await session.fetch(
                Profile.orderBy { $0.bio }, with: \.author)
            #expect(profiles.map { $0.1?.name } == [nil, "B"])
        }
    }

    @Test func `what the query includes stays as it says`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let query = Author.orderBy { $0.id }.include(\.articles, .subquery) {
                $0.orderBy { $0.title.descending }.limit(1)
            }
            let rows = try await session.fetch(query, with: \.articles)
            #expect(source.trips == [1, 2])
            #expect(rows.map { $0.1.map(\.title) } == [["a2"], []])

            let first = try #require(try await session.first(query, with: \.articles))
            #expect(first.1.count == 1)
            let none = try await session.first(Author.where { $0.name == "Z" }, with: \.articles)
            #expect(none == nil)
        }
    }

    @Test func `a row that a filter hides is missed by name`() async throws {
        try await seed()
        var configuration = SessionConfiguration()
        configuration.filters.add("b", on: Author.self, where: { $0.name == "B" })
        let session = RecordingSession(
            RecordingSource(try TestDatabase.pool), configuration: configuration)
        let error = await #expect(throws: PGError.self) {
            _ = try await session.fetch(Article.all, with: \.author)
        }
        await session.close()
        #expect(error?.code == .notLoaded)
        #expect(error?.message.contains("Article.author") == true)
    }
}
