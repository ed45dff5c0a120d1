import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

@Suite("Changes of relationships on a server", .liveDatabase(.related), .timeLimit(.minutes(1)))
struct RelationChangeTests {
    private func seed() async throws {
        try await withRecordedSession { session, _ in
            let authors = ["A", "B"].map { Author(name: $0) }
            session.add(contentsOf: authors)
            let article = Article(title: "a1", isDraft: false, author: authors[0])
            article.taggings.append(Tagging(weight: 1, article: article, tag: Tag(label: "x")))
            session.add(article)
            session.add(Article(title: "a2", isDraft: false, author: authors[0]))
            try await session.commit()
        }
    }

    private func authors(_ session: RecordingSession) async throws -> [Author] {
        try await session.fetch(
            Author.orderBy { $0.id }.include(\.articles) { $0.include(\.taggings) })
    }

    @Test func `an orphan is deleted`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let authors = try await authors(session)
            let article = try authors[0].articles.all[1]
            source.clear()
            authors[0].articles.remove(article)
            #expect(try session.plan().description == "DELETE articles: 1 row")

            try await session.commit()

            #expect(session.state(of: article) == .detached)
            #expect(try authors[0].articles.all.map(\.title) == ["a1"])
        }
        #expect(try await committed("SELECT title FROM articles") == ["a1"])
    }

    @Test func `one that found another owner is no orphan`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let authors = try await authors(session)
            let article = try authors[0].articles.all[1]
            source.clear()
            authors[0].articles.remove(article)
            authors[1].articles.append(article)

            try await session.commit()

            #expect(
                source.log
                    == [#"UPDATE "articles" SET "author_id" = $1 WHERE "id" = $2"#, "COMMIT"])
            #expect(try article.author.value === authors[1])
        }
    }

    @Test func `a key that is never NULL cannot be cleared`() async throws {
        try await seed()
        try await withRecordedSession { session, _ in
            let tag = try #require(try await session.first(Tag.include(\.taggings)))
            let tagging = try tag.taggings.all[0]
            tag.taggings.remove(tagging)
            #expect(session.isDirty)

            let error = await #expect(throws: PGError.self) { try await session.flush() }

            #expect(error?.code == .wrongState)
            #expect(
                error?.message
                    == "Tagging 1 was taken out of Tag.taggings, and its tag is never NULL")
            session.delete(tagging)
            try await session.commit()
            #expect(try tag.taggings.all.isEmpty)
        }
    }

    @Test func `assigning the to-one shows in loaded collections after the flush`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let authors = try await authors(session)
            let article = try authors[0].articles.all[0]
            article.author = ToOne(authors[1])
            let new = Article(title: "b2", isDraft: false, author: authors[1])
            session.add(new)
            source.clear()

            try await session.flush()

            #expect(try authors[0].articles.all.map(\.title) == ["a2"])
            #expect(try authors[1].articles.all.map(\.title) == ["b2", "a1"])
            #expect(source.log.count == 2)
            #expect(!session.isDirty)

            try await session.rollback()
            #expect(try authors[0].articles.all.map(\.title).sorted() == ["a1", "a2"])
            #expect(try authors[1].articles.all.isEmpty)
            #expect(article.author.id == authors[0].id)
        }
    }

    @Test func `a deleted instance leaves loaded collections, and a rollback brings it back`()
        async throws
    {
        try await seed()
        try await withRecordedSession { session, _ in
            let authors = try await authors(session)
            let article = try authors[0].articles.all[1]
            session.delete(article)
            try await session.flush()
            #expect(try authors[0].articles.all.map(\.title) == ["a1"])

            try await session.rollback()
            #expect(try authors[0].articles.all.map(\.title) == ["a1", "a2"])
        }
    }

    @Test func `a collection is replaced, and an orphan's parts go with it`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let authors = try await authors(session)
            let kept = try authors[0].articles.all[1]
            for tagging in try authors[0].articles.all[0].taggings.all { session.delete(tagging) }
            let new = Article(title: "a3", isDraft: true, author: authors[0])
            try authors[0].articles.replace(with: [new, kept])
            source.clear()

            try await session.commit()

            #expect(try authors[0].articles.all.map(\.title) == ["a3", "a2"])
            #expect(
                source.log == [
                    sql(
                        #"INSERT INTO "articles" ("title", "is_draft", "author_id") "#,
                        #"VALUES ($1, $2, $3) RETURNING "id""#),
                    #"DELETE FROM "taggings" WHERE "id" = $1"#,
                    #"DELETE FROM "articles" WHERE "id" = $1"#, "COMMIT",
                ])
        }
        #expect(try await committed("SELECT title FROM articles ORDER BY 1") == ["a2", "a3"])
    }

    @Test func `what is not loaded cannot be replaced, but appended to and removed from`()
        async throws
    {
        try await seed()
        try await withRecordedSession { session, source in
            let author = try #require(try await session.first(Author.orderBy { $0.id }))
            let error = #expect(throws: PGError.self) { try author.articles.removeAll() }
            #expect(error?.code == .notLoaded)

            let article = try #require(
                try await session.first(Article.where { $0.title == "a2" }))
            author.articles.remove(article)
            author.articles.append(Article(title: "a3", isDraft: false, author: author))
            try await session.commit()
            #expect(!author.articles.isLoaded)
        }
        #expect(try await committed("SELECT title FROM articles ORDER BY 1") == ["a1", "a3"])
    }

    @Test func `loading keeps changes that were not flushed`() async throws {
        try await seed()
        let source = RecordingSource(try TestDatabase.pool)
        let session = RecordingSession(
            source, configuration: SessionConfiguration(autoflush: false))
        let authors = try await authors(session)
        let article = try authors[0].articles.all[0]
        let new = Article(title: "a3", isDraft: false, author: authors[0])
        authors[0].articles.remove(article)
        authors[0].articles.append(new)

        try await session.load(\.articles, of: authors)

        #expect(try authors[0].articles.all.map(\.title) == ["a2", "a3"])
        await session.close()
    }
}
