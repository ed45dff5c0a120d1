import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

@Suite("Many to many on a server", .liveDatabase(.related), .timeLimit(.minutes(1)))
struct ManyToManyTests {
    private static let insert =
        sql(
            #"INSERT INTO "author_groups" ("author_id", "group_id") "#,
            #"SELECT * FROM unnest($1::bigint[], $2::bigint[]) ON CONFLICT DO NOTHING"#)
    private static let delete =
        sql(
            #"DELETE FROM "author_groups" AS t USING unnest($1::bigint[], $2::bigint[]) AS v(c1, c2) "#,
            #"WHERE t."author_id" = v.c1 AND t."group_id" = v.c2"#)

    /// Authors A and B are in group X, and A is in Y.
    private func seed() async throws {
        try await withRecordedSession { session, _ in
            let (a, b) = (Author(name: "A"), Author(name: "B"))
            let (x, y) = (Group(name: "X"), Group(name: "Y"))
            a.groups.append(contentsOf: [x, y])
            b.groups.append(x)
            session.add(contentsOf: [a, b])
            try await session.commit()
        }
    }

    private func pairs() async throws -> [String] {
        try await committed(
            """
            SELECT a.name || g.name FROM author_groups j JOIN authors a ON a.id = j.author_id
            JOIN groups g ON g.id = j.group_id ORDER BY 1
            """)
    }

    @Test func `appended instances are inserted, then the join rows in one statement`() async throws
    {
        try await withRecordedSession { session, source in
            let (a, b) = (Author(name: "A"), Author(name: "B"))
            let x = Group(name: "X")
            a.groups.append(x)
            b.groups.append(x)
            b.groups.append(Group(name: "Y"))
            session.add(contentsOf: [a, b])

            #expect(
                try session.plan().description == """
                    INSERT authors (name) returning id: 2 rows
                    INSERT groups (name) returning id: 2 rows
                    INSERT author_groups (author_id, group_id): 3 rows
                    """)
            try await session.commit()

            #expect(source.log.contains(Self.insert))
            #expect(source.log.count == 5)
            #expect(!session.isDirty)
        }
        #expect(try await pairs() == ["AX", "BX", "BY"])
    }

    @Test func `loading takes one statement, with the owner's key behind the columns`() async throws
    {
        try await seed()
        try await withRecordedSession { session, source in
            let authors = try await session.fetch(Author.orderBy { $0.id }.include(\.groups))

            #expect(
                source.log.last
                    == sql(
                        #"SELECT "groups"."id", "groups"."name", "author_groups"."author_id" "#,
                        #"FROM "groups" JOIN "author_groups" ON "author_groups"."group_id" = "groups"."id" "#,
                        #"WHERE "author_groups"."author_id" = ANY($1) ORDER BY "groups"."id""#))
            #expect(try authors.map { try $0.groups.all.map(\.name) } == [["X", "Y"], ["X"]])
            #expect(try authors[0].groups.all[0] === authors[1].groups.all[0])
            #expect(!session.isDirty)
        }
    }

    @Test func `removing deletes the join row and shows on the other side`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let authors = try await session.fetch(Author.orderBy { $0.id }.include(\.groups))
            let groups = try await session.fetch(Group.orderBy { $0.id }.include(\.members))
            source.clear()
            authors[0].groups.remove(groups[0])
            #expect(try session.plan().description == "DELETE author_groups: 1 row")

            try await session.commit()

            #expect(source.log == [Self.delete, "COMMIT"])
            #expect(try groups[0].members.all.map(\.name) == ["B"])
            #expect(!session.isDirty)
        }
        #expect(try await pairs() == ["AY", "BX"])
    }

    @Test func `a change of both sides is written once`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let authors = try await session.fetch(Author.orderBy { $0.id }.include(\.groups))
            let groups = try await session.fetch(Group.orderBy { $0.id }.include(\.members))
            authors[1].groups.append(groups[1])
            groups[1].members.append(authors[1])
            source.clear()

            try await session.commit()

