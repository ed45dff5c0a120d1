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
        _ body: (Database, ConnectionPool) async throws -> Void
    ) async throws {
        let pool = try ConnectionPool(.url(TestDatabase.current.url))
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

    @Test func `a session whose connection was cut asks on another`() async throws {
        try await withDatabase { database, pool in
            try await pool.query("INSERT INTO users (email, name) VALUES ('a', 'A')")
            try await database.withSession { session in
                _ = try await session.count(User.all)
                try await pool.query(
                    """
                    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()
                    """)
                await #expect(throws: PGError.self) { try await session.count(User.all) }
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
