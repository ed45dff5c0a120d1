import ORM
import ORMTestSupport
import PGCore
import Testing

/// Which statements a unit of work comes to, in which order and in how many round trips.
@Suite("The unit of work")
struct UnitOfWorkTests {
    private typealias Remark = ORMTestSupport.Comment

    private let source = ScriptedSource()
    private let session: SessionCore<ScriptedSource>

    init() {
        session = SessionCore(source)
    }

    private static let insertUser =
        #"INSERT INTO "users" ("email", "name", "age") VALUES ($1, $2, $3) RETURNING "id", "role""#
    private static let insertPost =
        #"INSERT INTO "posts" ("title", "author_id", "editor_id") VALUES ($1, $2, $3) "#
        + #"RETURNING "id""#

    private func known() async throws -> (user: User, posts: [Post]) {
        let user = User(email: "a@x.org", name: "A")
        let posts = (1...2).map { Post(title: "\($0)", author: user) }
        session.add(contentsOf: posts)
        try await session.commit()
        source.clear()
        return (user, posts)
    }

    // MARK: One to many

    @Test func `one to many is saved from the one side`() async throws {
        let user = User(email: "a@x.org", name: "A")
        user.posts.append(Post(title: "t", author: user))
        session.add(user)

        try await session.commit()

        #expect(source.log == ["BEGIN", Self.insertUser, Self.insertPost, "COMMIT"])
        #expect(source.trips == [1, 1, 1, 1])
    }

    @Test func `many to one is saved from the many side`() async throws {
        session.add(Post(title: "t", author: User(email: "a@x.org", name: "A")))

        try await session.commit()

        #expect(source.log == ["BEGIN", Self.insertUser, Self.insertPost, "COMMIT"])
    }

    @Test func `two references to one instance write it once`() async throws {
        let user = User(email: "a@x.org", name: "A")
        session.add(Post(title: "t", author: user, editor: user))

        try await session.commit()

        #expect(source.log == ["BEGIN", Self.insertUser, Self.insertPost, "COMMIT"])
        #expect(source.parameters[2] == ["t", "1", "1"])
    }

