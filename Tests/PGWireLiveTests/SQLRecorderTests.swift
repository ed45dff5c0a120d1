import PGCore
import PGTestKit
import PGWire
import Synchronization
import Testing

@Suite("Recording SQL", .liveDatabase, .timeLimit(.minutes(1)))
struct SQLRecorderTests {
    private let recorder = SQLRecorder()

    private func makePool() throws -> ConnectionPool {
        try TestDatabase.makePool { $0.connection.observers = [recorder] }
    }

    // MARK: What is kept

    @Test func `a transaction is kept with its beginning and its end`() async throws {
        let pool = try makePool()
        try await pool.query("CREATE TABLE book (id int, title text)")
        recorder.clear()

        try await pool.withTransaction { transaction in
            try await transaction.query("INSERT INTO book VALUES (\(1), \("Emma"))")
            try await transaction.query(
                """
                UPDATE book
                   SET title = \("Persuasion")
                 WHERE id = \(1)
                """)
        }

        recorder.expect([
            "BEGIN", "INSERT INTO book VALUES ($1, $2)",
            "UPDATE book SET title = $1 WHERE id = $2", "COMMIT",
        ])
        recorder.expect(["BEGIN", "INSERT…", "UPDATE book SET …", "COMMIT"])
        let all = recorder.statements
        #expect(all.map(\.parameterCount) == [0, 2, 2, 0])
        #expect(all.map(\.isSentAhead) == [true, false, false, false])
        #expect(all.map(\.rowCount) == [0, 1, 1, 0])
        #expect(Set(all.map(\.server.backendProcessID)).count == 1)
        #expect(recorder.roundTrips == 3)
    }

    @Test func `what undoes a transaction or a savepoint is kept`() async throws {
        struct Stop: Error {}
        let pool = try makePool()
        try? await pool.withTransaction(isolation: .serializable) { transaction in
            try await transaction.query("SELECT 1")
            try? await transaction.withTransaction { inner in
                _ = try await inner.query("SELECT 1 / 0")
            }
            throw Stop()
        }
        recorder.expect([
            "BEGIN ISOLATION LEVEL SERIALIZABLE", "SELECT 1", "SAVEPOINT …", "SELECT 1 / 0",
            "ROLLBACK TO SAVEPOINT…", "RELEASE SAVEPOINT…", "ROLLBACK",
        ])
        #expect(recorder.statements.map(\.error?.sqlState).compactMap(\.self) == ["22012"])
    }

    @Test func `a transaction that did nothing sent nothing`() async throws {
        try await makePool().withTransaction { _ in }
        recorder.expect([])
    }

    // MARK: More than single statements

    @Test func `a stream is kept when it has ended, and when nobody reads on`() async throws {
        let pool = try makePool()
        var count = 0
        for try await rows in pool.stream("SELECT generate_series(1, \(2500)::int)", chunk: 1000) {
            count += rows.count
        }
        for try await _ in pool.stream("SELECT generate_series(1, 1000000)", chunk: 10) { break }
        try await eventually("the stream is stopped") { recorder.statements.count == 2 }

        #expect(count == 2500)
        recorder.expect([
            "SELECT generate_series(1, $1::int)", "SELECT generate_series(1, 1000000)",
        ])
        #expect(recorder.statements.map(\.parameterCount) == [1, 0])
        #expect(recorder.statements.map(\.error?.code) == [nil, .cancelled])
    }

    @Test(arguments: [Batch.Unit.oneTransaction, .eachAlone])
    func `each statement of a batch is kept`(unit: Batch.Unit) async throws {
        let pool = try makePool()
        try await pool.query("CREATE TABLE t (n int PRIMARY KEY)")
        recorder.clear()

        var batch = Batch(unit)
        batch.add("INSERT INTO t VALUES (\(1)), (\(2))")
        batch.add("INSERT INTO t VALUES (\(1))")
        batch.add("SELECT n FROM t")
        _ = try? await pool.run(batch)

        var expected = ["INSERT INTO t VALUES ($1), ($2)", "INSERT INTO t VALUES ($1)"]
        // Behind a failure, a transaction goes no further.
        if unit == .eachAlone { expected.append("SELECT n FROM t") }
        recorder.expect(expected)
        #expect(recorder.statements.map(\.error?.sqlState).prefix(2) == [nil, "23505"])
        #expect(recorder.statements.first?.rowCount == 2)
    }