            #expect(source.log == [Self.insert, "COMMIT"])
            #expect(try authors[1].groups.all.map(\.name) == ["X", "Y"])
            #expect(try groups[1].members.all.map(\.name) == ["A", "B"])
        }
        #expect(try await pairs() == ["AX", "AY", "BX", "BY"])
    }

    @Test func `the side that was not changed shows the change after the flush`() async throws {
        try await seed()
        try await withRecordedSession { session, _ in
            let authors = try await session.fetch(Author.orderBy { $0.id })
            let groups = try await session.fetch(Group.orderBy { $0.id }.include(\.members))
            // The author's own side is not loaded.
            authors[1].groups.append(groups[1])
            #expect(try groups[1].members.all.map(\.name) == ["A"])

            try await session.flush()

            #expect(try groups[1].members.all.map(\.name) == ["A", "B"])
            #expect(!authors[1].groups.isLoaded)
        }
    }

    @Test func `a whole collection is replaced by what differs`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let authors = try await session.fetch(Author.orderBy { $0.id }.include(\.groups))
            let (x, z) = (try authors[0].groups.all[0], Group(name: "Z"))
            try authors[0].groups.replace(with: [z, x])
            source.clear()

            try await session.commit()

            #expect(
                source.log == [
                    #"INSERT INTO "groups" ("name") VALUES ($1) RETURNING "id""#, Self.delete,
                    Self.insert, "COMMIT",
                ])
            #expect(try authors[0].groups.all.map(\.name) == ["Z", "X"])
        }
        #expect(try await pairs() == ["AX", "AZ", "BX"])
    }

    @Test func `what was taken out and put back is no change`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let author = try #require(try await session.first(Author.include(\.groups)))
            let group = try author.groups.all[0]
            source.clear()
            author.groups.remove(group)
            author.groups.append(group)
            author.groups.remove(group)
            author.groups.append(group)
            let other = Group(name: "Z")
            author.groups.append(other)
            author.groups.remove(other)

            try await session.commit()

            #expect(source.log == [Self.insert, "COMMIT"])
        }
        #expect(try await pairs() == ["AX", "AY", "BX"])
    }

    @Test func `deleting either side takes the join rows along`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let authors = try await session.fetch(Author.orderBy { $0.id }.include(\.groups))
            source.clear()
            session.delete(try authors[0].groups.all[0])
            // It goes together with the group: there is nothing to write for it.
            authors[1].groups.remove(try authors[0].groups.all[0])

            try await session.commit()

            #expect(source.log == [#"DELETE FROM "groups" WHERE "id" = $1"#, "COMMIT"])
            #expect(try authors[0].groups.all.map(\.name) == ["Y"])
        }
        #expect(try await pairs() == ["AY"])
    }

    @Test func `a rollback gives both sides back what they had`() async throws {
        try await seed()
        try await withRecordedSession { session, _ in
            let authors = try await session.fetch(Author.orderBy { $0.id }.include(\.groups))
            let groups = try await session.fetch(Group.orderBy { $0.id }.include(\.members))
            authors[0].groups.remove(groups[0])
            authors[1].groups.append(groups[1])
            try await session.flush()
            authors[1].groups.remove(groups[0])

            try await session.rollback()

            #expect(try Set(authors[0].groups.all.map(\.name)) == ["X", "Y"])
            #expect(try authors[1].groups.all.map(\.name) == ["X"])
            #expect(try Set(groups[0].members.all.map(\.name)) == ["A", "B"])
            #expect(try groups[1].members.all.map(\.name) == ["A"])
            #expect(!session.isDirty)
        }
        #expect(try await pairs() == ["AX", "AY", "BX"])
    }

    @Test func `an entity is connected with itself in both directions`() async throws {
        try await withRecordedSession { session, _ in
            let (a, b, c) = (Author(name: "A"), Author(name: "B"), Author(name: "C"))
            a.friends.append(contentsOf: [b, c])
            b.admirers.append(c)
            session.add(a)
            session.add(b)
            try await session.commit()
        }
        try await withRecordedSession { session, source in
            let authors = try await session.fetch(
                Author.orderBy { $0.name }.include(\.friends).include(\.admirers))

            #expect(source.trips == [1, 1, 2])
            #expect(try authors.map { try $0.friends.all.map(\.name) } == [["B", "C"], [], ["B"]])
            #expect(
                try authors.map { try $0.admirers.all.map(\.name).sorted() }
                    == [[], ["A", "C"], ["A"]])
        }
    }

    @Test func `new instances come along through the entity in between`() async throws {
        try await withRecordedSession { session, _ in
            let article = Article(title: "t", isDraft: false, author: Author(name: "A"))
            let tag = Tag(label: "x")
            article.taggings.append(Tagging(weight: 3, article: article, tag: tag))
            session.add(article)
            #expect(
                try session.plan().description == """
                    INSERT authors (name) returning id: 1 row
                    INSERT tags (label) returning id: 1 row
                    KEYS articles (id): 1 row
                    INSERT articles (id, title, is_draft, author_id): 1 row
                    INSERT taggings (weight, article_id, tag_id) returning id: 1 row
                    """)
            try await session.commit()
        }
    }

    @Test func `targets are read through the entity in between`() async throws {
        try await withRecordedSession { session, _ in
            let author = Author(name: "A")
            let tags = ["x", "y", "z"].map { Tag(label: $0) }
            for (number, labels) in [[0, 1], [1], []].enumerated() {
                let article = Article(title: "t\(number)", isDraft: false, author: author)
                session.add(article)
                for label in labels {
                    session.add(Tagging(weight: 10 * number, article: article, tag: tags[label]))
                }
            }
            try await session.commit()
        }
        try await withRecordedSession { session, source in
            let articles = try await session.fetch(Article.orderBy { $0.title }.include(\.tags))

            #expect(
                source.log.last
                    == sql(
                        #"SELECT "tags"."id", "tags"."label", "taggings"."article_id" FROM "tags" "#,
                        #"JOIN "taggings" ON "taggings"."tag_id" = "tags"."id" "#,
                        #"WHERE "taggings"."article_id" = ANY($1) ORDER BY "tags"."id""#))
            #expect(try articles.map { try $0.tags.all.map(\.label) } == [["x", "y"], ["y"], []])
            #expect(!session.isDirty)
        }
    }
}
