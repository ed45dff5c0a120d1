import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

/// What merging a graph from elsewhere does to each kind of relationship, case by case.
@Suite("Merging graphs on a server", .liveDatabase(.related), .timeLimit(.minutes(1)))
struct MergeCaseTests {
    /// An author with everything, as another session left it behind.
    private func detached() async throws -> Author {
        let author = Author(name: "A")
        try await withRecordedSession { session, _ in
            for title in ["1", "2"] {
                author.articles.append(Article(title: title, isDraft: false, author: author))
            }
            author.groups.append(Group(name: "g"))
            author.groups.append(Group(name: "h"))
            author.profile.set(Profile(bio: "p"))
            author.badge.set(Badge(code: "b", author: author))
            session.add(author)
            try await session.commit()
            try await session.load(\.articles, of: author)
            try await session.load(\.groups, of: author)
            try await session.load(\.profile, of: author)
            try await session.load(\.badge, of: author)
            session.expungeAll()
        }
        return author
    }

    @Test func `what was changed at the ends of every relationship is merged`() async throws {
        let author = try await detached()
        author.name = "B"
        try author.articles.all[1].title = "two"
        try author.groups.all[0].name = "G"
        try author.profile.value?.bio = "P"
        try author.badge.value?.code = "C"
        try await withRecordedSession { session, source in
            let own = try #require(try await session.get(Author.self, author.id))

            let merged = try await session.merge(author)

            #expect(merged === own)
            try await session.commit()
            source.clear()
            try await session.merge(author)
            try await session.commit()
            #expect(!source.log.contains { $0.hasPrefix("UPDATE") })
        }
        #expect(try await committed("SELECT name FROM authors") == ["B"])
        #expect(try await committed("SELECT title FROM articles ORDER BY id") == ["1", "two"])
        #expect(try await committed("SELECT name FROM groups ORDER BY name") == ["G", "h"])
        #expect(try await committed("SELECT bio FROM profiles") == ["P"])
        #expect(try await committed("SELECT code FROM badges") == ["C"])
    }