    @Test func `both sides are deleted, many first`() async throws {
        let (user, posts) = try await known()
        session.delete(user)
        for post in posts { session.delete(post) }

        try await session.commit()

        #expect(
            source.log == [
                "BEGIN",
                #"DELETE FROM "posts" WHERE "id" = ANY($1::bigint[]) RETURNING "id""#,
                #"DELETE FROM "users" WHERE "id" = $1"#, "COMMIT",
            ])
        #expect(source.trips == [1, 2, 1])
    }

    @Test func `a child moves to a new parent, and the old one goes`() async throws {
        let (user, posts) = try await known()
        let other = User(email: "b@x.org", name: "B")
        for post in posts { post.author = ToOne(other) }
        session.delete(user)

        try await session.commit()

        #expect(
            source.log == [
                "BEGIN", Self.insertUser,
                #"UPDATE "posts" AS t SET "author_id" = v.c1 "#
                    + #"FROM unnest($1::bigint[], $2::bigint[]) AS v(k, c1) "#
                    + #"WHERE t."id" = v.k RETURNING t."id""#,
                #"DELETE FROM "users" WHERE "id" = $1"#, "COMMIT",
            ])
        #expect(source.trips == [1, 1, 2, 1])
    }

    @Test func `a nullable reference is taken back by an update`() async throws {
        let (user, posts) = try await known()
        posts[0].editor = ToOne(user)
        try await session.commit()
        source.clear()
        posts[0].editor = nil

        try await session.commit()

        #expect(source.log[1] == #"UPDATE "posts" SET "editor_id" = $1 WHERE "id" = $2"#)
        #expect(source.parameters[1] == ["NULL", String(posts[0].id)])
    }

    // MARK: What is sent

    @Test(arguments: [("name", ["B"]), ("age", ["7"]), ("role", ["admin"])])
    func `changing one property of one object sends one column`(
        _ column: String, _ value: [String]
    ) async throws {
        let (user, _) = try await known()
        switch column {
        case "name": user.name = "B"
        case "age": user.age = 7
        default: user.role = "admin"
        }

        try await session.commit()

        #expect(source.log[1] == "UPDATE \"users\" SET \"\(column)\" = $1 WHERE \"id\" = $2")
        #expect(source.parameters[1] == value + [String(user.id)])
        #expect(source.log.count == 3)
    }

    @Test func `an unchanged session sends nothing, however often it is asked`() async throws {
        _ = try await known()

        for _ in 0..<3 { try await session.flush() }
        try await session.commit()

        #expect(source.log.isEmpty)
    }

    @Test func `an instance that was added and changed is inserted as it is`() async throws {
        let user = User(email: "a@x.org", name: "A")
        session.add(user)
        user.name = "B"

        try await session.commit()

        #expect(source.log.count == 3)
        #expect(source.parameters[1] == ["a@x.org", "B", "NULL"])
    }

    @Test func `an instance that was added and deleted was never there`() async throws {
        let user = User(email: "a@x.org", name: "A")
        session.add(user)
        session.delete(user)

        try await session.commit()

        #expect(source.log.isEmpty)
    }

    @Test func `a changed instance that is deleted is not updated`() async throws {
        let (user, posts) = try await known()
        user.name = "B"
        posts[0].title = "new"
        session.delete(posts[0])

        try await session.commit()

        #expect(
            source.log == [
                "BEGIN", #"UPDATE "users" SET "name" = $1 WHERE "id" = $2"#,
                #"DELETE FROM "posts" WHERE "id" = $1"#, "COMMIT",
            ])
    }

    @Test func `rows of one shape keep the order in which they were added`() async throws {
        session.add(User(email: "1", name: "A"))
        session.add(User(email: "2", name: "A", role: "admin"))
        session.add(User(email: "3", name: "A"))

        try await session.flush()

        #expect(source.trips == [1, 2])
        #expect(source.parameters[1][0] == #"{"1","3"}"#)
        #expect(source.parameters[2][0] == "2")
    }

    // MARK: Depth

    @Test(arguments: 1...6)
    func `the depth of a graph takes two trips at most`(_ depth: Int) async throws {
        var node = Category(name: "0")
        for level in 1..<max(depth, 1) where depth > 1 {
            node = Category(name: "\(level)", parent: node)
        }
        session.add(node)

        let plan = try session.plan()
        try await session.flush()

        #expect(plan.roundTrips == min(depth, 2))
        #expect(source.trips.count == 1 + plan.roundTrips)
    }

    @Test func `grandchildren are deleted before children before parents`() async throws {
        let user = User(email: "a@x.org", name: "A")
        let post = Post(title: "t", author: user)
        let remark = Remark(body: "c", post: post)
        session.add(remark)
        try await session.commit()
        source.clear()
        session.delete(user)
        session.delete(post)
        session.delete(remark)

        try await session.commit()

        #expect(
            source.log == [
                "BEGIN", #"DELETE FROM "comments" WHERE "id" = $1"#,
                #"DELETE FROM "posts" WHERE "id" = $1"#, #"DELETE FROM "users" WHERE "id" = $1"#,
                "COMMIT",
            ])
        #expect(source.trips == [1, 3, 1])
    }

    // MARK: Circles

    @Test func `a circle is deleted after it was opened`() async throws {
        let first = Category(name: "a")
        let second = Category(name: "b", parent: first)
        first.parent = ToOne(second)
        session.add(first)
        try await session.commit()
        source.clear()
        session.delete(first)
        session.delete(second)

        try await session.commit()

        #expect(source.trips == [1, 3, 1])
        #expect(source.log[1] == #"UPDATE "categories" SET "parent_id" = $1 WHERE "id" = $2"#)
        #expect(source.parameters[1][0] == "NULL")
    }

    @Test func `an instance that refers to itself is inserted and then closed`() async throws {
        let own = Category(name: "own")
        own.parent = ToOne(own)
        session.add(own)

        try await session.commit()

        #expect(
            source.log == [
                "BEGIN", #"INSERT INTO "categories" ("name") VALUES ($1) RETURNING "id""#,
                #"UPDATE "categories" SET "parent_id" = $1 WHERE "id" = $2"#, "COMMIT",
            ])
        #expect(source.parameters[2] == ["1", "1"])
        #expect(source.trips == [1, 1, 1, 1])
    }

    @Test func `program keys write a tree in one statement`() async throws {
        let warehouse = Warehouse(code: "W")
        session.add(warehouse)
        try await session.commit()
        source.clear()
        var above: Shelf?
        for number in 1...5 {
            let shelf = Shelf(code: "\(number)", warehouse: warehouse, above: above)
            session.add(shelf)
            above = shelf
        }

        try await session.commit()

        #expect(source.trips == [1, 1, 1])
        #expect(source.parameters[1][2] == #"{NULL,"1","2","3","4"}"#)
    }
}
