import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import PGWire
import Testing

/// How many round trips a session waits for, its end included.
@Suite("The end of a session", .liveDatabase(.entities), .timeLimit(.minutes(1)))
struct SessionEndTests {
    /// What a session does, and how many round trips five such sessions take.
    struct Work: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// ROLLBACK is sent by itself only where nobody sends right behind it.
        let trips: ClosedRange<Int>
        let run: @Sendable (Session) async throws -> Void

        init(
            _ name: String, _ trips: ClosedRange<Int>,
            _ run: @escaping @Sendable (Session) async throws -> Void
        ) {
            testDescription = name
            self.trips = trips
            self.run = run
        }
    }

    static let works: [Work] = [
        Work("get", 5...6) { _ = try await $0.get(User.self, 1) },
        Work("fetch", 5...6) { _ = try await $0.fetch(User.where { $0.name == "A" }) },
        Work("count", 5...6) { _ = try await $0.count(User.all) },
        Work("exists", 5...6) { _ = try await $0.exists(User.all) },
        Work("include", 10...11) { _ = try await $0.fetch(User.all.include(\.posts)) },
        Work("a lock", 10...10) { _ = try await $0.fetch(User.all.lock(.update)) },
        Work("SQL of one's own", 10...10) { _ = try await $0.query("SELECT 1") },
        Work("a change", 15...15) { session in
            let user = try await session.get(User.self, 1)
            user?.name = "B"
            try await session.flush()
        },
    ]

    private func onOneConnection(
        _ body: @escaping @Sendable (ConnectionPool) async throws -> Void
    ) async throws {
        var configuration = PoolConfiguration()
        configuration.maximumConnections = 1
        let pool = try ConnectionPool(
            .url(TestDatabase.current.url), configuration: configuration)
        try await pool.query(
            "INSERT INTO users (id, email, name) OVERRIDING SYSTEM VALUE VALUES (1, 'a', 'A')")
        // On its loop, so that nothing is read from the socket before the session waits.
        try await pool.withExecutor { try await body(pool) }
        await pool.close()
    }

    private static func trips(on pool: ConnectionPool) async throws -> Int {
        let connection = try await pool.lease()
        let trips = await connection.roundTrips
        await pool.release(connection)
        return trips
    }

    @Test(arguments: works)
    func `it waits for what it has to`(_ work: Work) async throws {
        try await onOneConnection { pool in
            let database = Database(pool)
            for _ in 1...2 { try await database.withSession { try await work.run($0) } }
            let before = try await Self.trips(on: pool)

            for _ in 1...5 { try await database.withSession { try await work.run($0) } }

            let trips = try await Self.trips(on: pool) - before
            #expect(work.trips.contains(trips), "\(trips)")
            let name = try await pool.query("SELECT name FROM users").one(String.self)
            #expect(name == "A")
            #expect(await pool.statistics.rollbacks == 0)
        }
    }

    @Test func `a session goes on after a rollback of what it read`() async throws {
        try await onOneConnection { pool in
            try await Database(pool).withSession { session in
                let user = try #require(try await session.get(User.self, 1))
                try await session.rollback()
                #expect(!session.isInTransaction)
                user.name = "B"
                try await session.commit()
            }
            #expect(try await pool.query("SELECT name FROM users").one(String.self) == "B")
        }
    }

    @Test func `the next transaction sees what others committed meanwhile`() async throws {
        try await onOneConnection { pool in
            let session = Database(pool).session(
                configuration: SessionConfiguration(isolation: .repeatableRead))
            #expect(try await session.get(User.self, 1)?.name == "A")
            let other = try await TestDatabase.current.connect()
            try await other.query("UPDATE users SET name = 'C'")
            await other.close()
            try await session.rollback()
            #expect(try await session.get(User.self, 1)?.name == "C")
            await session.close()
        }
    }
}
