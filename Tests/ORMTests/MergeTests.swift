import ORM
import ORMTestSupport
import PGCore
import Synchronization
import Testing

@Suite("Merging")
struct MergeTests {
    private let source = ScriptedSource()
    private let session: SessionCore<ScriptedSource>

    init() {
        session = SessionCore(source)
        source.answer { (statement) throws(PGError) in
            guard statement.text.hasPrefix("SELECT") else { return nil }
            let asked = (statement.parameters.first?.textRepresentation ?? "")
                .split { !$0.isNumber }.compactMap { Int($0) }
            if statement.text.contains(#"FROM "countries""#) {
                return ScriptedRows(columns: ["code", "aliases"])
            }
            if statement.text.contains(#"FROM "posts""#) {
                return ScriptedRows(
                    columns: ["id", "title", "author_id", "editor_id"],
                    asked.map { ["\($0)", "server", "1", nil] })
            }
            let all = ["id", "email", "name", "age", "role"]
            let list = statement.text.prefix(while: { $0 != "F" })
            let columns = all.filter { list.contains("\"\($0)\"") }
            return ScriptedRows(
                columns: columns,
                asked.filter { $0 < 50 }.map { key in
                    columns.map { column -> String? in
                        switch column {
                        case "id": "\(key)"
                        case "age": "40"
                        default: "server"
                        }
                    }
                })
        }
    }

    /// A user of another session, or decoded.
    private func stranger(_ id: Int, _ name: String) -> User {
        let user = User(email: "server", name: name, age: 40, role: "server")
        user.id = id
        return user
    }

    private var selects: [String] { source.log.filter { $0.hasPrefix("SELECT") } }

    @Test func `a known row takes over the values`() async throws {
        let known = try #require(try await session.get(User.self, 1))
        let given = stranger(1, "merged")
        source.clear()

        let merged = try await session.merge(given)

        #expect(merged === known)
        #expect(known.name == "merged")
        #expect(session.state(of: given) == .detached)
        try await session.commit()
        #expect(source.log == [#"UPDATE "users" SET "name" = $1 WHERE "id" = $2"#, "COMMIT"])
    }

    @Test func `an unknown row is loaded by its key`() async throws {
        let given = stranger(7, "merged")

        let merged = try await session.merge(given)

        #expect(merged !== given)
        #expect(session.changes(of: merged).map(\.description) == ["name: server → merged"])
        #expect(selects.count == 1)
    }

    @Test func `values that are the row's write nothing`() async throws {
        try await session.merge(stranger(7, "server"))
        try await session.flush()
        #expect(source.log.filter { !$0.hasPrefix("SELECT") } == ["BEGIN"])
    }

    @Test func `without a key it joins the session itself`() async throws {
        let user = User(email: "n@x.org", name: "N")

        let merged = try await session.merge(user)

        #expect(merged === user)
        #expect(session.state(of: user) == .pending)
    }

    @Test func `without a row it is inserted with its key`() async throws {
        let user = stranger(99, "N")

        let merged = try await session.merge(user)

        #expect(merged === user)
        #expect(session.state(of: user) == .pending)
        try await session.flush()
        #expect(source.log.last?.hasPrefix(#"INSERT INTO "users" ("id", "email""#) == true)
    }

    @Test func `a natural key that has no row yet is inserted`() async throws {
        let country = Country(code: "DE", aliases: [])
        #expect(try await session.merge(country) === country)
        #expect(session.state(of: country) == .pending)
    }

    @Test func `a pending instance with the same key is found`() async throws {
        let pending = Country(code: "DE", aliases: [])
        session.add(pending)

        let merged = try await session.merge(Country(code: "DE", aliases: ["Germany"]))

        #expect(merged === pending)
        #expect(pending.aliases == ["Germany"])
    }

    @Test func `an instance of the session is returned as it is`() async throws {
        let known = try #require(try await session.get(User.self, 1))
        source.clear()
        #expect(try await session.merge(known) === known)
        let pending = User(email: "n@x.org", name: "N")
        session.add(pending)
        #expect(try await session.merge(pending) === pending)
    }

    @Test func `a row about to be deleted is refused`() async throws {
        let known = try #require(try await session.get(User.self, 1))
        session.delete(known)

        let first = await #expect(throws: PGError.self) { _ = try await session.merge(known) }

        #expect(first?.code == .wrongState)
        #expect(first?.message == "User 1 is deleted and cannot be merged")
    }

