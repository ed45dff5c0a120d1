import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import PGSchema
import PGWire
import QueryBuilder
import Testing

@Suite("Sessions on a server", .liveDatabase(.entities), .timeLimit(.minutes(1)))
struct SessionTests {
    @Test func `the life of an entity`() async throws {
        let database = Database(try TestDatabase.pool)
        let snapshot = try await database.withSession { session in
            let user = User(email: "a@x.org", name: "A")
            session.add(user)
            try await session.commit()
            try await session.refresh(user)
            let users = try await session.fetch(User.where { $0.name == "A" }.include(\.posts))
            #expect(users.first === user)
            #expect(try user.posts.all.isEmpty)
            users[0].name = "B"
            try await session.commit()
            return user.snapshot
        }

        #expect(snapshot.id == 1)
        #expect(snapshot.role == "member")
        #expect(try await committed("SELECT name FROM users") == ["B"])
    }

    @Test func `a scope that does not commit leaves nothing behind`() async throws {
        struct Stop: Error {}
        let database = Database(try TestDatabase.pool)
        try await database.withSession { session in
            session.add(User(email: "a@x.org", name: "A"))
            try await session.flush()
        }
        await #expect(throws: Stop.self) {
            try await database.withSession { session in
                session.add(User(email: "b@x.org", name: "B"))
                try await session.flush()
                throw Stop()
            }
        }

