import ORM
import ORMTestSupport
import PGCore
import PGTestKit
import PGWire
import QueryBuilder
import Testing

@Suite("Inserting rows that nobody tracks, on a server", .liveDatabase(.writes))
struct LiveInsertAllTests {
    private func session(copyFrom threshold: Int) throws -> (RecordingSession, RecordingSource) {
        let source = RecordingSource(try TestDatabase.pool)
        var configuration = SessionConfiguration()
        configuration.copyThreshold = threshold
        return (RecordingSession(source, configuration: configuration), source)
    }

    private func users(_ range: Range<Int>) -> [User] {
        range.map {
            User(email: "\($0)@x.org", name: "Ü\t\"\($0)\\", age: $0 % 3 == 0 ? nil : $0)
        }
    }

    private static let rows: SQLStatement =
        "SELECT concat_ws('|', email, name, coalesce(age, -1), role) FROM users ORDER BY id"

    @Test(arguments: [1, 5, 6, 50, 1_000], [Int.max, 6])
    func `rows are the same by every route`(count: Int, threshold: Int) async throws {
        let (session, source) = try session(copyFrom: threshold)
        let new = users(0..<count)

        #expect(try await session.insertAll(new) == count)

        #expect(source.log.contains("COPY") == (count >= threshold))
        #expect(source.log.contains { $0.hasPrefix("INSERT") } == (count < threshold))
        #expect(new.allSatisfy { $0.persistentID == nil })
        try await session.commit()
        let expected = new.map { "\($0.email)|\($0.name)|\($0.age ?? -1)|member" }
        #expect(try await committed(Self.rows) == expected)
        await session.close()
    }

    @Test func `rows with other columns are copied apart`() async throws {
        let (session, source) = try session(copyFrom: 10)
        let new = (0..<100).map { number in
            User(
                email: "\(number)@x.org", name: "U",
                role: number % 4 == 3 || (40..<60).contains(number) ? "admin" : nil)
        }

        #expect(try await session.insertAll(new) == 100)
        try await session.commit()

        let count = "SELECT role || count(*) FROM users GROUP BY role ORDER BY role"
        #expect(try await committed("\(raw: count)") == ["admin40", "member60"])
        #expect(source.log.filter { $0 == "COPY" }.count > 2)
        await session.close()
    }

    /// Makes users one after the other, and counts how many of them are alive.
    private struct Users: AsyncSequence {
        final class Weak {
            weak var user: User?
            init(_ user: User) { self.user = user }
        }

        struct Iterator: AsyncIteratorProtocol {
            let count: Int
            var made: [Weak] = []
            let most: CallCounter

            mutating func next() async throws -> User? {
                made.removeAll { $0.user == nil }
                while made.count > most.value { most.next() }
                guard number < count else { return nil }
                number += 1
                let user = User(email: "\(number)@x.org", name: "U")
                made.append(Weak(user))
                return user
            }
            var number = 0
        }

        let count: Int
        let most: CallCounter

        func makeAsyncIterator() -> Iterator { Iterator(count: count, most: most) }
    }

    @Test func `a stream is copied with few instances in memory`() async throws {
        let (session, source) = try session(copyFrom: 20)
        let most = CallCounter()

        let count = try await session.insertAll(from: Users(count: 3_000, most: most))
        try await session.commit()

        #expect(count == 3_000)
        #expect(most.value <= 21)
        #expect(source.log == ["BEGIN", "COPY", "COMMIT"])
        #expect(try await committed("SELECT count(*)::text FROM users") == ["3000"])
        await session.close()
    }

    @Test(arguments: [Int.max, 2])
    func `a violation names the entity and the property`(threshold: Int) async throws {
        let (session, _) = try session(copyFrom: threshold)
        let new = users(0..<5) + [User(email: "3@x.org", name: "twice")]

        let error = await #expect(throws: PGError.self) { try await session.insertAll(new) }

        #expect(error?.sqlState == .uniqueViolation)
        #expect(error?.properties(in: User.self) == ["email"])
        #expect(error?.constraintViolation?.description == "User.email: unique, (email)=(3@x.org)")
        #expect(error?.row == 5)
        try await session.rollback()
        #expect(try await session.insertAll(users(0..<5)) == 5)
        try await session.commit()
        #expect(try await committed("SELECT count(*)::text FROM users") == ["5"])
        await session.close()
    }

