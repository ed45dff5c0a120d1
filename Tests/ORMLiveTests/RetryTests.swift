import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("Running the work again", .liveDatabase(.writes), .timeLimit(.minutes(1)))
struct RetryTests {
    private let database: Database

    init() throws {
        database = Database(try TestDatabase.pool)
    }

    @Test func `a serialization failure runs the body with a fresh session`() async throws {
        try await TestDatabase.pool.query(
            "INSERT INTO users (email, name, age) VALUES ('a', 'A', 0)")
        let database = self.database

        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<5 {
                        try await database.withSession(
                            isolation: .repeatableRead, retry: .serializationFailures(max: 50)
                        ) { session in
                            let found = try await session.fetchOne(User.all)
                            let user = try #require(found)
                            user.age = (user.age ?? 0) + 1
                            try await session.commit()
                        }
                    }
                }
            }
            try await group.waitForAll()
        }

        #expect(try await committed("SELECT age::text FROM users") == ["20"])
    }

    @Test func `a commit that fails runs the body again`() async throws {
        try await TestDatabase.pool.query(
            "INSERT INTO users (email, name, age) VALUES ('a', 'A', 1), ('b', 'B', 1)")
        let database = self.database
        var attempts = 0

        try await database.withSession(
            isolation: .serializable, retry: .serializationFailures(max: 5)
        ) { session in
            attempts += 1
            let users = try await session.fetch(User.orderBy { $0.id.ascending })
            if attempts == 1 {
                // Each reads what the other writes: one of them has to go.
                try await database.withSession(isolation: .serializable) { other in
                    let others = try await other.fetch(User.orderBy { $0.id.ascending })
                    others[1].age = others[0].age.map { $0 + 1 }
                    try await other.commit()
                }
            }
            users[0].age = users[1].age.map { $0 + 1 }
            try await session.commit()
        }

        #expect(attempts == 2)
        #expect(try await committed("SELECT age::text FROM users ORDER BY id") == ["3", "2"])
    }

    @Test func `a lost race over a version runs the body again`() async throws {
        try await TestDatabase.pool.query("INSERT INTO notes (title, rank) VALUES ('a', 0)")
        var attempts = 0

        try await database.withSession(retry: .serializationFailures(max: 3)) { session in
            attempts += 1
            let note = try #require(try await session.get(Note.self, 1))
            #expect(note.version == attempts)
            if attempts < 3 {
                try await session.rollback()
                try await TestDatabase.pool.query("UPDATE notes SET version = version + 1")
            }
            note.rank = 7
            try await session.commit()
        }

        #expect(attempts == 3)
        #expect(try await committed("SELECT version::text FROM notes") == ["4"])
    }

    @Test func `attempts are bounded and other errors are final`() async throws {
        struct Stop: Error {}
        var attempts = 0
        let stale = await #expect(throws: PGError.self) {
            try await database.withSession(retry: .serializationFailures(max: 4)) { session in
                attempts += 1
                throw PGError(.staleData, "always")
            }
        }
        #expect(stale?.code == .staleData)
        #expect(attempts == 4)

        await #expect(throws: Stop.self) {
            try await database.withSession(retry: .serializationFailures(max: 4)) { session in
                attempts += 1
                throw Stop()
            }
        }
        #expect(attempts == 5)
        #expect(try await TestDatabase.pool.statistics.leased == 0)
    }

    @Test func `the modes of a transaction are the server's`() async throws {
        let modes = try await database.withSession(
            isolation: .serializable, access: .readOnly, deferrable: true
        ) { session in
            try await session.query(
                """
                SELECT current_setting('transaction_isolation') || ' '
                || current_setting('transaction_read_only') || ' '
                || current_setting('transaction_deferrable')
                """
            ).decode(String.self)
        }
        #expect(modes == ["serializable on on"])

        let error = await #expect(throws: PGError.self) {
            try await database.withSession(access: .readOnly) { session in
                session.add(Note(title: "a"))
                try await session.commit()
            }
        }
        #expect(error?.sqlState == .readOnlySQLTransaction)
    }
}
