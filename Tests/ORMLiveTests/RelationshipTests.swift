import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import Testing

@Suite("Relationships on a server", .liveDatabase(.entities), .timeLimit(.minutes(1)))
struct RelationshipTests {
    /// Three users with two, one and no posts; the first is everybody's editor.
    private func seed() async throws {
        try await withRecordedSession { session, _ in
            let users = ["A", "B", "C"].map { User(email: "\($0)@x.org", name: $0) }
            session.add(contentsOf: users)
            session.add(Post(title: "a1", author: users[0], editor: users[0]))
            session.add(Post(title: "a2", author: users[0], editor: users[0]))
            session.add(Post(title: "b1", author: users[1]))
            try await session.commit()
        }
    }

    @Test func `a to-many takes one more statement for all owners`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let users = try await session.fetch(User.orderBy { $0.id }.include(\.posts))

            #expect(
                source.log == [
                    "BEGIN",
                    #"SELECT "users"."id", "users"."email", "users"."name", "users"."age", "#
                        + #""users"."role" FROM "users" ORDER BY "users"."id""#,
                    #"SELECT "posts"."id", "posts"."title", "posts"."author_id", "#
                        + #""posts"."editor_id" FROM "posts" "#
                        + #"WHERE "posts"."author_id" = ANY($1) ORDER BY "posts"."id""#,
                ])
            #expect(try users.map { try $0.posts.all.map(\.title) } == [["a1", "a2"], ["b1"], []])
            #expect(try users[0].posts.all[0].author.value === users[0])
            #expect(!session.isDirty)
        }
    }

    @Test func `a to-one asks only for rows that are not known`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let first = try await session.get(User.self, 1)
            let posts = try await session.fetch(
                Post.orderBy { $0.id }.include(\.author).include(\.editor))

            #expect(source.log.count == 4)
            #expect(
                source.log.last?.contains(#"FROM "users" WHERE "users"."id" = ANY($1)"#) == true)
            #expect(try posts[0].author.value === first)
            #expect(try posts[0].editor?.value === first)
            #expect(try posts[2].author.value.name == "B")
            #expect(posts[2].editor == nil)
        }
    }

    @Test func `inclusions nest`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let users = try await session.fetch(User.all.include(\.posts, \.editor))
            #expect(source.log.count == 3)
            #expect(try users[0].posts.all[0].editor?.value === users[0])

            try await session.load(\.posts, of: users)
            #expect(source.log.count == 4)
        }
    }

    @Test func `self-referencing trees and circles are stored`() async throws {
        try await withRecordedSession { session, _ in
            let root = Category(name: "root")
            let child = Category(name: "child", parent: root)
            let leaf = Category(name: "leaf", parent: child)
            session.add(contentsOf: [leaf, child])
            let one = Category(name: "one")
            let two = Category(name: "two", parent: one)
            one.parent = ToOne(two)
            session.add(one)
            try await session.commit()
            let pairs = try await session.query(
                """
                SELECT c.name, p.name FROM categories c JOIN categories p ON p.id = c.parent_id
                ORDER BY c.name
                """
            ).decode(String.self, String.self)
            #expect(pairs.map(\.0) == ["child", "leaf", "one", "two"])
            #expect(pairs.map(\.1) == ["root", "child", "two", "one"])

            for category in [root, child, leaf, one, two] { session.delete(category) }
            try await session.commit()
            #expect(try await session.count(Category.all) == 0)
        }
    }

    @Test func `cascades and nulls reach the instances`() async throws {
        try await seed()
        try await withRecordedSession { session, _ in
            let posts = try await session.fetch(Post.orderBy { $0.id }.include(\.author))
            let editor = try posts[0].author.value
            posts[2].editor = ToOne(editor)
            try await session.commit()
            session.delete(editor)

            try await session.commit()

            #expect(session.state(of: posts[0]) == .detached)
            #expect(session.state(of: posts[2]) == .persistent)
            #expect(posts[2].editor == nil)
            #expect(!session.isDirty)
        }
        #expect(try await committed("SELECT title FROM posts") == ["b1"])
    }

    @Test func `rows a cascade would reach first are deleted before it`() async throws {
        try await withRecordedSession { session, source in
            let author = User(email: "a@x.org", name: "A")
            let comment = Comment(body: "c", post: Post(title: "t", author: author))
            session.add(comment)
            try await session.commit()
        }
        try await withRecordedSession { session, source in
            let author = try await session.first(User.all)
            let comments = try await session.fetch(Comment.all)
            source.clear()
            // The post between the two is not loaded.
            if let author { session.delete(author) }
            for comment in comments { session.delete(comment) }

            try await session.commit()

            #expect(
                source.log == [
                    #"DELETE FROM "comments" WHERE "id" = $1"#,
                    #"DELETE FROM "users" WHERE "id" = $1"#, "COMMIT",
                ])
        }
        #expect(try await committed("SELECT title FROM posts").isEmpty)
    }

    @Test func `to-one inclusions nest`() async throws {
        try await withRecordedSession { session, _ in
            let author = User(email: "a@x.org", name: "A")
            session.add(Comment(body: "c", post: Post(title: "t", author: author)))
            try await session.commit()
        }
        try await withRecordedSession { session, source in
            let comments = try await session.fetch(
                Comment.all.include(\.post) { $0.include(\.author) { $0.include(\.posts) } })

            #expect(source.log.count == 5)
            let post = try comments[0].post.value
            #expect(try post.author.value.name == "A")
            #expect(try post.author.value.posts.all.map { $0 === post } == [true])
        }
    }

    @Test func `moving a post to another author updates its foreign key`() async throws {
        try await seed()
        try await withRecordedSession { session, source in
            let post = try await session.first(Post.where { $0.title == "b1" })
            let fresh = User(email: "n@x.org", name: "N")
            post?.author = ToOne(fresh)
            source.clear()

            try await session.commit()

            #expect(source.log.count == 3)
            #expect(source.log[1] == #"UPDATE "posts" SET "author_id" = $1 WHERE "id" = $2"#)
        }
    }
}