    @Test func `columns without a value keep the row's`() async throws {
        let known = try #require(try await session.get(User.self, 1))
        let given = User(email: "server", name: "merged", age: 40)
        given.id = 1
        source.clear()

        try await session.merge(given)

        #expect(known.role == "server")
        #expect(known.name == "merged")
        #expect(session.changedProperties(of: known) == ["name"])
        #expect(
            selects == [
                #"SELECT "users"."id", "users"."role" FROM "users" WHERE "users"."id" = $1"#
            ])
    }

    @Test func `many rows are loaded with one statement`() async throws {
        _ = try await session.get(User.self, 3)
        source.clear()

        let merged = try await session.merge(contentsOf: (1...5).map { stranger($0, "m\($0)") })

        #expect(merged.map(\.name) == ["m1", "m2", "m3", "m4", "m5"])
        #expect(selects.count == 1)
        #expect(source.parameters.first == [#"{"1","2","4","5"}"#])
    }

    @Test func `the same row given twice ends as the last one says`() async throws {
        let merged = try await session.merge(contentsOf: [stranger(1, "a"), stranger(1, "b")])
        #expect(merged[0] === merged[1])
        #expect(merged[0].name == "b")
    }

    @Test func `an expired row is read first`() async throws {
        let known = try #require(try await session.get(User.self, 1))
        try session.expire(known)
        source.clear()

        try await session.merge(stranger(1, "merged"))

        #expect(selects.count == 1)
        #expect(session.changedProperties(of: known) == ["name"])
    }

    @Test func `a rollback gives the earlier values back`() async throws {
        let known = try #require(try await session.get(User.self, 1))
        try await session.merge(stranger(1, "merged"))

        try await session.rollback()

        #expect(known.name == "server")
    }

    // MARK: Graphs

    @Test func `what a reference leads to is merged along`() async throws {
        let author = stranger(1, "merged author")
        let post = Post(title: "merged", author: author)
        post.id = 3

        let merged = try await session.merge(post)

        let own = try merged.author.value
        #expect(own !== author)
        #expect(own.name == "merged author")
        #expect(try await session.get(User.self, 1) === own)
        #expect(session.changedProperties(of: merged) == ["title"])
        #expect(session.state(of: author) == .detached)
    }

    @Test func `a new instance leads to the session's own`() async throws {
        let known = try #require(try await session.get(User.self, 1))
        let post = Post(title: "new", author: stranger(1, "server"))

        try await session.merge(post)
        try await session.flush()

        #expect(try post.author.value === known)
        #expect(source.log.filter { $0.hasPrefix("INSERT") }.count == 1)
        #expect(source.parameters.last == ["new", "1", "NULL"])
    }

    @Test func `a new parent and its new children come in together`() async throws {
        let user = User(email: "n@x.org", name: "N")
        user.posts.append(Post(title: "p", author: user))

        try await session.merge(user)

        #expect(
            try session.plan().description == """
                INSERT users (email, name, age) returning id, role: 1 row
                INSERT posts (title, author_id, editor_id) returning id: 1 row
                """)
    }

    @Test func `a child reached in two ways is merged once`() async throws {
        let user = stranger(1, "server")
        let post = Post(title: "p", author: user, editor: user)
        post.id = 3

        let merged = try await session.merge(post)

        #expect(try merged.author.value === merged.editor?.value)
        #expect(selects.count == 2)
    }

    // MARK: Snapshots

    @Test func `a snapshot is merged by its key`() async throws {
        let snapshot = stranger(1, "from a snapshot").snapshot

        let user = try await session.merge(snapshot, as: User.self, id: snapshot.id)

        #expect(user.name == "from a snapshot")
        #expect(session.changedProperties(of: user) == ["name"])
    }

    @Test func `a snapshot without a row is refused`() async throws {
        let snapshot = stranger(99, "x").snapshot
        let error = await #expect(throws: PGError.self) {
            _ = try await session.merge(snapshot, as: User.self, id: 99)
        }
        #expect(error?.code == .staleData)
        #expect(error?.message == "User 99: there is no such row")
    }

    // MARK: Versions

    private func note() async throws -> Note {
        source.answer { (statement) throws(PGError) in
            statement.text.hasPrefix(#"INSERT INTO "notes""#)
                ? ScriptedRows(columns: ["id", "version"], [["1", "3"]]) : nil
        }
        let note = Note(title: "row", rank: 1)
        session.add(note)
        try await session.commit()
        return note
    }

    @Test(arguments: [2, 3])
    func `an instance of an older version is refused`(_ version: Int) async throws {
        let known = try await note()
        let given = Note(title: "edited", rank: 1)
        given.id = 1
        given.version = version

        if version == 3 {
            #expect(try await session.merge(given) === known)
            #expect(session.changedProperties(of: known) == ["title"])
        } else {
            let error = await #expect(throws: PGError.self) { _ = try await session.merge(given) }
            #expect(error?.code == .staleData)
            #expect(
                error?.message == "the given Note 1 is of version 2, and the row of 3")
            #expect(known.title == "row")
        }
    }

    @Test func `a snapshot of an older version is refused`() async throws {
        let known = try await note()
        let given = Note(title: "edited", rank: 1)
        given.id = 1
        given.version = 2
        let snapshot = given.snapshot

        let error = await #expect(throws: PGError.self) {
            _ = try await session.merge(snapshot, as: Note.self, id: 1)
        }

        #expect(error?.code == .staleData)
        #expect(known.title == "row")
        #expect(!session.isDirty)
    }

    // MARK: Leaving

    @Test func `a detached graph keeps its values and can be merged back`() async throws {
        let user = try #require(try await session.get(User.self, 1))
        let post = Post(title: "p", author: user)
        session.add(post)
        try await session.commit()
        user.name = "edited"

        session.detach(post)

        #expect(session.instanceCount == 0)
        #expect(session.state(of: user) == .detached)
        #expect(try post.author.value.name == "edited")
        try await session.commit()
        let back = try await session.merge(post)
        #expect(back !== post)
        #expect(try back.author.value.name == "edited")
        #expect(session.changedProperties(of: try back.author.value) == ["name"])
    }

    @Test func `expunging one leaves the others`() async throws {
        let user = try #require(try await session.get(User.self, 1))
        let post = Post(title: "p", author: user)
        session.add(post)
        try await session.commit()

        session.expunge(post)

        #expect(session.state(of: user) == .persistent)
        #expect(session.state(of: post) == .detached)
        session.expungeAll()
        #expect(session.instanceCount == 0)
        user.name = "not written"
        source.clear()
        try await session.commit()
        #expect(source.log.isEmpty)
    }
}
