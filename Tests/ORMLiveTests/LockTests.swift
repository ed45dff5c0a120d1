import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("Row locks on a server", .liveDatabase(.writes), .timeLimit(.minutes(1)))
struct LiveLockTests {
    init() async throws {
        try await TestDatabase.pool.query(
            "INSERT INTO users (email, name) SELECT n || '@x.org', 'U' FROM generate_series(1, 4) n"
        )
    }

    @Test func `workers take different rows`() async throws {
        try await withRecordedSession { first, _ in
            try await withRecordedSession { second, _ in
                let query = User.orderBy { $0.id.ascending }.limit(2).forUpdate(.skipLocked)
                let mine = try await first.fetch(query)
                let theirs = try await second.fetch(query)
                #expect(mine.map(\.id) == [1, 2])
                #expect(theirs.map(\.id) == [3, 4])
            }
        }
    }

    @Test func `a lock reads the row again, and others do not get it`() async throws {
        try await withRecordedSession { first, _ in
            let user = try #require(try await first.get(User.self, 1))
            try await TestDatabase.pool.query("UPDATE users SET name = 'Theirs' WHERE id = 1")
            try await first.lock(user)
            #expect(user.name == "Theirs")

            try await withRecordedSession { second, _ in
                let other = try #require(try await second.get(User.self, 1))
                #expect(try await !second.tryLock(other))
                #expect(try await second.tryLock(other, .keyShare) == false)
                let error = await #expect(throws: PGError.self) {
                    try await second.lock(other, noWait: true)
                }
                #expect(error?.sqlState == .lockNotAvailable)
                try await second.rollback()
                #expect(try await second.get(User.self, 2, lock: .update, .noWait)?.id == 2)
            }
            user.name = "Mine"
            try await first.commit()
        }
        #expect(try await committed("SELECT name FROM users WHERE id = 1") == ["Mine"])
    }

    @Test func `a row that has gone cannot be locked`() async throws {
        try await withRecordedSession { session, _ in
            let users = try await session.fetch(User.all)
            try await session.commit()
            try await TestDatabase.pool.query("DELETE FROM users WHERE id IN (2, 3)")

            let error = await #expect(throws: PGError.self) {
                try await session.lock(contentsOf: users, .share)
            }

            #expect(error?.message == "User 2, User 3: the row is not there any more")
            try await session.lock(contentsOf: [users[3], users[0]])
        }
    }
}
