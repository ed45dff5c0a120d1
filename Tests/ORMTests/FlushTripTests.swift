import ORM
import ORMTestSupport
import PGCore
import Testing

@Suite("Round trips of a flush")
struct FlushTripTests {
    private let source = ScriptedSource()
    private let session: SessionCore<ScriptedSource>

    init() {
        session = SessionCore(source)
    }

    private func chain() -> (User, Post, [ORMTestSupport.Comment]) {
        let user = User(email: "a@x.org", name: "A")
        let post = Post(title: "t", author: user)
        let comments = (1...2).map { ORMTestSupport.Comment(body: "c\($0)", post: post) }
        session.add(contentsOf: comments)
        return (user, post, comments)
    }

    @Test func `rows that do not need each other go together`() async throws {
        session.add(User(email: "a@x.org", name: "A"))
        session.add(Category(name: "c"))
        session.add(Country(code: "DE", aliases: []))

        try await session.commit()

        #expect(source.trips == [1, 3, 1])
        #expect(source.log.first == "BEGIN")
        #expect(source.log.last == "COMMIT")
    }

    @Test func `children wait for the keys of their parents`() async throws {
        let user = User(email: "a@x.org", name: "A")
        session.add(contentsOf: (1...3).map { Post(title: "\($0)", author: user) })
        session.add(Category(name: "c"))

        #expect(
            try session.plan().explanation == """
                1. INSERT users (email, name, age) returning id, role: 1 row
                1. INSERT categories (name, parent_id) returning id: 1 row
                2. INSERT posts (title, author_id, editor_id) returning id: 3 rows, as arrays
                """)
        try await session.flush()