    @Test func `scripts, copies, cursors and many rows are kept`() async throws {
        let pool = try makePool()
        try await pool.executeScript("CREATE TABLE t (n int); INSERT INTO t VALUES (1)")
        try await pool.executeMany("INSERT INTO t VALUES ($1)", rows: (2...500).map { [$0] })
        try await pool.withTransaction { transaction in
            try await transaction.executeScript("UPDATE t SET n = n + 1; SELECT 1")
            try await transaction.withCursor("SELECT n FROM t") { cursor in
                _ = try await cursor.fetch(10)
            }
        }
        recorder.expect([
            "CREATE TABLE t (n int); INSERT INTO t VALUES (1)",
            "INSERT INTO t VALUES ($1)", "BEGIN", "UPDATE t SET n = n + 1; SELECT 1",
            "DECLARE …", "FETCH …", "CLOSE …", "COMMIT",
        ])
        #expect(
            recorder.statements.first { $0.text == "INSERT INTO t VALUES ($1)" }?.rowCount == 499)
    }

    // MARK: What is kept of each

    @Test func `values are kept only when asked for`() async throws {
        let keeper = SQLRecorder(keepsValues: true)
        let pool = try TestDatabase.makePool { $0.connection.observers = [recorder, keeper] }
        let nothing: Int? = nil
        try await pool.query("SELECT \("it's")::text, \(7)::int, \(nothing)::int")

        #expect(recorder.statements.map(\.values) == [nil])
        #expect(keeper.statements.map(\.values) == [["it's", "7", "NULL"]])
        #expect(
            recorder.statements.map(\.description) == ["SELECT $1::text, $2::int, $3::int"])
        #expect(
            keeper.statements.map(\.description) == [
                "SELECT $1::text, $2::int, $3::int  -- $1 = it's, $2 = 7, $3 = NULL"
            ])
    }

    @Test func `failures and notices are kept`() async throws {
        let pool = try makePool()
        _ = try? await pool.query("SELECT * FROM nowhere")
        try await pool.query("DO $$ BEGIN RAISE NOTICE 'hello'; END $$")

        #expect(recorder.statements.map(\.error?.sqlState) == ["42P01", nil])
        #expect(recorder.statements[0].description == "SELECT * FROM nowhere  -- failed (42P01)")
        #expect(recorder.notices.map(\.message) == ["hello"])
        #expect(recorder.statements.allSatisfy { $0.duration >= $0.queued })
    }

    @Test func `statements of many tasks are all kept once`() async throws {
        let pool = try makePool()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask { try await pool.query("SELECT \(number)::int") }
            }
            try await group.waitForAll()
        }
        recorder.expect(count: 200)
        #expect(recorder.repeats().map(\.count) == [200])
    }

    @Test func `one piece of work is looked at by itself`() async throws {
        let pool = try makePool()
        try await pool.query("SELECT 1")
        let ran = try await recorder.statements { try await pool.query("SELECT 2") }
        #expect(ran.map(\.text) == ["SELECT 2"])
        #expect(recorder.texts == ["SELECT 1", "SELECT 2"])
    }

    @Test func `a connection of its own records as a pool does`() async throws {
        var configuration = ConnectionConfiguration()
        configuration.observers = [recorder]
        let connection = try await TestDatabase.current.connect(configuration: configuration)
        try await connection.query("SELECT 1")
        await connection.close()
        recorder.expect(["SELECT 1"])
    }

    @Test func `a pool that a test has made is closed when the test ends`() async throws {
        let made = Mutex<ConnectionPool?>(nil)
        let test = try #require(Test.current)
        let trait: LiveDatabaseTrait = .liveDatabase
        try await trait.provideScope(for: test, testCase: Test.Case.current) {
            let pool = try TestDatabase.makePool()
            try await pool.query("SELECT 1")
            made.withLock { $0 = pool }
        }
        let pool = try #require(made.withLock { $0 })
        let error = await #expect(throws: PGError.self) { try await pool.query("SELECT 1") }
        #expect(error?.code == .poolClosed)
    }

    // MARK: What failing expectations say

    /// Expects a failure whose message contains all of these.
    private func expectFailure(
        _ parts: String..., sourceLocation: SourceLocation = #_sourceLocation,
        _ body: () -> Bool
    ) {
        withKnownIssue(sourceLocation: sourceLocation) {
            #expect(!body(), sourceLocation: sourceLocation)
        } matching: { issue in
            let message = issue.comments.map(\.rawValue).joined()
            return parts.allSatisfy { message.contains($0) }
        }
    }

    @Test func `one statement for each row is caught`() async throws {
        let pool = try makePool()
        try await pool.query("SELECT generate_series(1, 3)")
        for id in 1...3 { try await pool.query("SELECT \(id)::int AS author") }

        recorder.expect(atMost: 4)
        recorder.expectNoRepeats(moreThan: 3)
        expectFailure("4 statements ran, expected 2 or fewer", "3 × SELECT $1::int AS author") {
            recorder.expect(atMost: 2)
        }
        expectFailure("4 statements ran, expected 5") { recorder.expect(count: 5) }
        expectFailure("SELECT $1::int AS author ran more than once") {
            recorder.expectNoRepeats()
        }
    }

    @Test func `a difference is shown line by line`() async throws {
        let pool = try makePool()
        try await pool.query("SELECT 1")
        try await pool.query("SELECT 2")

        expectFailure("    1. SELECT 1", "  - 2. SELECT 3", "  + 2. SELECT 2", "  - 3. SELECT 4") {
            recorder.expect(["SELECT 1", "SELECT 3", "SELECT 4"])
        }
        expectFailure("  + 2. SELECT 2") { recorder.expect(["SELECT…"]) }
        expectFailure("  - 2. select 2") { recorder.expect(["SELECT 1", "select 2"]) }
    }
}