        #expect(try await committed("SELECT name FROM users").isEmpty)
        #expect(try await TestDatabase.pool.statistics.leased == 0)
    }

    @Test func `a thousand rows keep their order`() async throws {
        try await withRecordedSession { session, source in
            let users = (0..<1_000).map { (n: Int) in
                User(email: "\((n * 7919) % 1_000)@x.org", name: "U\(n)", age: n)
            }
            session.add(contentsOf: users)

            try await session.commit()

            #expect(source.log.count == 3)
            #expect(users.map(\.id) == Array(1...1_000))
            let stored = try await TestDatabase.pool
                .query("SELECT id, email, name FROM users ORDER BY id")
                .decode(Int.self, String.self, String.self)
            #expect(stored.map(\.1) == users.map(\.email))
            #expect(stored.map(\.2) == users.map(\.name))
        }
    }

    @Test func `a batch is updated and deleted with one statement each`() async throws {
        try await withRecordedSession { session, source in
            let users = (1...50).map { (n: Int) in User(email: "\(n)@x.org", name: "U", age: nil) }
            session.add(contentsOf: users)
            try await session.commit()
            source.clear()
            for (number, user) in users.enumerated() { user.age = number }
            try await session.commit()
            for user in users.dropFirst() { session.delete(user) }
            try await session.commit()

            #expect(
                source.log == [
                    "BEGIN",
                    #"UPDATE "users" AS t SET "age" = v.c1 FROM unnest($1::bigint[], $2::bigint[]) "#
                        + #"AS v(k, c1) WHERE t."id" = v.k RETURNING t."id""#,
                    "COMMIT", "BEGIN",
                    #"DELETE FROM "users" WHERE "id" = ANY($1::bigint[]) RETURNING "id""#,
                    "COMMIT",
                ])
            #expect(try await committed("SELECT age::text FROM users") == ["0"])
        }
    }

    @Test func `values with every awkward character survive arrays`() async throws {
        let names = [#"a"b"#, #"a\b"#, "a,b", "{}", "NULL", "", "ü🙂", "line\nbreak", " "]
        try await withRecordedSession { session, _ in
            let users = names.enumerated().map {
                User(email: "\($0.offset)@x.org", name: $0.element)
            }
            session.add(contentsOf: users)
            try await session.commit()
        }
        #expect(try await committed("SELECT name FROM users ORDER BY id") == names)
    }

    @Test func `array columns and natural keys work`() async throws {
        try await withRecordedSession { session, _ in
            session.add(Country(code: "DE", aliases: ["Germany", #"a"{,}\"#]))
            session.add(Country(code: "FR", aliases: []))
            try await session.commit()
        }
        try await withRecordedSession { session, source in
            let country = try await session.get(Country.self, "DE")
            #expect(country?.aliases == ["Germany", #"a"{,}\"#])
            source.clear()
            #expect(try await session.get(Country.self, "DE") === country)
            #expect(source.log.isEmpty)
            country?.code = "D"
            try await session.commit()
        }
        #expect(try await committed("SELECT code FROM countries ORDER BY 1") == ["D", "FR"])
    }

    @Test func `reads see what is pending unless autoflush is off`() async throws {
        let source = RecordingSource(try TestDatabase.pool)
        let manual = RecordingSession(
            source, configuration: SessionConfiguration(autoflush: false))
        manual.add(User(email: "a@x.org", name: "A"))
        #expect(try await manual.count(User.all) == 0)
        try await manual.flush()
        #expect(try await manual.count(User.all) == 1)
        #expect(try await manual.count(User.all.limit(0)) == 0)
        await manual.close()

        try await withRecordedSession { session, _ in
            session.add(User(email: "b@x.org", name: "B"))
            #expect(try await session.count(User.where { $0.name == "B" }) == 1)
            let names = try await session.query("SELECT name FROM users").decode(String.self)
            #expect(names == ["B"])
        }
    }

    @Test func `a fetch refreshes what is unchanged and leaves changes alone`() async throws {
        let source = RecordingSource(try TestDatabase.pool)
        let session = RecordingSession(
            source, configuration: SessionConfiguration(autoflush: false))
        let clean = User(email: "a@x.org", name: "A")
        let dirty = User(email: "b@x.org", name: "B")
        session.add(contentsOf: [clean, dirty])
        try await session.commit()
        dirty.name = "mine"
        try await TestDatabase.pool.query("UPDATE users SET name = 'theirs'")

        let found = try await session.fetch(User.orderBy { $0.id })

        #expect(found.map { $0 === clean } == [true, false])
        #expect(clean.name == "theirs")
        #expect(dirty.name == "mine")
        try await session.refresh(dirty)
        #expect(dirty.name == "theirs")
        await session.close()
    }

    @Test func `a row deleted elsewhere is stale`() async throws {
        try await withRecordedSession { session, _ in
            let user = User(email: "a@x.org", name: "A")
            session.add(user)
            try await session.commit()
            try await TestDatabase.pool.query("DELETE FROM users")
            user.name = "B"

            let error = await #expect(throws: PGError.self) { try await session.commit() }

            #expect(error?.code == .staleData)
            #expect(error?.message == "User 1 could not be updated: the row is not there any more")
            try await session.rollback()
            let other = await #expect(throws: PGError.self) { try await session.refresh(user) }
            #expect(other?.code == .staleData)
        }
    }

    @Test func `a violated constraint names the property and the rest goes on`() async throws {
        try await withRecordedSession { session, _ in
            session.add(User(email: "a@x.org", name: "A"))
            try await session.commit()
            let twin = User(email: "a@x.org", name: "B")
            session.add(twin)

            let error = await #expect(throws: PGError.self) { try await session.commit() }

            #expect(error?.sqlState == .uniqueViolation)
            #expect(error?.property(in: User.self) == "email")
            #expect(error?.column == "email")
            try await session.rollback()
            let child = User(email: "c@x.org", name: "C", age: -1)
            session.add(child)
            let check = await #expect(throws: PGError.self) { try await session.commit() }
            #expect(check?.property(in: User.self) == "age")
            try await session.rollback()
            session.add(twin)
            twin.email = "b@x.org"
            try await session.commit()
        }
        #expect(try await committed("SELECT email FROM users ORDER BY id").count == 2)
    }

    @Test func `raw SQL returns known instances in any column order`() async throws {
        try await withRecordedSession { session, _ in
            let user = User(email: "a@x.org", name: "A", age: 4)
            session.add(user)
            let found = try await session.fetch(
                "SELECT role, age, name, email, id, 1 AS more FROM users WHERE age > \(3)",
                as: User.self)
            #expect(found.first === user)
            let error = await #expect(throws: PGError.self) {
                _ = try await session.fetch("SELECT id FROM users", as: User.self)
            }
            #expect(error?.code == .columnNotFound)
        }
    }

    @Test func `rollback and savepoints restore instances and rows`() async throws {
        struct Stop: Error {}
        try await withRecordedSession { session, _ in
            let user = User(email: "a@x.org", name: "A")
            session.add(user)
            try await session.commit()
            user.name = "B"
            await #expect(throws: Stop.self) {
                try await session.withSavepoint {
                    user.name = "C"
                    session.add(User(email: "b@x.org", name: "B"))
                    try await session.flush()
                    throw Stop()
                }
            }
            #expect(user.name == "B")
            try await session.commit()
            #expect(try await committed("SELECT name FROM users") == ["B"])

            user.name = "D"
            session.delete(user)
            try await session.flush()
            try await session.rollback()
            #expect(user.name == "B")
            #expect(session.state(of: user) == .persistent)
        }
    }

    @Test func `the isolation level is the session's`() async throws {
        let database = Database(
            try TestDatabase.pool,
            configuration: SessionConfiguration(isolation: .serializable, access: .readOnly))
        let level = try await database.withSession { session in
            try await session.query("SHOW transaction_isolation").decode(String.self)
        }
        #expect(level == ["serializable"])
        await #expect(throws: PGError.self) {
            try await database.withSession { session in
                session.add(User(email: "a@x.org", name: "A"))
                try await session.flush()
            }
        }
    }

    @Test func `builder queries run inside the session's transaction`() async throws {
        try await withRecordedSession { session, source in
            session.add(User(email: "a@x.org", name: "A"))
            let rows = try await UserRow.where { $0.name == "A" }.fetch(on: session)
            #expect(rows.map(\.name) == ["A"])
            #expect(session.isInTransaction)
            #expect(source.log.first == "BEGIN")
            #expect(try await committed("SELECT name FROM users").isEmpty)
        }
    }

    @Test func `sessions on one row wait for each other and lose nothing`() async throws {
        let database = Database(try TestDatabase.pool)
        try await database.withSession { session in
            session.add(User(email: "a@x.org", name: "A", age: 0))
            try await session.commit()
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try await database.withSession { session in
                        let user = try await session.fetch(
                            "SELECT * FROM users FOR UPDATE", as: User.self)[0]
                        user.age = (user.age ?? 0) + 1
                        try await session.commit()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await committed("SELECT age::text FROM users") == ["8"])
    }

    @Test func `a lost connection ends the transaction and not the session`() async throws {
        let pool = try TestDatabase.pool
        try await withRecordedSession { session, _ in
            let user = User(email: "a@x.org", name: "A")
            session.add(user)
            try await session.flush()
            let pid = try await session.query("SELECT pg_backend_pid()").decode(Int.self)[0]
            try await pool.query("SELECT pg_terminate_backend(\(pid))")
            await #expect(throws: PGError.self) { try await session.query("SELECT 1") }

            try await session.rollback()

            #expect(user.persistentID == nil)
            session.add(user)
            try await session.commit()
        }
        #expect(try await committed("SELECT name FROM users") == ["A"])
    }

    @Test func `a cancelled scope gives its connection back`() async throws {
        let pool = try TestDatabase.pool
        let work = Task {
            try await Database(pool).withSession { session in
                session.add(User(email: "a@x.org", name: "A"))
                try await session.flush()
                unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                try await session.query("SELECT pg_sleep(60)")
            }
        }
        await #expect(throws: PGError.self) { try await work.value }

        #expect(try await committed("SELECT name FROM users").isEmpty)
        #expect(await pool.statistics.leased == 0)
    }
}

/// The users' table for the query builder.
private struct UserRow: Table {
    var id: Int
    var name: String

    struct Columns: TableColumns {
        typealias Value = UserRow
        let id: Column<Int>
        let name: Column<String>

        init(_ table: TableReference) {
            id = Column(table, "id")
            name = Column(table, "name")
        }

        var selectedExpressions: [SQLNode] { [id.node, name.node] }
    }

    static let definition = TableDefinition(
        name: "users",
        columns: [ColumnDefinition("id", Int.sqlType), ColumnDefinition("name", String.sqlType)],
        primaryKey: ["id"])

    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        id = try Int(from: row, at: &index)
        name = try String(from: row, at: &index)
    }
}
