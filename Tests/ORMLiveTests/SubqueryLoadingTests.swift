import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import QueryBuilder
import Testing

@Suite("Loading by subqueries on a server", .liveDatabase(.related), .timeLimit(.minutes(1)))
struct SubqueryLoadingTests {
    /// A has a1 to a3, tagged "x" but for a2, and is in X and Y; B has b1 and is in X; C has nothing.
    private func seed() async throws {
        try await withRecordedSession { session, _ in
            let authors = ["A", "B", "C"].map { Author(name: $0) }
            session.add(contentsOf: authors)
            let tag = Tag(label: "x")
            for number in 1...3 {
                let article = Article(
                    title: "a\(number)", isDraft: number == 2, author: authors[0])
                if number != 2 {
                    article.taggings.append(Tagging(weight: number, article: article, tag: tag))
                }
                session.add(article)
            }
            session.add(Article(title: "b1", isDraft: false, author: authors[1]))
            let groups = ["X", "Y"].map { Group(name: $0) }
            authors[0].groups.append(contentsOf: groups)
            authors[1].groups.append(groups[0])
            try await session.commit()
        }
    }

    private func titles(_ authors: [Author]) throws -> [[String]] {
        try authors.map { try $0.articles.all.map(\.title) }
    }

    @Test func `everything takes one round trip, however deep`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let authors = try await session.fetch(
                Author.orderBy { $0.id }
                    .include(\.articles, .subquery) {
                        $0.include(\.taggings, .subquery) { $0.include(\.tag, .joined) }
                            .include(\.tags, .subquery)
                    }
                    .include(\.groups, .subquery) { $0.orderBy { $0.name.descending } })

            #expect(source.trips == [1, 5])
            #expect(try titles(authors) == [["a1", "a2", "a3"], ["b1"], []])
            #expect(
                try authors.map { try $0.groups.all.map(\.name) } == [["Y", "X"], ["X"], []])
            let articles = try authors[0].articles.all
            #expect(try articles.map { try $0.taggings.all.count } == [1, 0, 1])
            #expect(try articles.map { try $0.tags.all.map(\.label) } == [["x"], [], ["x"]])
            #expect(try articles[0].taggings.all[0].tag.value.label == "x")
            #expect(try articles[2].author.value === authors[0])
            #expect(!session.isDirty)
        }
    }

    @Test func `the query is part of each statement`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let authors = try await session.fetch(
                Author.where { $0.name < "C" }.orderBy { $0.name.descending }.limit(1)
                    .include(\.articles, .subquery) { $0.where { $0.isDraft == false } })

            #expect(try titles(authors) == [["b1"]])
            let articles =
                #""articles"."id", "articles"."title", "articles"."is_draft", "articles"."author_id""#
            #expect(
                source.log.last
                    == sql(
                        #"SELECT \#(articles), "owner"."id" FROM (SELECT "authors"."id" "#,
                        #"FROM "authors" WHERE "authors"."name" < $1 "#,
                        #"ORDER BY "authors"."name" DESC LIMIT $2) AS "owner" ("id") "#,
                        #"LEFT JOIN LATERAL (SELECT \#(articles) FROM "articles" "#,
                        #"WHERE "articles"."is_draft" = $3 "#,
                        #"AND "articles"."author_id" = "owner"."id") AS "articles" ON TRUE "#,
                        #"ORDER BY "articles"."id""#))
        }
    }

    @Test func `a limit counts for each owner, and is known to be one`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let authors = try await session.fetch(
                Author.orderBy { $0.id }.include(\.articles, .subquery) {
                    $0.orderBy { $0.title.descending }.limit(2).include(\.tags, .subquery)
                })

            #expect(source.trips == [1, 3])
            #expect(try titles(authors) == [["a3", "a2"], ["b1"], []])
            #expect(try authors[0].articles.all.map { try $0.tags.all.count } == [1, 0])
            #expect(throws: PGError.self) { try authors[0].articles.removeAll() }
        }
    }

    @Test func `a condition of the relationship and filters hold`() async throws {
        try await seed()
        var configuration = SessionConfiguration()
        configuration.filters.add("odd", on: Article.self, where: { $0.title != "a1" })
        let session = RecordingSession(
            RecordingSource(try TestDatabase.pool), configuration: configuration)
        let authors = try await session.fetch(
            Author.orderBy { $0.id }
                .include(\.drafts, .subquery).include(\.articles, .subquery))
        await session.close()

        #expect(try authors.map { try $0.drafts.all.map(\.title) } == [["a2"], [], []])
        #expect(try titles(authors) == [["a2", "a3"], ["b1"], []])
    }

    @Test func `first sends it ahead, and pages ask by keys`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let query = Author.orderBy { $0.id }.include(\.articles, .subquery)
            let first = try #require(try await session.first(query))
            #expect(source.trips == [1, 2])
            #expect(try first.articles.all.count == 3)
        }
        try await withRecordedSession { session, source in
            let query = Author.orderBy { $0.id }.include(\.articles, .subquery)
            let page = try await session.page(query, size: 2)
            #expect(source.trips == [1, 1, 1])
            #expect(try titles(page.entities) == [["a1", "a2", "a3"], ["b1"]])
        }
    }

    @Test func `a relationship to oneself is loaded as well`() async throws {
        try await withRecordedSession { session, _ in
            let authors = ["A", "B", "C"].map { Author(name: $0) }
            session.add(contentsOf: authors)
            authors[0].friends.append(contentsOf: [authors[1], authors[2]])
            authors[1].friends.append(authors[0])
            try await session.commit()
        }
        try await withRecordedSession { session, source in
            let authors = try await session.fetch(
                Author.where { $0.name != "C" }.orderBy { $0.name }
                    .include(\.friends, .subquery) { $0.include(\.friends, .subquery) })
            #expect(source.trips == [1, 3])
            #expect(try authors.map { try $0.friends.all.map(\.name) } == [["B", "C"], ["A"]])
            #expect(try authors[0].friends.all[1].friends.all.isEmpty)
        }
    }

    @Test func `locks stay with the query`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let authors = try await session.fetch(
                Author.orderBy { $0.id }.forUpdate(.skipLocked).include(\.articles, .subquery))
            #expect(try titles(authors) == [["a1", "a2", "a3"], ["b1"], []])
            #expect(source.log.filter { $0.contains("FOR UPDATE") }.count == 1)
        }
    }
}
