import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import QueryBuilder
import Testing

@Suite("Filters by relationship on a server", .liveDatabase(.related), .timeLimit(.minutes(1)))
struct RelationFilterTests {
    private func seed() async throws {
        try await withRecordedSession { session, _ in
            let authors = ["A", "B", "C"].map { Author(name: $0) }
            session.add(contentsOf: authors)
            for title in ["a1", "a2", "a3"] {
                session.add(Article(title: title, isDraft: title == "a2", author: authors[0]))
            }
            session.add(Article(title: "b1", isDraft: false, author: authors[1]))
            authors[1].groups.append(Group(name: "X"))
            authors[1].friends.append(authors[0])
            authors[2].friends.append(authors[1])
            authors[2].profile.set(Profile(bio: "pc"))
            try await session.commit()
        }
    }

    private static let author = #"SELECT "authors"."id", "authors"."name" FROM "authors""#

    @Test(arguments: [
        (Author.where(has: \.articles), ["A", "B"]),
        (Author.where(has: \.articles) { $0.title == "b1" }, ["B"]),
        (Author.where(hasNone: \.articles), ["C"]),
        (Author.where(hasNone: \.articles) { $0.title == "a1" }, ["B", "C"]),
        (Author.where(has: \.drafts), ["A"]),
        (Author.where(has: \.groups) { $0.name == "X" }, ["B"]),
        (Author.where(has: \.friends) { $0.name == "A" }, ["B"]),
        (Author.where(has: \.friends), ["B", "C"]),
        (Author.where(hasNone: \.admirers), ["C"]),
        (Author.where(has: \.friends, matching: Author.where(has: \.articles)), ["B", "C"]),
        (Author.where(has: \.friends, matching: Author.where(has: \.friends)), ["C"]),
        (Author.where(has: \.profile) { $0.bio == "pc" }, ["C"]),
        (Author.where(count: \.articles) { $0 >= 2 }, ["A"]),
        (
            Author.where(count: \.articles, matching: Article.where { $0.isDraft == true }) {
                $0 == 0
            },
            ["B", "C"]
        ),
    ])
    func `find the right rows`(_ query: EntityQuery<Author>, _ names: [String]) async throws {
        try await seed()
        try await withRecordedSession { session, _ in
            let found = try await session.fetch(query.orderBy { $0.name })
            let count = try await session.count(query)
            #expect(found.map(\.name) == names)
            #expect(count == names.count)
        }
    }

    @Test(arguments: [
        (
            Author.where(has: \.articles) { $0.title == "b1" },
            sql(
                #" WHERE EXISTS (SELECT 1 FROM "articles" WHERE "articles"."title" = $1 "#,
                #"AND "articles"."author_id" = "authors"."id")"#)
        ),
        (
            Author.where(hasNone: \.groups),
            sql(
                #" WHERE NOT EXISTS (SELECT 1 FROM "groups" JOIN "author_groups" "#,
                #"ON "author_groups"."group_id" = "groups"."id" "#,
                #"WHERE "author_groups"."author_id" = "authors"."id")"#)
        ),
        (
            Author.where(has: \.friends) { $0.name == "A" },
            sql(
                #" WHERE EXISTS (SELECT 1 FROM (SELECT "authors"."id", "authors"."name" FROM "authors" "#,
                #"WHERE "authors"."name" = $1) AS "friends" JOIN "friendships" "#,
                #"ON "friendships"."friend_id" = "friends"."id" "#,
                #"WHERE "friendships"."author_id" = "authors"."id")"#)
        ),
        (
            Author.where(count: \.articles) { $0 > 2 },
            sql(
                #" WHERE (SELECT count(*) FROM "articles" WHERE "articles"."author_id" = "authors"."id") "#,
                #"> $1"#)
        ),
    ])
    func `are subqueries`(_ query: EntityQuery<Author>, _ rest: String) {
        #expect(query.sql.text == Self.author + rest)
    }

    @Test func `rows are sorted by a column of a related row`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let sorted = Article.orderBy(\.author) { $0.name.descending }
            let query = sorted.orderBy { $0.title }.limit(2)
            let found = try await session.fetch(query)
            #expect(found.map(\.title) == ["b1", "a1"])
            #expect(
                source.log.last?.hasSuffix(
                    sql(
                        #"FROM "articles" LEFT JOIN "authors" AS "author" "#,
                        #"ON "author"."id" = "articles"."author_id" "#,
                        #"ORDER BY "author"."name" DESC, "articles"."title" LIMIT $1"#)) == true)
            let count = try await session.count(query)
            #expect(count == 2)
        }
    }

    private func filtered(
        _ filters: SessionFilters, _ body: (RecordingSession) async throws -> Void
    ) async throws {
        var configuration = SessionConfiguration()
        configuration.filters = filters
        let session = RecordingSession(
            RecordingSource(try TestDatabase.pool), configuration: configuration)
        do {
            try await body(session)
        } catch {
            await session.close()
            throw error
        }
        await session.close()
    }

    @Test(arguments: [
        (Author.where(has: \.articles), ["A"]),
        (Author.where(hasNone: \.articles), ["B", "C"]),
        (Author.where(count: \.articles) { $0 == 2 }, ["A"]),
        (Author.where(has: \.friends, matching: Author.where(has: \.articles)), ["B"]),
        (Author.where(has: \.articles, matching: Article.all.unfiltered()), ["A", "B"]),
    ])
    func `a session's filters hold for related rows`(
        _ query: EntityQuery<Author>, _ names: [String]
    ) async throws {
        try await seed()
        var filters = SessionFilters()
        filters.add("some", on: Article.self, where: { $0.title.like("a%") && $0.title != "a2" })
        try await filtered(filters) { session in
            #expect(try await session.fetch(query.orderBy { $0.name }).map(\.name) == names)
            #expect(try await session.count(query) == names.count)
            #expect(try await session.exists(query))
            let changed = try await session.updateAll(query) { $0.set(\.name, to: "changed") }
            #expect(changed == names.count)
        }
    }

    @Test func `what is sorted by is filtered, too`() async throws {
        try await seed()
        var filters = SessionFilters()
        filters.add("not B", on: Author.self, where: { $0.name != "B" })
        try await filtered(filters) { session in
            let found = try await session.fetch(
                Article.orderBy(\.author) { $0.name.ascending.nullsFirst }
                    .orderBy { $0.title })
            #expect(found.map(\.title) == ["b1", "a1", "a2", "a3"])
        }
    }

    @Test func `what lies in between is filtered, too`() async throws {
        try await withRecordedSession { session, _ in
            let article = Article(title: "a", isDraft: false, author: Author(name: "A"))
            for (position, label) in ["x", "y"].enumerated() {
                article.taggings.append(
                    Tagging(weight: position, article: article, tag: Tag(label: label)))
            }
            session.add(article)
            try await session.commit()
        }
        var filters = SessionFilters()
        filters.add("first", on: Tagging.self, where: { $0.weight == 0 })
        try await filtered(filters) { session in
            let loaded = try await session.fetch(Article.include(\.tags))
            #expect(try loaded[0].tags.all.map(\.label) == ["x"])
            let ahead = try await session.fetch(Article.include(\.tags, .subquery))
            #expect(try ahead[0].tags.all.map(\.label) == ["x"])
            #expect(try await session.count(of: \.tags, for: loaded) == [loaded[0].id: 1])
            #expect(try await session.count(Article.where(has: \.tags) { $0.label == "y" }) == 0)
            let query = try session.query(\.tags, of: loaded[0])
            #expect(try await session.fetch(query).map(\.label) == ["x"])
        }
    }
}