        #expect(source.trips == [1, 2, 1])
    }

    @Test func `two families take no more trips than one`() async throws {
        let user = User(email: "a@x.org", name: "A")
        let root = Category(name: "root")
        session.add(Post(title: "t", author: user))
        session.add(Category(name: "child", parent: root))

        #expect(
            try session.plan().explanation == """
                1. INSERT users (email, name, age) returning id, role: 1 row
                1. INSERT categories (name, parent_id) returning id: 1 row
                2. INSERT posts (title, author_id, editor_id) returning id: 1 row
                2. INSERT categories (name, parent_id) returning id: 1 row
                """)
        try await session.flush()

        #expect(source.trips == [1, 2, 2])
    }

    @Test func `children of known parents wait for nobody`() async throws {
        let user = User(email: "a@x.org", name: "A")
        session.add(user)
        try await session.commit()
        source.clear()
        session.add(Post(title: "t", author: user))
        session.add(User(email: "b@x.org", name: "B"))

        try await session.flush()

        #expect(source.trips == [1, 2])
    }

    @Test func `keys that the program makes need no answer`() async throws {
        let warehouse = Warehouse(code: "W")
        let top = Shelf(code: "1", warehouse: warehouse)
        session.add(warehouse)
        session.add(top)
        session.add(Shelf(code: "2", warehouse: warehouse, above: top))

        try await session.flush()

        #expect(
            source.log == [
                "BEGIN", #"INSERT INTO "warehouses" ("code") VALUES ($1)"#,
                #"INSERT INTO "shelves" ("code", "warehouse_id", "above_id") SELECT c1, c2, c3 "#
                    + #"FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY "#
                    + #"AS v(c1, c2, c3, n) ORDER BY n"#,
            ])
        #expect(source.trips == [1, 2])
    }

    @Test func `everything a flush does to known rows is one trip`() async throws {
        let users = (1...4).map { User(email: "\($0)@x.org", name: "U") }
        session.add(contentsOf: users)
        try await session.commit()
        source.clear()
        users[0].name = "V"
        users[1].age = 1
        users[2].name = "W"
        session.delete(users[3])
        session.add(Country(code: "DE", aliases: []))

        #expect(
            try session.plan().explanation == """
                1. INSERT countries (code, aliases): 1 row
                1. UPDATE users (name): 2 rows, as arrays
                1. UPDATE users (age): 1 row
                1. DELETE users: 1 row
                """)
        try await session.commit()

        #expect(source.trips == [1, 4, 1])
    }

    @Test func `batches go together`() async throws {
        let small = SessionCore(source, configuration: SessionConfiguration(maximumBatch: 2))
        small.add(contentsOf: (1...5).map { User(email: "\($0)@x.org", name: "U") })

        let plan = try small.plan()
        #expect(plan.roundTrips == 1)
        #expect(plan.statements == 3)
        #expect(
            plan.explanation
                == "1. INSERT users (email, name, age) returning id, role: 5 rows in 3 statements, "
                + "as arrays")
        try await small.flush()

        #expect(source.trips == [1, 3])
    }

    // MARK: Keys that are fetched

    @Test func `keys of the levels between are fetched with the first`() async throws {
        let (user, post, comments) = chain()

        let plan = try session.plan()
        #expect(
            plan.explanation == """
                1. INSERT users (email, name, age) returning id, role: 1 row
                1. KEYS posts (id): 1 row
                2. INSERT posts (id, title, author_id, editor_id): 1 row
                2. INSERT comments (body, post_id) returning id: 2 rows, as arrays
                """)
        #expect(plan.roundTrips == 2)
        try await session.flush()

        #expect(source.trips == [1, 2, 2])
        #expect(
            source.log[2]
                == "SELECT CASE WHEN has_sequence_privilege(s, 'USAGE') THEN nextval(s) END FROM "
                + "(SELECT pg_get_serial_sequence($1, $2)::regclass AS s OFFSET 0) AS q, "
                + "generate_series(1, $3::bigint)")
        #expect(source.parameters[2] == ["\"posts\"", "id", "1"])
        #expect(
            source.log[3]
                == #"INSERT INTO "posts" ("id", "title", "author_id", "editor_id") "#
                + "VALUES ($1, $2, $3, $4)")
        #expect(source.parameters[3] == [String(post.id), "t", String(user.id), "NULL"])
        #expect(comments.allSatisfy { $0.post.id == post.id })
        #expect(!session.isDirty)
    }

    @Test func `a rollback takes fetched keys back`() async throws {
        let (user, post, comments) = chain()
        try await session.flush()

        try await session.rollback()

        #expect(user.persistentID == nil)
        #expect(post.persistentID == nil)
        #expect(comments.allSatisfy { $0.persistentID == nil })
        #expect(session.state(of: post) == .transient)
    }

    @Test func `an error after keys were fetched leaves nothing half done`() async throws {
        let (_, post, comments) = chain()
        source.fail(#"INSERT INTO "comments""#, with: PGError(.server, "no"))

        let error = await #expect(throws: PGError.self) { try await session.flush() }
        try await session.rollback()

        #expect(error?.code == .server)
        #expect(error?.row == nil)
        #expect(post.persistentID == nil)
        session.add(contentsOf: comments)
        try await session.commit()
        #expect(comments.allSatisfy { session.state(of: $0) == .persistent })
    }

    @Test func `without the right to the sequence the levels go one by one`() async throws {
        source.answer { (statement) throws(PGError) in
            statement.text.contains("nextval(s)") ? ScriptedRows(columns: ["id"], [[nil]]) : nil
        }
        let (_, post, comments) = chain()

        try await session.commit()

        #expect(source.trips == [1, 2, 1, 1, 1])
        #expect(comments.allSatisfy { $0.post.id == post.id })
        source.clear()
        _ = chain()
        try await session.commit()
        #expect(source.trips == [1, 1, 1, 1, 1])
    }

    @Test func `a tree is two trips, however deep it is`() async throws {
        var node = Category(name: "root")
        for level in 1...50 { node = Category(name: "\(level)", parent: node) }
        session.add(node)

        #expect(
            try session.plan().explanation == """
                1. INSERT categories (name, parent_id) returning id: 1 row
                1. KEYS categories (id): 49 rows
                2. INSERT categories (id, name, parent_id): 49 rows, as arrays
                2. INSERT categories (name, parent_id) returning id: 1 row
                """)
        try await session.flush()

        #expect(source.trips == [1, 2, 2])
        #expect(!session.isDirty)
    }

    @Test func `a circle is two trips`() async throws {
        let first = Category(name: "a")
        let second = Category(name: "b", parent: first)
        first.parent = ToOne(second)
        session.add(first)

        #expect(
            try session.plan().explanation == """
                1. INSERT categories (name) returning id: 1 row
                1. KEYS categories (id): 1 row
                2. INSERT categories (id, name, parent_id): 1 row
                2. UPDATE categories (parent_id): 1 row
                """)
        try await session.flush()

        #expect(first.parent?.id == second.id)
        #expect(second.parent?.id == first.id)
        #expect(!session.isDirty)
    }

    @Test func `a changed key ends a trip for what goes by it`() async throws {
        let warehouse = Warehouse(code: "W")
        session.add(warehouse)
        try await session.commit()
        let shelf = Shelf(code: "1", warehouse: warehouse)
        session.add(shelf)
        try await session.commit()
        source.clear()
        warehouse.code = "V"
        session.delete(shelf)

        #expect(
            try session.plan().explanation == """
                1. UPDATE warehouses (code): 1 row
                2. UPDATE shelves (warehouse_id): 1 row
                2. DELETE shelves: 1 row
                """)
        try await session.flush()

        #expect(source.trips == [1, 1, 2])
    }

    // MARK: Errors

    @Test(arguments: 0..<3)
    func `the first error of a trip is thrown and names its statement`(
        _ place: Int
    ) async throws {
        let tables = ["users", "categories", "countries"]
        session.add(User(email: "a@x.org", name: "A"))
        session.add(Category(name: "c"))
        session.add(Country(code: "DE", aliases: []))
        source.fail("INSERT INTO \"\(tables[place])\"", with: PGError(.server, "no"))

        let error = await #expect(throws: PGError.self) { try await session.flush() }

        #expect(error?.statement?.contains(tables[place]) == true)
        #expect(error?.row == nil)
        let later = await #expect(throws: PGError.self) { try await session.flush() }
        #expect(later?.code == .transactionRolledBack)
        try await session.rollback()
        #expect(!session.isDirty)
        #expect(source.leased == 0)
    }

    @Test func `a row that has gone fails the flush although others were written`() async throws {
        let users = (1...2).map { User(email: "\($0)@x.org", name: "U") }
        session.add(contentsOf: users)
        try await session.commit()
        source.answer { (statement) throws(PGError) in
            statement.text.hasPrefix("UPDATE") ? ScriptedRows(columns: [], affected: 0) : nil
        }
        users[0].name = "V"
        session.delete(users[1])

        let error = await #expect(throws: PGError.self) { try await session.commit() }

        #expect(error?.code == .staleData)
        #expect(source.log.last?.hasPrefix("DELETE") == true)
        let later = await #expect(throws: PGError.self) { try await session.commit() }
        #expect(later?.code == .transactionRolledBack)
        try await session.rollback()
        #expect(users[0].name == "U")
        #expect(session.state(of: users[1]) == .persistent)
    }
}
