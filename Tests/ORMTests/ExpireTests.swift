import ORM
import ORMTestSupport
import PGCore
import Synchronization
import Testing

@Suite("Expiring and refreshing")
struct ExpireTests {
    private let source = ScriptedSource()
    private let session: SessionCore<ScriptedSource>
    /// What the server has: key, name, age.
    private let rows = Rows()

    private final class Rows: Sendable {
        let users = Mutex<[Int: (name: String, age: Int?)]>([:])
    }

    init() {
        session = SessionCore(source, configuration: SessionConfiguration(autoflush: false))
        let rows = self.rows
        source.answer { (statement) throws(PGError) in
            guard statement.text.hasPrefix("SELECT"), statement.text.contains(#"FROM "users""#)
            else { return nil }
            let list = statement.text.prefix(while: { $0 != "F" })
            let columns = ["id", "email", "name", "age", "role"].filter {
                list.contains("\"\($0)\"")
            }
            let asked = statement.parameters.first?.textRepresentation ?? ""
            let users = rows.users.withLock { $0 }.sorted { $0.key < $1.key }.filter { row in
                asked.isEmpty || asked.split { !$0.isNumber }.contains("\(row.key)")
            }
            return ScriptedRows(
                columns: columns,
                users.map { key, row in
                    columns.map { column -> String? in
                        switch column {
                        case "id": "\(key)"
                        case "email": "\(key)@x.org"
                        case "name": row.name
                        case "age": row.age.map(String.init)
                        default: row.name == "broken" ? nil : "member"
                        }
                    }
                })
        }
    }

    private func users(_ count: Int) async throws -> [User] {
        let users = (1...count).map { User(email: "\($0)@x.org", name: "A", age: $0) }
        session.add(contentsOf: users)
        try await session.commit()
        source.clear()
        rows.users.withLock { rows in
            for user in users { rows[user.id] = (name: "server", age: 90 + user.id) }
        }
        return users
    }

    @Test func `expiring sends nothing and keeps the values`() async throws {
        let user = try await users(1)[0]

        try session.expire(user)

        #expect(user.name == "A")
        #expect(source.log.isEmpty)
        #expect(!session.isModified(user))
    }

    @Test func `a query that meets an expired row overwrites it`() async throws {
        let user = try await users(1)[0]
        try session.expire(user)

        _ = try await session.fetch(User.all)

        #expect(user.name == "server")
        #expect(user.age == 91)
    }

    @Test func `get asks the server for an expired row once`() async throws {
        let user = try await users(1)[0]
        try session.expire(user)

        #expect(try await session.get(User.self, 1) === user)
        #expect(try await session.get(User.self, 1) === user)

        #expect(user.name == "server")
        #expect(source.log.filter { $0.hasPrefix("SELECT") }.count == 1)
    }

    @Test func `what was changed before is given up`() async throws {
        let user = try await users(1)[0]
        user.name = "mine"

        try session.expire(user)

        #expect(user.name == "A")
        try await session.flush()
        #expect(source.log.isEmpty)
    }

    @Test func `what is changed afterwards is kept and written`() async throws {
        let user = try await users(1)[0]
        try session.expire(user)
        user.name = "mine"

        _ = try await session.fetch(User.all)

        #expect(user.name == "mine")
        #expect(user.age == 91)
        source.clear()
        try await session.flush()
        #expect(source.log == [#"UPDATE "users" SET "name" = $1 WHERE "id" = $2"#])
    }

    @Test func `one column expires and the others keep their changes`() async throws {
        let user = try await users(1)[0]
        user.name = "mine"
        user.age = 5

        try session.expire(user, \.age)

        #expect(session.changedProperties(of: user) == ["name"])
        _ = try await session.fetch(User.all)
        #expect(user.name == "mine")
        #expect(user.age == 91)
        #expect(session.changedProperties(of: user) == ["name"])
    }

    @Test func `expiring a column twice gives up what came between`() async throws {
        let user = try await users(1)[0]
        try session.expire(user, \.age)
        user.age = 5
        #expect(session.changedProperties(of: user) == ["age"])

        try session.expire(user, \.age)

        #expect(session.changedProperties(of: user).isEmpty)
    }

    @Test func `everything can expire at once`() async throws {
        let users = try await users(3)
        users[0].name = "mine"

        session.expireAll()
        _ = try await session.fetch(User.all)

        #expect(users.map(\.name) == ["server", "server", "server"])
        #expect(!session.isDirty)
    }

    @Test func `an instance that was not expired keeps its changes`() async throws {
        let user = try await users(1)[0]
        user.name = "mine"

        _ = try await session.fetch(User.all)

        #expect(user.name == "mine")
        #expect(user.age == 1)
    }

    // MARK: Refresh

    @Test func `refreshing one asks for its row`() async throws {
        let user = try await users(1)[0]
        user.name = "mine"

        try await session.refresh(user)

        #expect(user.name == "server")
        #expect(
            source.log == [
                "BEGIN",
                #"SELECT "users"."id", "users"."email", "users"."name", "users"."age", "#
                    + #""users"."role" FROM "users" WHERE "users"."id" = $1"#,
            ])
    }

