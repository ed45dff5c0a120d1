import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

@Suite("Loading relationships on a server", .liveDatabase(.related), .timeLimit(.minutes(1)))
struct LoadingTests {
    private static let articles =
        #""articles"."id", "articles"."title", "articles"."is_draft", "articles"."author_id""#

    /// A has articles a1 to a4, of which the even ones are drafts; B has b1; C has none.
    private func seed() async throws {
        try await withRecordedSession { session, _ in
            let authors = ["A", "B", "C"].map { Author(name: $0) }
            session.add(contentsOf: authors)
            for number in 1...4 {
                session.add(
                    Article(
                        title: "a\(number)", isDraft: number.isMultiple(of: 2), author: authors[0]))
            }
            session.add(Article(title: "b1", isDraft: false, author: authors[1]))
            authors[0].groups.append(contentsOf: ["X", "Y", "Z"].map { Group(name: $0) })
            authors[1].profile.set(Profile(bio: "pb"))
            try await session.commit()
        }
    }

    private func titles(_ authors: [Author]) throws -> [[String]] {
        try authors.map { try $0.articles.all.map(\.title) }
    }

    @Test func `siblings travel in one round trip, level by level`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let authors = try await session.fetch(
                Author.orderBy { $0.id }
                    .include(\.articles) { $0.include(\.taggings).include(\.author) }
                    .include(\.groups) { $0.include(\.members) }
                    .include(\.profile))