    @Test func `a savepoint takes a copy back`() async throws {
        struct Stop: Error {}
        let (session, _) = try session(copyFrom: 2)
        session.add(User(email: "kept@x.org", name: "K"))
        await #expect(throws: Stop.self) {
            try await session.withSavepoint {
                try await session.insertAll(users(0..<3))
                throw Stop()
            }
        }
        await #expect(throws: PGError.self) {
            try await session.withSavepoint {
                try await session.insertAll(users(0..<3) + users(0..<1))
            }
        }
        try await session.commit()
        #expect(try await committed("SELECT email FROM users") == ["kept@x.org"])
        await session.close()
    }

    @Test func `what the sequence throws ends the copy`() async throws {
        struct Broken: Error {}
        let (session, _) = try session(copyFrom: 2)
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: Int.self)
        for number in 0..<10 { continuation.yield(number) }
        continuation.finish(throwing: Broken())

        await #expect(throws: Broken.self) {
            try await session.insertAll(
                from: stream.map { User(email: "\($0)@x.org", name: "U") })
        }
        let refused = await #expect(throws: PGError.self) { try await session.count(User.all) }
        #expect(refused?.code == .transactionRolledBack)
        try await session.rollback()
        #expect(try await session.count(User.all) == 0)
        await session.close()
    }

    @Test func `cancelling in the middle stores nothing and leaves nothing open`() async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: Int.self)
        let (waiting, isWaiting) = AsyncStream.makeStream(of: Void.self)
        let pool = try TestDatabase.pool
        let task = Task {
            var configuration = SessionConfiguration()
            configuration.copyThreshold = 2
            let session = Database(pool, configuration: configuration).session()
            let rows = stream.map { number in
                if number == 4 { isWaiting.finish() }
                return User(email: "\(number)@x.org", name: "U")
            }
            let error = await #expect(throws: PGError.self) {
                try await session.insertAll(from: rows)
            }
            #expect(error?.code == .cancelled)
            #expect(session.isInTransaction)
            try await session.rollback()
            #expect(!session.isInTransaction)
            await session.close()
        }
        for number in 0..<5 { continuation.yield(number) }
        for await _ in waiting {}
        task.cancel()
        try await task.value
        #expect(try await committed("SELECT count(*)::text FROM users") == ["0"])
        #expect(await pool.statistics.leased == 0)
    }

    @Test func `values without a binary form are copied as text`() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TABLE days (day date, note text)")
        let days = ["2026-01-02", "2026-01-03"]
        let count = try await pool.withConnection { connection in
            try await connection.copyRows(into: "days", columns: ["day", "note"]) { _ in
                days[0]
            } _: { writer in
                for day in days { try await writer.write(row: 2) { $0 == 0 ? day : "a\tb" } }
            }
        }
        #expect(count == 2)
        #expect(
            try await committed("SELECT day || note FROM days ORDER BY 1")
                == ["2026-01-02a\tb", "2026-01-03a\tb"])
    }

    @Test func `rows of a sandbox are copied into it`() async throws {
        let database = Database(try TestDatabase.pool)
        try await database.withSandbox { sandbox in
            var configuration = SessionConfiguration()
            configuration.copyThreshold = 2
            try await sandbox.withSession(configuration: configuration) { session in
                #expect(try await session.insertAll(users(0..<4)) == 4)
                try await session.commit()
            }
            let seen = try await sandbox.withSession { try await $0.count(User.all) }
            #expect(seen == 4)
        }
        #expect(try await committed("SELECT count(*)::text FROM users") == ["0"])
    }
}
