import ORM
import ORMTestSupport
import PGCore
import Testing

@Suite("What a unit of work sends, and in which order")
struct UnitOfWorkOrderTests {
    private let source = ScriptedSource()
    private let session: SessionCore<ScriptedSource>

    init() {
        session = SessionCore(source)
    }

    private func persistent<E: Entity>(_ entities: [E]) async throws -> [E] {
        session.add(contentsOf: entities)
        try await session.commit()
        source.clear()
        return entities
    }

    /// The statements without what comes after the table's name.
    private var kinds: [String] {
        source.log.map { text in
            let words = text.split(separator: " ")
            return words.prefix(words.first == "UPDATE" ? 2 : 3).joined(separator: " ")
        }
    }

    // MARK: Nothing to do

    @Test func `an empty session sends nothing`() async throws {
        try await session.flush()
        try await session.commit()
        try await session.rollback()
        #expect(source.log.isEmpty)
        #expect(source.leased == 0)
    }

    @Test func `a value set to what it was sends nothing`() async throws {
        let user = try await persistent([User(email: "a@x.org", name: "A", age: 3)])[0]
        user.name = "A"
        user.age = 3
        user.age = nil
        user.age = 3
        try await session.commit()
        #expect(source.log.isEmpty)
    }

    @Test func `a reference to the same row sends nothing`() async throws {
        let user = try await persistent([User(email: "a@x.org", name: "A")])[0]
        let post = try await persistent([Post(title: "t", author: user)])[0]
        post.author = ToOne(id: user.id)
        try await session.commit()
        #expect(source.log.isEmpty)
    }

    @Test func `a flush after a flush sends nothing`() async throws {
        session.add(User(email: "a@x.org", name: "A"))
        try await session.flush()
        source.clear()
        try await session.flush()
        #expect(source.log.isEmpty)
    }

    // MARK: Order

