import ORM
import ORMTestSupport
import PGCore
import Testing

@Suite("What a flush sends")
struct FlushTests {
    private let source = ScriptedSource()
    private let session: SessionCore<ScriptedSource>

    init() {
        session = SessionCore(source)
    }

    @Test func `one row is inserted with plain values and takes its key`() async throws {
        let user = User(email: "a@x.org", name: "A")
        session.add(user)

        try await session.commit()

        #expect(
            source.log == [
                "BEGIN",
                #"INSERT INTO "users" ("email", "name", "age") VALUES ($1, $2, $3) RETURNING "id", "role""#,
                "COMMIT",
            ])
        #expect(source.parameters[1] == ["a@x.org", "A", "NULL"])
        #expect(user.id == 1)
        #expect(user.role == "member")
        #expect(source.leased == 0)
    }

    @Test func `many rows are inserted as arrays in their order`() async throws {
        let users = (1...3).map { (n: Int) in User(email: "\(n)@x.org", name: "U", age: n) }
        session.add(contentsOf: users)

        try await session.flush()

        #expect(
            source.log[1]
                == #"INSERT INTO "users" ("email", "name", "age") SELECT c1, c2, c3 "#
                + #"FROM unnest($1::text[], $2::text[], $3::bigint[]) WITH ORDINALITY AS v(c1, c2, c3, n) "#
                + #"ORDER BY n RETURNING "id", "role""#)
        #expect(
            source.parameters[1]
                == [#"{"1@x.org","2@x.org","3@x.org"}"#, #"{"U","U","U"}"#, #"{"1","2","3"}"#])
        #expect(users.map(\.id) == [1, 2, 3])
    }

    @Test func `a column with a default is sent only when it is set`() throws {
        session.add(User(email: "a@x.org", name: "A", role: "admin"))
        session.add(User(email: "b@x.org", name: "B"))

        let plan = try session.plan()

        #expect(
            plan.description == """
                INSERT users (email, name, age, role) returning id: 1 row
                INSERT users (email, name, age) returning id, role: 1 row
                """)
    }

    @Test func `parents go before children and hand over their keys`() async throws {
        let user = User(email: "a@x.org", name: "A")
        session.add(Post(title: "t", author: user))

        #expect(
            try session.plan().description == """
                INSERT users (email, name, age) returning id, role: 1 row
                INSERT posts (title, author_id, editor_id) returning id: 1 row
                """)
        try await session.flush()

        #expect(session.state(of: user) == .persistent)
        #expect(source.parameters[2] == ["t", "1", "NULL"])
    }

    @Test func `only changed columns are updated`() async throws {
        let user = try await persistentUser()
        user.name = "B"

        #expect(session.changedProperties(of: user) == ["name"])
        try await session.commit()

        #expect(
            source.log == ["BEGIN", #"UPDATE "users" SET "name" = $1 WHERE "id" = $2"#, "COMMIT"])
        #expect(source.parameters[1] == ["B", "1"])
        #expect(!session.isDirty)
    }

    @Test func `nothing is sent when nothing changed`() async throws {
        let user = try await persistentUser()
        user.name = "B"
        user.name = "A"

        try await session.commit()

        #expect(source.log.isEmpty)
    }

    @Test func `rows with the same changed columns share an update`() async throws {
        let users = (1...2).map { User(email: "\($0)@x.org", name: "U") }
        session.add(contentsOf: users)
        try await session.commit()
        source.clear()
        for user in users { user.name = "V" }

        try await session.flush()

        #expect(
            source.log[1]
                == #"UPDATE "users" AS t SET "name" = v.c1 FROM unnest($1::bigint[], $2::text[]) "#
                + #"AS v(k, c1) WHERE t."id" = v.k RETURNING t."id""#)
    }

    @Test func `children are deleted before parents`() async throws {
        let user = try await persistentUser()
        let post = Post(title: "t", author: user)
        session.add(post)
        try await session.commit()
        source.clear()
        session.delete(user)
        session.delete(post)

        try await session.commit()

        #expect(
            source.log == [
                "BEGIN", #"DELETE FROM "posts" WHERE "id" = $1"#,
                #"DELETE FROM "users" WHERE "id" = $1"#, "COMMIT",
            ])
        #expect(session.state(of: user) == .detached)
    }

    @Test func `an update of a row that has gone names the instance`() async throws {
        let user = try await persistentUser()
        source.answer { (statement) throws(PGError) in
            statement.text.hasPrefix("UPDATE") ? ScriptedRows(columns: [], affected: 0) : nil
        }
        user.name = "B"

        let error = await #expect(throws: PGError.self) { try await session.flush() }

        #expect(error?.code == .staleData)
        #expect(error?.message == "User 1 could not be updated: the row is not there any more")
    }

    @Test func `a batch names only the rows that have gone`() async throws {
        let users = (1...3).map { User(email: "\($0)@x.org", name: "U") }
        session.add(contentsOf: users)
        try await session.commit()
        source.answer { (statement) throws(PGError) in
            guard statement.text.hasPrefix("DELETE") else { return nil }
            return ScriptedRows(columns: ["id"], [["1"], ["3"]])
        }
        for user in users { session.delete(user) }

        let error = await #expect(throws: PGError.self) { try await session.flush() }

        #expect(error?.message == "User 2 could not be deleted: the row is not there any more")
    }

    @Test func `rows that refer to themselves go level by level`() throws {
        let root = Category(name: "root")
        let children = (1...2).map { Category(name: "c\($0)", parent: root) }
        let leaf = Category(name: "leaf", parent: children[0])
        session.add(leaf)
        session.add(contentsOf: children)

        #expect(
            try session.plan().description == """
                INSERT categories (name, parent_id) returning id: 1 row
                KEYS categories (id): 2 rows
                INSERT categories (id, name, parent_id): 2 rows
                INSERT categories (name, parent_id) returning id: 1 row
                """)
    }

    @Test func `a circle is inserted with NULL and closed by an update`() async throws {
        let first = Category(name: "a")
        let second = Category(name: "b", parent: first)
        first.parent = ToOne(second)
        session.add(first)

        #expect(
            try session.plan().description == """
                INSERT categories (name) returning id: 1 row
                KEYS categories (id): 1 row
                INSERT categories (id, name, parent_id): 1 row
                UPDATE categories (parent_id): 1 row
                """)
        try await session.flush()

        #expect(source.parameters[4] == ["2", "1"])
        #expect(!session.isDirty)
    }

    @Test func `array columns fall back to rows of values`() async throws {
        session.add(Country(code: "DE", aliases: ["Germany"]))
        session.add(Country(code: "FR", aliases: []))

        try await session.flush()

        #expect(
            source.log[1]
                == #"INSERT INTO "countries" ("code", "aliases") VALUES ($1, $2), ($3, $4)"#)
    }

    @Test func `a changed natural key is looked up under the old one`() async throws {
        let country = Country(code: "DE", aliases: [])
        session.add(country)
        try await session.commit()
        source.clear()
        country.code = "D"

        try await session.commit()

        #expect(source.log[1] == #"UPDATE "countries" SET "code" = $1 WHERE "code" = $2"#)
        #expect(source.parameters[1] == ["D", "DE"])
        #expect(try await session.get(Country.self, "D") === country)
    }

    @Test func `appending to a to-many sets the foreign key and adds the instance`() async throws {
        let user = try await persistentUser()
        let other = User(email: "b@x.org", name: "B")
        let post = Post(title: "t", author: other)
        user.posts.append(post)

        try await session.flush()

        #expect(post.author.id == user.id)
        #expect(session.state(of: post) == .persistent)
        #expect(session.state(of: other) == .transient)
    }

    @Test func `large flushes are cut into batches`() async throws {
        let small = SessionCore(source, configuration: SessionConfiguration(maximumBatch: 2))
        let users = (1...5).map { User(email: "\($0)@x.org", name: "U") }
        small.add(contentsOf: users)

        try await small.flush()

        #expect(source.log.count == 4)
        #expect(users.map(\.id) == [1, 2, 3, 4, 5])
    }

    @Test func `a reference to an instance without a key is a change`() async throws {
        let child = Category(name: "child")
        session.add(child)
        try await session.commit()
        source.clear()
        child.parent = ToOne(Category(name: "parent"))

        #expect(session.changedProperties(of: child) == ["parent"])
        try await session.commit()

        #expect(source.log[2] == #"UPDATE "categories" SET "parent_id" = $1 WHERE "id" = $2"#)
        #expect(source.parameters[2] == ["2", "1"])
    }

    @Test func `deleted rows that were moved are deleted by where they point now`() async throws {
        let first = Category(name: "a")
        let second = Category(name: "b", parent: first)
        session.add(second)
        try await session.commit()
        source.clear()
        second.parent = nil
        first.parent = ToOne(second)
        session.delete(first)
        session.delete(second)

        #expect(
            try session.plan().description == """
                UPDATE categories (parent_id): 2 rows
                DELETE categories: 1 row
                DELETE categories: 1 row
                """)
    }

    private func persistentUser() async throws -> User {
        let user = User(email: "a@x.org", name: "A")
        session.add(user)
        try await session.commit()
        source.clear()
        return user
    }
}
