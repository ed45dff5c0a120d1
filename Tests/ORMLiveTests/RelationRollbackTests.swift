import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

@Suite("What a rollback does to relationships", .liveDatabase(.related), .timeLimit(.minutes(1)))
struct RelationRollbackTests {
    private struct Undo: Error {}

    private func seed() async throws {
        try await withRecordedSession { session, _ in
            let (a, b) = (Author(name: "A"), Author(name: "B"))
            for title in ["1", "2", "3"] {
                a.articles.append(Article(title: title, isDraft: false, author: a))
            }
            a.groups.append(Group(name: "g"))
            a.profile.set(Profile(bio: "pa"))
            session.add(contentsOf: [a, b])
            try await session.commit()
        }
    }

    private func authors(_ session: RecordingSession) async throws -> (Author, Author) {
        let authors = try await session.fetch(Author.orderBy { $0.name })
        return (try #require(authors.first), try #require(authors.last))
    }

    @Test func `a reference leads to the instance it led to`() async throws {
        try await seed()
        try await withRecordedSession { session, _ in
            let (a, b) = try await authors(session)
            let article = try #require(try await session.first(Article.include(\.author)))
            #expect(try article.author.value === a)

            article.author = ToOne(b)
            try await session.flush()
            try await session.rollback()
            #expect(try article.author.value === a)

            article.author = ToOne(b)
            try await session.rollback()
            #expect(try article.author.value === a)

            await #expect(throws: Undo.self) {
                try await session.withSavepoint {
                    article.author = ToOne(b)
                    try await session.flush()
                    throw Undo()
                }
            }
            #expect(try article.author.value === a)
        }
    }

    @Test func `giving up a change keeps what a reference led to`() async throws {
        try await seed()
        try await withRecordedSession { session, _ in
            let (a, b) = try await authors(session)
            let article = try #require(try await session.first(Article.include(\.author)))

            article.author = ToOne(b)
            try session.expire(article)
            #expect(try article.author.value === a)

            article.author = ToOne(b)
            try await session.refresh(article)
            #expect(try article.author.value === a)
        }
    }

    @Test func `what was loaded after a change is unloaded with it`() async throws {
        try await seed()
        try await withRecordedSession { session, _ in
            let (a, b) = try await authors(session)
            let group = try #require(try await session.first(Group.all))
            session.add(Article(title: "4", isDraft: false, author: b))
            b.groups.append(group)
            try await session.flush()
            try await session.load(\.articles, of: [a, b])
            try await session.load(\.members, of: group)
            #expect(try b.articles.all.count == 1)
            #expect(try group.members.all.count == 2)

            try await session.rollback()

            #expect(!b.articles.isLoaded)
            #expect(!b.groups.isLoaded)
            #expect(!group.members.isLoaded)
            try await session.load(\.articles, of: [a, b])
            try await session.load(\.members, of: group)
            #expect(try b.articles.all.isEmpty)
            #expect(try group.members.all.map(\.name) == ["A"])
        }
    }

    @Test func `what was loaded stays when nothing was written before`() async throws {
        try await seed()
        try await withRecordedSession { session, _ in
            let (a, b) = try await authors(session)
            try await session.load(\.articles, of: a)
            b.name = "C"
            try await session.rollback()
            #expect(try a.articles.all.count == 3)

            b.name = "C"
            try await session.flush()
            try await session.load(\.profile, of: a)
            await #expect(throws: Undo.self) {
                try await session.withSavepoint {
                    b.name = "D"
                    try await session.load(\.profile, of: b)
                    throw Undo()
                }
            }
            #expect(a.profile.isLoaded)
            #expect(!b.profile.isLoaded)
            #expect(b.name == "C")
        }
    }

    @Test func `a collection has its order again`() async throws {
        try await seed()
        try await withRecordedSession { session, _ in
            let (a, b) = try await authors(session)
            try await session.load(\.articles, of: a)
            let articles = try a.articles.all
            articles[0].author = ToOne(b)
            a.articles.remove(articles[1])
            try await session.flush()
            #expect(try a.articles.all.map(\.title) == ["3"])

            try await session.rollback()

            #expect(try a.articles.all.map(\.title) == ["1", "2", "3"])
        }
    }

    @Test func `parts that were deleted with their owner come back with it`() async throws {
        try await seed()
        try await withRecordedSession { session, _ in
            let (a, _) = try await authors(session)
            let group = try #require(try await session.first(Group.include(\.members)))
            let profile = try #require(try await session.first(Profile.include(\.author)))
            let articles = try await session.fetch(Article.orderBy { $0.title })
            session.delete(a)
            try await session.flush()
            #expect(articles.allSatisfy { !session.contains($0) })
            #expect(profile.author == nil)
            #expect(try group.members.all.isEmpty)

            try await session.rollback()

            #expect(articles.allSatisfy { session.contains($0) } && session.contains(a))
            #expect(try profile.author?.value === a)
            #expect(try group.members.all.map { $0 === a } == [true])
            #expect(!session.isDirty)
        }
    }

    @Test func `what was not inserted after all keeps what was added to it`() async throws {
        try await seed()
        try await withRecordedSession { session, _ in
            let group = try #require(try await session.first(Group.include(\.members)))
            let author = Author(name: "N")
            author.articles.append(Article(title: "n", isDraft: false, author: author))
            author.profile.set(Profile(bio: "pn"))
            author.groups.append(group)
            session.add(author)
            try await session.flush()
            try await session.rollback()
            #expect(try group.members.all.map(\.name) == ["A"])

            session.add(author)
            try await session.commit()

            #expect(try group.members.all.map(\.name) == ["A", "N"])
        }
        #expect(
            try await committed(
                """
                SELECT title || bio || groups.name FROM authors
                JOIN articles ON articles.author_id = authors.id
                JOIN profiles ON profiles.author_id = authors.id
                JOIN author_groups ON author_groups.author_id = authors.id
                JOIN groups ON groups.id = group_id
                WHERE authors.name = 'N'
                """) == ["npng"])
    }
}