    @Test func `refreshing columns asks for those and keeps changes in others`() async throws {
        let user = try await users(1)[0]
        user.name = "mine"
        user.age = 5

        try await session.refresh(user, \.age)

        #expect(user.age == 91)
        #expect(user.name == "mine")
        #expect(session.changes(of: user).map(\.description) == ["name: A → mine"])
        #expect(
            source.log[1]
                == #"SELECT "users"."id", "users"."age" FROM "users" WHERE "users"."id" = $1"#)
    }

    @Test func `refreshing many takes one statement`() async throws {
        let users = try await users(3)

        try await session.refresh(contentsOf: users + [users[0]])

        #expect(users.map(\.age) == [91, 92, 93])
        #expect(
            source.log == [
                "BEGIN",
                #"SELECT "users"."id", "users"."email", "users"."name", "users"."age", "#
                    + #""users"."role" FROM "users" WHERE "users"."id" = ANY($1)"#,
            ])
        #expect(source.parameters[1] == [#"{"1","2","3"}"#])
    }

    @Test func `properties and columns can be named`() async throws {
        let users = try await users(2)

        try await session.refresh(contentsOf: users, columns: ["name", "age"])

        #expect(users.map(\.name) == ["server", "server"])
        let error = await #expect(throws: PGError.self) {
            try await session.refresh(contentsOf: users, columns: ["nmae"])
        }
        #expect(error?.code == .invalidMapping)
        #expect(error?.message == "User has no property or column nmae")
    }

    @Test func `a row that has gone changes none of them`() async throws {
        let users = try await users(3)
        rows.users.withLock { $0[2] = nil }

        let error = await #expect(throws: PGError.self) {
            try await session.refresh(contentsOf: users)
        }

        #expect(error?.code == .staleData)
        #expect(error?.message == "User 2: the row is not there any more")
        #expect(users.map(\.name) == ["A", "A", "A"])
    }

    @Test func `refreshing nothing sends nothing`() async throws {
        try await session.refresh(contentsOf: [User]())
        #expect(source.log.isEmpty)
    }

    @Test func `a rollback returns to what was known before a refresh`() async throws {
        let user = try await users(1)[0]
        try await session.refresh(user)
        #expect(user.name == "server")

        try await session.rollback()

        #expect(user.name == "A")
        #expect(!session.isDirty)
    }

    @Test func `half a row is none`() async throws {
        let user = try await users(1)[0]
        // The name is set before the role, which must not be NULL, is met.
        rows.users.withLock { $0[1] = (name: "broken", age: 7) }

        await #expect(throws: PGError.self) { _ = try await session.fetch(User.all) }

        #expect(user.name == "A")
        #expect(!session.isDirty)
    }

    // MARK: What would be written

    @Test func `changes name the property, the column and both values`() async throws {
        let user = try await users(1)[0]
        #expect(session.changes(of: user).isEmpty)
        #expect(!session.isModified(user))
        user.name = "B"
        user.age = nil

        let changes = session.changes(of: user)

        #expect(changes.map(\.property) == ["name", "age"])
        #expect(changes.map(\.column) == ["name", "age"])
        #expect(changes.map(\.description) == ["name: A → B", "age: 1 → NULL"])
        #expect(session.isModified(user))
        #expect(user.name == "B")
    }

    @Test func `changes of a pending instance are all its values`() {
        let user = User(email: "a@x.org", name: "A")
        #expect(session.changes(of: user).isEmpty)
        session.add(user)
        #expect(
            session.changes(of: user).map(\.description) == [
                "email: a@x.org", "name: A", "age: NULL",
            ])
        #expect(session.isModified(user))
    }

    @Test func `looking at changes keeps what references lead to`() async throws {
        let users = try await users(2)
        let post = Post(title: "t", author: users[0])
        session.add(post)
        try await session.commit()
        post.author = ToOne(users[1])
        let editor = User(email: "e@x.org", name: "E")
        post.editor = ToOne(editor)

        let changes = session.changes(of: post)

        #expect(changes.map(\.description) == ["author: 1 → 2", "editor: NULL → NULL"])
        #expect(try post.author.value === users[1])
        #expect(try post.editor?.value === editor)
    }

    @Test func `an appended instance modifies its owner`() async throws {
        let user = try await users(1)[0]
        user.posts.append(Post(title: "t", author: user))
        #expect(session.isModified(user))
        #expect(session.changes(of: user).isEmpty)
    }
}
