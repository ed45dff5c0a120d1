import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

@Suite("One to one on a server", .liveDatabase(.related), .timeLimit(.minutes(1)))
struct OneToOneTests {
    private func seed() async throws {
        try await withRecordedSession { session, _ in
            let (a, b) = (Author(name: "A"), Author(name: "B"))
            a.profile.set(Profile(bio: "pa"))
            a.badge.set(Badge(code: "ba", author: a))
            session.add(contentsOf: [a, b])
            try await session.commit()
        }
    }

    @Test func `it is loaded, absent, or not loaded`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let authors = try await session.fetch(Author.orderBy { $0.id })
            let error = #expect(throws: PGError.self) { _ = try authors[0].profile.value }
            #expect(error?.code == .notLoaded)
            #expect(error?.message == "Author.profile is not loaded")
            #expect(
                error?.hint
                    == #"Fetch with include(\.profile), or call session.load(\.profile, of:) first"#
            )

            try await session.load(\.profile, of: authors)

            #expect(try authors[0].profile.value?.bio == "pa")
            #expect(try authors[0].profile.value?.author?.value === authors[0])
            #expect(try authors[1].profile.value == nil)
            #expect(
                source.log.last?.hasSuffix(
                    #"WHERE "profiles"."author_id" = ANY($1) ORDER BY "profiles"."id""#)
                    == true)
        }
    }

    @Test func `a replaced one lets go of the key before the new one takes it`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let author = try #require(try await session.first(Author.include(\.profile)))
            let old = try #require(try author.profile.value)
            author.profile.set(Profile(bio: "new"))
            source.clear()

            try await session.commit()

            #expect(
                source.log == [
                    #"UPDATE "profiles" SET "author_id" = $1 WHERE "id" = $2"#,
                    #"INSERT INTO "profiles" ("bio", "author_id") VALUES ($1, $2) RETURNING "id""#,
                    "COMMIT",
                ])
            #expect(old.author == nil)
            #expect(!session.isDirty)
        }
        #expect(try await committed("SELECT bio FROM profiles WHERE author_id IS NULL") == ["pa"])
    }

    @Test func `an orphan is deleted before the new one takes its key`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let author = try #require(try await session.first(Author.include(\.badge)))
            author.badge.set(Badge(code: "new", author: author))
            source.clear()

            try await session.commit()

            #expect(
                source.log == [
                    #"DELETE FROM "badges" WHERE "id" = $1"#,
                    #"INSERT INTO "badges" ("code", "author_id") VALUES ($1, $2) RETURNING "id""#,
                    "COMMIT",
                ])
        }
        #expect(try await committed("SELECT code FROM badges") == ["new"])
    }

    @Test func `it moves to another owner, and both show it`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let authors = try await session.fetch(Author.orderBy { $0.id }.include(\.profile))
            let profile = try #require(try authors[0].profile.value)
            profile.author = ToOne(authors[1])
            source.clear()

            try await session.commit()

            #expect(
                source.log
                    == [#"UPDATE "profiles" SET "author_id" = $1 WHERE "id" = $2"#, "COMMIT"])
            #expect(try authors[0].profile.value == nil)
            #expect(try authors[1].profile.value === profile)
        }
    }

    @Test func `taking it out clears the key, if it is known`() async throws {
        try await seed()
        try await withRecordedSession { session, _ in
            let authors = try await session.fetch(Author.orderBy { $0.id })
            let error = #expect(throws: PGError.self) { try authors[0].profile.clear() }
            #expect(error?.code == .notLoaded)

            try await session.load(\.profile, of: authors)
            try authors[0].profile.clear()
            try await session.commit()
            #expect(try authors[0].profile.value == nil)
        }
        let owners = try await committed("SELECT coalesce(author_id::text, '') FROM profiles")
        #expect(owners == [""])
    }

    @Test func `a rollback brings the replaced one back`() async throws {
        try await seed()
        try await withRecordedSession { session, _ in
            let author = try #require(try await session.first(Author.include(\.profile)))
            let old = try #require(try author.profile.value)
            author.profile.set(Profile(bio: "new"))
            try await session.flush()
            try await session.rollback()

            #expect(try author.profile.value === old)
            #expect(old.author?.id == author.id)
            #expect(!session.isDirty)
        }
        #expect(try await committed("SELECT bio FROM profiles") == ["pa"])
    }

    @Test func `it is joined in the query's own statement`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let authors = try await session.fetch(
                Author.orderBy { $0.id }.include(\.profile, .joined))

            #expect(
                source.log.last
                    == sql(
                        #"SELECT "authors"."id", "authors"."name", "profile"."id", "profile"."bio", "#,
                        #""profile"."author_id" FROM "authors" LEFT JOIN "profiles" AS "profile" "#,
                        #"ON "profile"."author_id" = "authors"."id" ORDER BY "authors"."id""#))
            #expect(try authors.map { try $0.profile.value?.bio } == ["pa", nil])
            #expect(!session.isDirty)
        }
    }
}