    @Test func `insertions, then changes, then deletions`() async throws {
        let users = try await persistent([
            User(email: "a@x.org", name: "A"), User(email: "b@x.org", name: "B"),
        ])
        session.delete(users[0])
        users[1].name = "C"
        session.add(User(email: "c@x.org", name: "N"))

        try await session.commit()

        #expect(
            kinds == [
                "BEGIN", #"INSERT INTO "users""#, #"UPDATE "users""#, #"DELETE FROM "users""#,
                "COMMIT",
            ])
    }

    @Test func `the order of add does not matter, the foreign keys do`() async throws {
        let user = User(email: "a@x.org", name: "A")
        let post = Post(title: "t", author: user)
        let comment = Comment(body: "b", post: post)
        session.add(comment)
        session.add(post)
        session.add(user)

        try await session.commit()

        #expect(
            kinds.filter { $0.hasPrefix("INSERT") } == [
                #"INSERT INTO "users""#, #"INSERT INTO "posts""#, #"INSERT INTO "comments""#,
            ])
    }

    @Test func `deletions go the other way round`() async throws {
        let user = User(email: "a@x.org", name: "A")
        let post = Post(title: "t", author: user)
        let comment = try await persistent([Comment(body: "b", post: post)])[0]
        session.delete(user)
        session.delete(post)
        session.delete(comment)

        try await session.commit()

        #expect(
            kinds.filter { $0.hasPrefix("DELETE") } == [
                #"DELETE FROM "comments""#, #"DELETE FROM "posts""#, #"DELETE FROM "users""#,
            ])
    }

    @Test func `a row moves away before its old parent is deleted`() async throws {
        let users = try await persistent([
            User(email: "a@x.org", name: "A"), User(email: "b@x.org", name: "B"),
        ])
        let post = try await persistent([Post(title: "t", author: users[0])])[0]
        post.author = ToOne(users[1])
        session.delete(users[0])

        try await session.commit()

        #expect(
            source.log == [
                "BEGIN", #"UPDATE "posts" SET "author_id" = $1 WHERE "id" = $2"#,
                #"DELETE FROM "users" WHERE "id" = $1"#, "COMMIT",
            ])
        #expect(session.state(of: post) == .persistent)
    }

    @Test func `a row points to a new parent after that is inserted`() async throws {
        let user = try await persistent([User(email: "a@x.org", name: "A")])[0]
        let post = try await persistent([Post(title: "t", author: user)])[0]
        let new = User(email: "n@x.org", name: "N")
        post.author = ToOne(new)

        try await session.commit()

        #expect(kinds == ["BEGIN", #"INSERT INTO "users""#, #"UPDATE "posts""#, "COMMIT"])
        #expect(source.parameters[2] == ["\(new.id)", "\(post.id)"])
    }

    // MARK: Changes of mind

    @Test func `added and deleted before the flush is nothing`() async throws {
        let user = User(email: "a@x.org", name: "A")
        session.add(user)
        session.add(Post(title: "t", author: user))
        session.delete(user)
        #expect(session.state(of: user) == .transient)
    }

    @Test func `inserted and deleted in one transaction are two statements`() async throws {
        let user = User(email: "a@x.org", name: "A")
        session.add(user)
        try await session.flush()
        session.delete(user)
        try await session.commit()
        #expect(
            kinds == [
                "BEGIN", #"INSERT INTO "users""#, #"DELETE FROM "users""#, "COMMIT",
            ])
        #expect(session.state(of: user) == .detached)
    }

    @Test func `deleted twice is deleted once`() async throws {
        let user = try await persistent([User(email: "a@x.org", name: "A")])[0]
        session.delete(user)
        session.delete(user)
        try await session.flush()
        session.delete(user)
        try await session.commit()
        #expect(kinds.filter { $0.hasPrefix("DELETE") }.count == 1)
    }

    @Test func `added twice is inserted once`() async throws {
        let user = User(email: "a@x.org", name: "A")
        session.add(user)
        session.add(contentsOf: [user, user])
        try await session.commit()
        session.add(user)
        try await session.commit()
        #expect(kinds.filter { $0.hasPrefix("INSERT") }.count == 1)
    }

    @Test func `changes of what is deleted are not written`() async throws {
        let user = try await persistent([User(email: "a@x.org", name: "A")])[0]
        user.name = "B"
        session.delete(user)
        try await session.commit()
        #expect(kinds == ["BEGIN", #"DELETE FROM "users""#, "COMMIT"])
    }

    // MARK: Keys that the program gives

    @Test func `a key of the program's is sent and found again`() async throws {
        let country = Country(code: "DE", aliases: [])
        session.add(country)
        try await session.flush()
        source.clear()

        #expect(try await session.get(Country.self, "DE") === country)

        #expect(source.log.isEmpty)
        #expect(session.state(of: country) == .persistent)
    }

    @Test func `a changed key is looked up under the old one and found under the new`()
        async throws
    {
        let country = try await persistent([Country(code: "DE", aliases: [])])[0]
        country.code = "D"

        try await session.commit()

        #expect(source.log[1] == #"UPDATE "countries" SET "code" = $1 WHERE "code" = $2"#)
        #expect(source.parameters[1] == ["D", "DE"])
        source.clear()
        #expect(try await session.get(Country.self, "D") === country)
        #expect(source.log.isEmpty)
    }

    @Test func `what was changed is deleted by the key that the row has`() async throws {
        let country = try await persistent([Country(code: "DE", aliases: [])])[0]
        country.code = "D"
        session.delete(country)

        try await session.commit()

        #expect(source.log[1] == #"DELETE FROM "countries" WHERE "code" = $1"#)
        #expect(source.parameters[1] == ["DE"])
    }

    @Test func `two rows with keys of their own share a statement`() async throws {
        session.add(User(email: "a@x.org", name: "A"))
        let given = User(email: "b@x.org", name: "B")
        given.id = 70
        let other = User(email: "c@x.org", name: "C")
        other.id = 71
        session.add(contentsOf: [given, other])

        try await session.commit()

        #expect(given.id == 70)
        #expect(kinds.filter { $0.hasPrefix("INSERT") }.count == 2)
    }

    // MARK: Reachability

    @Test func `everything new that is reachable comes along`() async throws {
        let user = User(email: "a@x.org", name: "A")
        let post = Post(title: "t", author: User(email: "b@x.org", name: "B"), editor: user)
        user.posts.append(Post(title: "u", author: user))
        session.add(Comment(body: "c", post: post))

        try await session.commit()

        #expect(
            kinds.filter { $0.hasPrefix("INSERT") } == [
                #"INSERT INTO "users""#, #"INSERT INTO "posts""#, #"INSERT INTO "comments""#,
            ])
    }

    @Test func `an instance of the session brings a new one along when it is changed`()
        async throws
    {
        let category = try await persistent([Category(name: "c")])[0]
        category.parent = ToOne(Category(name: "p", parent: Category(name: "g")))

        try await session.commit()

        #expect(kinds.filter { $0.hasPrefix("INSERT") }.count == 2)
        #expect(kinds.last { $0 != "COMMIT" } == #"UPDATE "categories""#)
    }
}