            // The articles' authors are known: nothing is sent for them.
            #expect(source.trips == [1, 1, 3, 2])
            #expect(try titles(authors) == [["a1", "a2", "a3", "a4"], ["b1"], []])
            #expect(try authors[0].groups.all[0].members.all[0] === authors[0])
        }
    }

    @Test func `siblings that lead to the same rows ask for each once`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let loaded = try await session.fetch(
                Article.orderBy { $0.id }.include(\.author).include(\.author) {
                    $0.include(\.profile)
                }
            )

            #expect(source.trips == [1, 1, 1, 1])
            #expect(try loaded.last?.author.value.profile.value?.bio == "pb")
        }
    }

    @Test func `a to-one is joined and decoded in place`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let articles = try await session.fetch(
                Article.orderBy { $0.id }.include(\.author, .joined) {
                    $0.include(\.profile, .joined).include(\.groups)
                })

            #expect(source.trips == [1, 1, 1])
            #expect(
                source.log[1]
                    == sql(
                        "SELECT \(Self.articles), ",
                        #""author"."id", "author"."name", "author_profile"."id", "#,
                        #""author_profile"."bio", "author_profile"."author_id" FROM "articles" "#,
                        #"LEFT JOIN "authors" AS "author" ON "author"."id" = "articles"."author_id" "#,
                        #"LEFT JOIN "profiles" AS "author_profile" "#,
                        #"ON "author_profile"."author_id" = "author"."id" ORDER BY "articles"."id""#
                    ))
            #expect(try articles.map { try $0.author.value.name } == ["A", "A", "A", "A", "B"])
            #expect(try articles[0].author.value === articles[3].author.value)
            #expect(try articles[0].author.value.profile.value == nil)
            #expect(try articles[4].author.value.profile.value?.author?.value.name == "B")
            #expect(try articles[0].author.value.groups.all.count == 3)
            #expect(!session.isDirty)
        }
    }

    @Test func `a NULL key joins nothing`() async throws {
        try await withRecordedSession { session, _ in
            session.add(Profile(bio: "nobody's"))
            session.add(Profile(bio: "A's", author: Author(name: "A")))
            try await session.commit()
        }
        try await withRecordedSession { session, source in
            let profiles = try await session.fetch(
                Profile.orderBy { $0.bio }.include(\.author, .joined))
            let names = try profiles.map { try $0.author?.value.name }
            #expect(names == ["A", nil])
            #expect(source.trips == [1, 1])
        }
    }

    @Test func `a limit counts for each owner`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let authors = try await session.fetch(
                Author.orderBy { $0.id }.include(\.articles) {
                    $0.where { $0.title != "a4" }.orderBy { $0.title.descending }.limit(2)
                })

            #expect(
                source.log.last
                    == sql(
                        #"SELECT \#(Self.articles) FROM unnest($1::bigint[]) AS "owner" ("id") "#,
                        #"CROSS JOIN LATERAL (SELECT \#(Self.articles) FROM "articles" "#,
                        #"WHERE "articles"."title" <> $2 AND "articles"."author_id" = "owner"."id" "#,
                        #"ORDER BY "articles"."title" DESC LIMIT $3) AS "articles" "#,
                        #"ORDER BY "articles"."title" DESC"#))
            #expect(try titles(authors) == [["a3", "a2"], ["b1"], []])
            let error = #expect(throws: PGError.self) { try authors[0].articles.removeAll() }
            let message = error?.message
            #expect(message == "Author.articles is loaded only in part")
        }
    }

    @Test func `a limit counts for each owner behind a join table too`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let authors = try await session.fetch(
                Author.orderBy { $0.id }.include(\.groups) {
                    $0.orderBy { $0.name.descending }.limit(1)
                }
            )

            #expect(
                source.log.last
                    == sql(
                        #"SELECT "groups"."id", "groups"."name", "owner"."id" "#,
                        #"FROM unnest($1::bigint[]) AS "owner" ("id") CROSS JOIN LATERAL "#,
                        #"(SELECT "groups"."id", "groups"."name" FROM "groups" JOIN "author_groups" "#,
                        #"ON "author_groups"."group_id" = "groups"."id" "#,
                        #"WHERE "author_groups"."author_id" = "owner"."id" "#,
                        #"ORDER BY "groups"."name" DESC LIMIT $2) AS "groups" "#,
                        #"ORDER BY "groups"."name" DESC"#))
            #expect(try authors.map { try $0.groups.all.map(\.name) } == [["Z"], [], []])
        }
    }

    @Test func `joins work below a limit`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let authors = try await session.fetch(
                Author.orderBy { $0.id }.include(\.articles) {
                    $0.orderBy { $0.title }.limit(1).include(\.author, .joined)
                })
            #expect(source.trips == [1, 1, 1])
            #expect(try titles(authors) == [["a1"], ["b1"], []])
            #expect(try authors[1].articles.all[0].author.value === authors[1])
        }
    }

    @Test func `a relationship has a condition and an order of its own`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let authors = try await session.fetch(Author.orderBy { $0.id }.include(\.drafts))

            #expect(
                source.log.last?.hasSuffix(
                    sql(
                        #"WHERE "articles"."is_draft" = $1 AND "articles"."author_id" = ANY($2) "#,
                        #"ORDER BY "articles"."title" DESC"#)) == true)
            #expect(try authors.map { try $0.drafts.all.map(\.title) } == [["a4", "a2"], [], []])

            try await session.load(\.drafts, of: authors) { $0.orderBy { $0.title } }
            #expect(try authors[0].drafts.all.map(\.title) == ["a2", "a4"])
        }
    }

    @Test func `very many owners are asked for in several arrays of one round trip`() async throws {
        try await seed()
        let source = RecordingSource(try TestDatabase.pool)
        let session = RecordingSession(
            source, configuration: SessionConfiguration(maximumBatch: 2))
        let authors = try await session.fetch(Author.orderBy { $0.id }.include(\.articles))
        await session.close()

        #expect(source.trips.prefix(3) == [1, 1, 2])
        #expect(try titles(authors) == [["a1", "a2", "a3", "a4"], ["b1"], []])
    }

    @Test func `a condition on a to-one leaves the others unloaded`() async throws {
        try await seed()
        try await withRecordedSession { session, _ in
            let articles = try await session.fetch(
                Article.orderBy { $0.id }.include(\.author) { $0.where { $0.name == "B" } })
            #expect(articles.map(\.author.isLoaded) == [false, false, false, false, true])

            let error = await #expect(throws: PGError.self) {
                try await session.load(\.author, of: articles) { $0.limit(1) }
            }
            #expect(error?.code == .invalidMapping)
        }
    }

    @Test func `related rows are counted and found without loading them`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let authors = try await session.fetch(Author.orderBy { $0.id })
            source.clear()

            let counts = try await session.count(of: \.articles, for: authors)
            let drafts = try await session.count(of: \.articles, for: authors) {
                $0.where { $0.isDraft == true }
            }
            let inGroups = try await session.exists(\.groups, for: authors)

            let all: [Int: Int] = [1: 4, 2: 1, 3: 0]
            let some: [Int: Int] = [1: 2, 2: 0, 3: 0]
            #expect(counts == all)
            #expect(drafts == some)
            #expect(inGroups == Set([1]))
            #expect(
                source.log[0]
                    == sql(
                        #"SELECT "articles"."author_id", count(*) FROM "articles" "#,
                        #"WHERE "articles"."author_id" = ANY($1) GROUP BY "articles"."author_id""#))
            #expect(
                source.log[2]
                    == sql(
                        #"SELECT DISTINCT "author_groups"."author_id" FROM "groups" "#,
                        #"JOIN "author_groups" ON "author_groups"."group_id" = "groups"."id" "#,
                        #"WHERE "author_groups"."author_id" = ANY($1)"#))
            #expect(source.trips == [1, 1, 1])
            #expect(!authors[0].articles.isLoaded)
        }
    }

    @Test func `a relationship too large to load is a query`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let author = try #require(try await session.first(Author.orderBy { $0.id }))
            author.articles.append(Article(title: "a5", isDraft: false, author: author))

            let articles = try session.query(\.articles, of: author)
            let newest = try await session.fetch(articles.orderBy { $0.title.descending }.limit(2))
            #expect(newest.map(\.title) == ["a5", "a4"])
            #expect(try await session.count(articles) == 5)
            #expect(try await session.count(try session.query(\.groups, of: author)) == 3)
            #expect(
                source.log.last
                    == sql(
                        #"SELECT count(*) FROM "groups" WHERE "groups"."id" IN "#,
                        #"(SELECT "author_groups"."group_id" FROM "author_groups" "#,
                        #"WHERE "author_groups"."author_id" = $1)"#))
            let owner = try await session.fetch(try session.query(\.author, of: newest[1]))
            #expect(owner.map(\.name) == ["A"])

            let error = #expect(throws: PGError.self) {
                _ = try session.query(\.articles, of: Author(name: "new"))
            }
            #expect(error?.code == .wrongState)
        }
    }
}
