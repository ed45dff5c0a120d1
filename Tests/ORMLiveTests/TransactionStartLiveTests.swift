import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import PGWire
import Testing

/// Sessions that begin transactions when they need them, against the server.
@Suite("When a transaction begins, live", .liveDatabase(.entities), .timeLimit(.minutes(1)))
struct TransactionStartLiveTests {
    private func withDatabase(
        _ pooling: PoolConfiguration = PoolConfiguration(),
        _ body: (Database, ConnectionPool) async throws -> Void
    ) async throws {
        let pool = try ConnectionPool(.url(TestDatabase.current.url), configuration: pooling)
        var configuration = SessionConfiguration()
        configuration.begins = .whenNeeded
        try await body(Database(pool, configuration: configuration), pool)
        #expect(await pool.statistics.leased == 0)
        await pool.close()
    }

    private func names(_ pool: ConnectionPool) async throws -> [String] {
        try await pool.query("SELECT name FROM users ORDER BY id").decode(String.self)
    }

    @Test func `what was committed is there, and what was not is not`() async throws {
        try await withDatabase { database, pool in
            try await database.withSession { session in
                session.add(User(email: "a", name: "A"))
                try await session.commit()
                session.add(User(email: "b", name: "B"))
            }
            #expect(try await names(pool) == ["A"])

            try await database.withSession { session in
                let user = try #require(try await session.first(User.all))
                user.name = "C"
                try await session.commit()
                user.name = "D"
                try await session.flush()
            }
            #expect(try await names(pool) == ["C"])

            try await database.withSession { session in
                session.delete(try #require(try await session.first(User.all)))
                try await session.commit()
            }
            #expect(try await names(pool).isEmpty)
        }
    }

    @Test func `a constraint is named, and the session goes on`() async throws {
        try await withDatabase { database, pool in
            try await pool.query("INSERT INTO users (email, name) VALUES ('a', 'A')")
            try await database.withSession { session in
                let user = User(email: "a", name: "B")
                session.add(user)
                let error = await #expect(throws: PGError.self) { try await session.commit() }
                #expect(error?.properties(in: User.self) == ["email"])
                #expect(session.state(of: user) == .transient)

                user.email = "b"
                session.add(user)
                try await session.commit()
            }
            #expect(try await names(pool) == ["A", "B"])
        }
    }

    @Test func `a question sees what others committed since the last one`() async throws {
        try await withDatabase { database, pool in
            try await database.withSession { session in
                #expect(try await session.count(User.all) == 0)
                try await pool.query("INSERT INTO users (email, name) VALUES ('a', 'A')")
                #expect(try await session.count(User.all) == 1)
                #expect(!session.isInTransaction)
            }
        }
    }

    @Test func `what needs no transaction needs no connection of the session's own`() async throws {
        try await withDatabase { database, pool in
            try await database.withSession { session in
                session.add(User(email: "a", name: "A"))
                try await session.commit()
                _ = try await session.first(User.all)
                #expect(await pool.statistics.leased == 0)

                // What it leaves behind is the session's alone, and gone with it.
                let locked = User.where { _ in Expression<Bool>("pg_try_advisory_lock(7)") }
                #expect(try await session.count(locked) == 1)
                #expect(await pool.statistics.leased == 1)
            }
            let locks = try await pool.query(
                """
                SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
                WHERE locktype = 'advisory' AND datname = current_database()
                """)
            #expect(try locks.decode(Int.self) == [0])
        }
    }

    static let ceremonies: [(String, @Sendable (inout PoolConfiguration) -> Void)] = [
        ("a hook before", { $0.hooks.setup = { _ in } }),
        ("a hook after", { $0.hooks.reset = { _ in } }),
        ("always reset", { $0.reset = .always }),
        ("unpooled", { $0 = .unpooled }),
    ]

    @Test(arguments: ceremonies.indices)
    func `where a lent connection is another than a shared one, the session borrows it`(
        _ number: Int
    ) async throws {
        var configuration = PoolConfiguration()
        Self.ceremonies[number].1(&configuration)
        try await withDatabase(configuration) { database, pool in
            try await database.withSession { session in
                let count = try await session.count(User.all)
                let leased = await pool.statistics.leased
                #expect((count, leased) == (0, 1))
            }
        }
    }

    @Test func `sessions that only ask share one connection`() async throws {
        var configuration = PoolConfiguration()
        configuration.maximumConnections = 1
        try await withDatabase(configuration) { database, pool in
            try await database.withSession { first in
                #expect(try await first.count(User.all) == 0)
                try await database.withSession { second in
                    second.add(User(email: "a", name: "A"))
                    try await second.commit()
                }
                #expect(try await first.count(User.all) == 1)
            }
        }
    }

    @Test func `a commit that is cancelled behind others says what became of the row`() async throws
    {
        var configuration = PoolConfiguration()
        configuration.maximumConnections = 1
        try await withDatabase(configuration) { database, pool in
            // So that the pool knows the statement, and sends it at once.
            try await add("first", to: database)
            var expected = ["first"]
            var fates: Set<PGError.Execution?> = []
            // The longer it waits before it cancels, the farther the commit has got.
            var turns = 0
            while !fates.contains(.mayHaveRun), turns < 10_000_000 {
                let name = "after \(turns)"
                let fate = try await fate(ofAdding: name, to: database, pool, cancelledAfter: turns)
                if fate == .mayHaveRun { expected.append(name) }
                #expect(try await names(pool) == expected, "after \(turns) turns")
                fates.insert(fate)
                turns = max(1, turns * 4)
            }
            #expect(fates.contains(.mayHaveRun))
        }
    }

    private func add(_ name: String, to database: Database) async throws {
        try await database.withSession { session in
            session.add(User(email: name, name: name))
            try await session.commit()
        }
    }

    /// Adds a user behind a statement that waits, cancels that after some turns, lets the statement go
    /// on, and returns what the caller is told of the row.
    private func fate(
        ofAdding name: String, to database: Database, _ pool: ConnectionPool,
        cancelledAfter turns: Int
    ) async throws -> PGError.Execution? {
        let holder = try await Connection.connect(.url(TestDatabase.current.url))
        try await holder.query("SELECT pg_advisory_lock(1)")
        let before = Task { try await pool.query("SELECT pg_advisory_xact_lock(1)") }
        while await pool.statistics.shared == 0 {
            try Task.checkCancellation()
            await Task.yield()
        }
        let commit = Task { try await add(name, to: database) }
        for _ in 0..<turns { await Task.yield() }
        commit.cancel()
        for _ in 0..<turns { await Task.yield() }
        await holder.close()
        let error = await #expect(throws: PGError.self) { try await commit.value }
        #expect(error?.code == .cancelled)
        _ = try await before.value
        return error?.execution
    }

    @Test func `a question whose connection was cut leaves the session as it was`() async throws {
        try await withDatabase { database, pool in
            try await database.withSession { session in
                let user = User(email: "a", name: "A")
                session.add(user)
                try await session.commit()
                let isCut = Expression<Bool>("pg_terminate_backend(pg_backend_pid())")

                let error = await #expect(throws: PGError.self) {
                    _ = try await session.fetch(User.where { _ in isCut })
                }

                #expect(error?.code == .connectionLost || error?.sqlState == "57P01")
                #expect(session.state(of: user) == .persistent)
                #expect(try await session.count(User.all) == 1)
            }
        }
    }

    @Test func `what fails in a sandbox does not end what its sessions share`() async throws {
        try await withDatabase { database, pool in
            try await database.withSandbox { sandbox in
                try await sandbox.withSession { session in
                    session.add(User(email: "a", name: "A"))
                    try await session.commit()
                }
                try await sandbox.withSession { session in
                    session.add(User(email: "a", name: "B"))
                    await #expect(throws: PGError.self) { try await session.commit() }
                }
                let count = try await sandbox.withSession { try await $0.count(User.all) }
                #expect(count == 1)
            }
            #expect(try await names(pool).isEmpty)
        }
    }
}