    @Test(arguments: [false, true])
    func `what was added and taken out elsewhere is merged`(_ isLoaded: Bool) async throws {
        let author = try await detached()
        let (article, group) = (try author.articles.all[0], try author.groups.all[0])
        author.articles.append(Article(title: "3", isDraft: false, author: author))
        author.articles.remove(article)
        author.groups.remove(group)
        author.groups.append(Group(name: "i"))
        try await withRecordedSession { session, _ in
            if isLoaded {
                _ = try await session.fetch(Author.include(\.articles).include(\.groups))
            }
            let own = try await session.merge(author)
            try await session.commit()
            if isLoaded {
                #expect(try own.articles.all.map(\.title) == ["2", "3"])
                #expect(try own.groups.all.map(\.name) == ["h", "i"])
            }
        }
        #expect(try await committed("SELECT title FROM articles ORDER BY title") == ["2", "3"])
        #expect(
            try await committed(
                """
                SELECT name FROM groups JOIN author_groups ON group_id = groups.id ORDER BY name
                """) == ["h", "i"])
        #expect(try await committed("SELECT name FROM groups ORDER BY name") == ["g", "h", "i"])
    }

    @Test func `what came in meanwhile stays`() async throws {
        let author = try await detached()
        try await TestDatabase.pool.query(
            "INSERT INTO articles (title, is_draft, author_id) VALUES ('x', false, \(author.id))")
        author.articles.append(Article(title: "3", isDraft: false, author: author))
        try await withRecordedSession { session, _ in
            try await session.merge(author)
            try await session.commit()
        }
        #expect(
            try await committed("SELECT title FROM articles ORDER BY title")
                == ["1", "2", "3", "x"])
    }

    @Test func `a relationship that was not loaded elsewhere is left alone`() async throws {
        let author = try await detached()
        let twin = Author(name: "B")
        twin.id = author.id
        try await withRecordedSession { session, _ in
            let own = try #require(
                try await session.first(Author.include(\.articles).include(\.profile)))
            try await session.merge(twin)
            #expect(own.name == "B")
            #expect(try own.articles.all.count == 2)
            #expect(try own.profile.value?.bio == "p")
            try await session.commit()
        }
        #expect(try await committed("SELECT title FROM articles").count == 2)
    }

    @Test func `one replaced elsewhere is replaced here`() async throws {
        let author = try await detached()
        author.profile.set(Profile(bio: "q"))
        author.badge.set(Badge(code: "c", author: author))
        try await withRecordedSession { session, _ in
            _ = try await session.fetch(Author.include(\.profile).include(\.badge))
            let own = try await session.merge(author)
            try await session.commit()
            #expect(try own.profile.value?.bio == "q")
            #expect(try own.badge.value?.code == "c")
        }
        #expect(
            try await committed("SELECT bio FROM profiles WHERE author_id IS NOT NULL") == ["q"])
        #expect(try await committed("SELECT code FROM badges") == ["c"])
    }

    @Test func `one taken out elsewhere is taken out here`() async throws {
        let author = try await detached()
        try author.profile.clear()
        try author.badge.clear()
        try await withRecordedSession { session, _ in
            _ = try await session.fetch(Author.include(\.profile).include(\.badge))
            try await session.merge(author)
            try await session.commit()
        }
        #expect(
            try await committed("SELECT bio FROM profiles WHERE author_id IS NULL") == ["p"])
        #expect(try await committed("SELECT code FROM badges").isEmpty)
    }

    @Test func `a reference is moved and cleared as it was elsewhere`() async throws {
        let author = try await detached()
        let other = Author(name: "O")
        try await withRecordedSession { session, _ in
            session.add(other)
            try await session.commit()
            session.expungeAll()
        }
        let article = try author.articles.all[0]
        let profile = try #require(try author.profile.value)
        article.author = ToOne(other)
        profile.author = nil
        try await withRecordedSession { session, _ in
            let own = try await session.merge(article)
            #expect(try own.author.value.name == "O")
            #expect(session.contains(try own.author.value))
            let ownProfile = try await session.merge(profile)
            #expect(ownProfile.author == nil)
            try await session.commit()
        }
        #expect(
            try await committed(
                "SELECT name FROM authors JOIN articles ON author_id = authors.id WHERE title = '1'"
            )
                == ["O"])
        #expect(try await committed("SELECT bio FROM profiles WHERE author_id IS NULL") == ["p"])
    }

    @Test func `a reference to one that left the session counts for the one that came`()
        async throws
    {
        let author = try await detached()
        try await withRecordedSession { session, _ in
            let articles = try await session.fetch(
                Article.orderBy { $0.title }.include(\.author))
            let old = try articles[0].author.value
            session.expunge(old)
            let own = try #require(try await session.get(Author.self, author.id))
            #expect(own !== old)

            own.articles.remove(articles[0])
            try await session.flush()
            #expect(!session.contains(articles[0]))

            session.delete(own)
            try await session.commit()
            #expect(!session.contains(articles[1]))
        }
        #expect(try await committed("SELECT title FROM articles").isEmpty)
    }

    @Test func `two that lead to one row lead to one instance`() async throws {
        let author = try await detached()
        try await withRecordedSession { session, _ in
            func twin(_ name: String) -> Author {
                let twin = Author(name: name)
                twin.id = author.id
                return twin
            }
            let one = Article(
                title: "x", isDraft: false, author: try await session.merge(twin("C")))
            session.add(one)
            let other = Article(
                title: "y", isDraft: false, author: try await session.merge(twin("D")))
            session.add(other)
            #expect(try one.author.value === other.author.value)
            #expect(try one.author.value.name == "D")
            try await session.commit()
        }
        #expect(try await committed("SELECT name FROM authors") == ["D"])
    }
}

/// The same for relationships that do not cascade.
@Suite("Merging without the cascade", .liveDatabase(.knots), .timeLimit(.minutes(1)))
struct MergeWithoutCascadeTests {
    @Test func `what a relationship that does not cascade leads to is left alone`() async throws {
        let parent = Knot(name: "p")
        try await withRecordedSession { session, _ in
            parent.children.append(Knot(name: "c"))
            session.add(parent)
            try await session.commit()
            try await session.load(\.children, of: parent)
            session.expungeAll()
        }
        parent.name = "q"
        try parent.children.all[0].name = "d"
        try await withRecordedSession { session, _ in
            try await session.merge(parent)
            try await session.commit()
        }
        #expect(try await committed("SELECT name FROM knots ORDER BY name") == ["c", "q"])
    }
}
