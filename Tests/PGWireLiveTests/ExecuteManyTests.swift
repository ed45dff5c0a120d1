import PGCore
import PGTestKit
import PGWire
import Synchronization
import Testing

@Suite("Many rows", .liveDatabase, .serialized, .timeLimit(.minutes(1)))
struct ExecuteManyTests {
    private typealias Values = [any ParameterEncodable]

    struct User: Sendable {
        let id: Int
        let name: String?
    }

    private func rows(_ ids: some Sequence<Int>) -> [[any ParameterEncodable]] {
        ids.map { [$0, $0 % 3 == 0 ? nil : "name \($0)"] as Values }
    }

    private func table() async throws -> ConnectionPool {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TABLE t (id int PRIMARY KEY, name text)")
        return pool
    }

    private static let insert: SQLStatement = "INSERT INTO t VALUES ($1, $2)"

    @Test(arguments: [0, 1, 2, 999, 1000, 1001, 3500])
    func everyRowIsRun(count: Int) async throws {
        let pool = try await table()
        for commit in [ManyCommit.once, .perChunk] {
            try await pool.query("TRUNCATE t")
            let changed = try await pool.executeMany(
                Self.insert, rows: rows(0..<count), commit: commit)
            #expect(changed == count)
            let sums = try await pool.query(
                "SELECT count(*), count(name), coalesce(sum(id), 0) FROM t")
            let row = try sums.one(Int.self, Int.self, Int.self)
            #expect(row.0 == count && row.1 == count - (count + 2) / 3)
            #expect(row.2 == count * (count - 1) / 2)
        }
    }

    @Test func elementsMakeTheirStatements() async throws {
        let pool = try await table()
        let users = (0..<1500).map { User(id: $0, name: $0 == 7 ? nil : "n\($0)") }
        try await pool.executeMany(for: users) { user in
            "INSERT INTO t (id, name) VALUES (\(user.id), \(user.name))"
        }
        try await pool.executeMany(for: users) { user in
            user.id % 2 == 0
                ? "DELETE FROM t WHERE id = \(user.id)"
                : "UPDATE t SET name = \("odd") WHERE id = \(user.id)"
        }
        let left = try await pool.query("SELECT count(*), min(name), max(name) FROM t")
        #expect(try left.one(Int.self, String.self, String.self) == (750, "odd", "odd"))
    }

    @Test func anAsynchronousSequenceIsTakenAsItComes() async throws {
        let pool = try await table()
        let (stream, continuation) = AsyncStream.makeStream(of: [any ParameterEncodable].self)
        let task = Task { try await pool.executeMany(Self.insert, rows: stream) }
        for row in rows(0..<2300) { continuation.yield(row) }
        continuation.finish()
        #expect(try await task.value == 2300)
    }

    @Test func aSequenceThatThrowsLeavesNothing() async throws {
        struct Broken: Error {}
        let pool = try await table()
        let stream = AsyncThrowingStream([any ParameterEncodable].self) { continuation in
            for row in rows(0..<2300) { continuation.yield(row) }
            continuation.finish(throwing: Broken())
        }
        await #expect(throws: Broken.self) {
            try await pool.executeMany(Self.insert, rows: stream)
        }
        #expect(try await pool.query("SELECT count(*) FROM t").one(Int.self) == 0)
    }

    @Test(arguments: [0, 1, 500, 999, 1000, 1700, 2999])
    func anErrorNamesTheRowAndLeavesNothing(row: Int) async throws {
        let pool = try await table()
        try await pool.query("INSERT INTO t VALUES (\(10_000 + row), 'there')")
        let error = await #expect(throws: PGError.self) {
            try await pool.executeMany(
                Self.insert, rows: rows((0..<3000).map { $0 == row ? 10_000 + row : $0 }))
        }
        #expect(error?.sqlState == .uniqueViolation)
        #expect(error?.row == row)
        #expect(try await pool.query("SELECT count(*) FROM t").one(Int.self) == 1)
    }

    @Test(arguments: [0, 1200, 2999])
    func aValueThatDoesNotFitNamesRowAndParameter(row: Int) async throws {
        let pool = try await table()
        let error = await #expect(throws: PGError.self) {
            try await pool.executeMany(
                Self.insert, rows: rows((0..<3000).map { $0 == row ? 3_000_000_000 : $0 }))
        }
        #expect(error?.code == .parameterOutOfRange)
        #expect(error?.row == row && error?.parameter == 1)
        #expect(try await pool.query("SELECT count(*) FROM t").one(Int.self) == 0)
    }

    @Test func perChunkAnErrorLeavesTheChunksBefore() async throws {
        let pool = try await table()
        let error = await #expect(throws: PGError.self) {
            try await pool.executeMany(
                Self.insert, rows: rows((0..<3500).map { $0 == 2500 ? 0 : $0 }), commit: .perChunk)
        }
        #expect(error?.row == 2500)
        let count = try await pool.query("SELECT count(*) FROM t").one(Int.self)
        #expect(count >= 2000 && count % 1000 == 0 || count == 2500)
    }

    @Test func aWrongNumberOfValuesAndValuesInTheTextAreRefused() async throws {
        let pool = try await table()
        let short = await #expect(throws: PGError.self) {
            try await pool.executeMany(Self.insert, rows: [[1, "a"], [2]] as [Values])
        }
        #expect(short?.code == .parameterCountMismatch && short?.row == 1)
        let bound = await #expect(throws: PGError.self) {
            try await pool.executeMany("INSERT INTO t VALUES (\(1), $2)", rows: [["a"]] as [Values])
        }
        #expect(bound?.code == .parameterCountMismatch)
    }

    @Test(arguments: [500, 3000])
    func inATransactionItSharesTheTransactionsFate(count: Int) async throws {
        let pool = try await table()
        try await inTransactionTakenBack(pool) { transaction in
            try await transaction.executeMany(Self.insert, rows: rows(0..<count))
            await #expect(throws: PGError.self) {
                try await transaction.withTransaction { nested in
                    try await nested.executeMany(Self.insert, rows: rows(0..<count))
                }
            }
            let left = try await transaction.query("SELECT count(*) FROM t").one(Int.self)
            #expect(left == count)
        }
        #expect(try await pool.query("SELECT count(*) FROM t").one(Int.self) == 0)
    }

    @Test(arguments: [1, 1500])
    func cancellingLeavesNothingAndAUsableConnection(row: Int) async throws {
        let pool = try await table()
        let outside = try observer()
        let task = Task {
            try await pool.executeMany(for: 0..<3000) { number in
                number == row
                    ? "INSERT INTO t SELECT 5000, pg_sleep(60)::text AS many_to_cancel"
                    : "INSERT INTO t VALUES (\(number), \("x"))"
            }
        }
        try await eventually("it runs") { try await isRunning("many_to_cancel", on: outside) }

        task.cancel()

        let error = await #expect(throws: PGError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        #expect(try await pool.query("SELECT count(*) FROM t").one(Int.self) == 0)
        #expect(await pool.statistics.leased == 0)
        await outside.close()
    }

    @Test func aThousandRowsTakeOneRoundTrip() async throws {
        let connection = try await TestDatabase.current.connect()
        try await connection.query("CREATE TABLE t (id int PRIMARY KEY, name text)")
        _ = try await connection.withTransaction { try await $0.query("SELECT 1") }
        var trips: [Int] = []
        for round in 0..<2 {
            let before = await connection.roundTrips
            try await connection.executeMany(
                Self.insert, rows: rows(round * 1000..<(round + 1) * 1000))
            trips.append(await connection.roundTrips - before)
        }
        #expect(trips == [2, 1])
        await connection.close()
    }

    @Test func largeValuesBothWaysDoNotDeadlock() async throws {
        let pool = try await table()
        let text = String(repeating: "x", count: 100_000)
        let values = (0..<300).map { [$0, text] as Values }
        let changed = try await pool.executeMany(
            "INSERT INTO t VALUES ($1, $2) RETURNING name", rows: values)
        #expect(changed == 300)
    }

    @Test func aSchemaChangeIsOutlived() async throws {
        let pool = try await table()
        let other = try observer()
        let insert: SQLStatement = "INSERT INTO t VALUES ($1, $2) RETURNING *"
        try await pool.executeMany(insert, rows: rows(0..<10))
        try await other.query("ALTER TABLE t ADD extra int")
        #expect(try await pool.executeMany(insert, rows: rows(10..<20)) == 10)
        try await other.query("ALTER TABLE t ALTER id TYPE text")
        #expect(try await pool.executeMany(insert, rows: rows(20..<30)) == 10)
        await other.close()
    }

    // MARK: Rows that are tuples

    @Test(arguments: [0, 1, 129, 1000, 1001, 3500])
    func tuplesAreRowsAsArraysAre(count: Int) async throws {
        let pool = try await table()
        for commit in [ManyCommit.once, .perChunk] {
            try await pool.query("TRUNCATE t")
            let changed = try await pool.executeMany(
                Self.insert,
                rows: (0..<count).lazy.map { ($0, $0 % 3 == 0 ? nil : "name \($0)") },
                commit: commit)
            #expect(changed == count)
            let sums = try await pool.query(
                """
                SELECT count(*), count(name), count(*) FILTER (WHERE name = 'name ' || id) FROM t
                """)
            let named = count - (count + 2) / 3
            #expect(try sums.one(Int.self, Int.self, Int.self) == (count, named, named))
        }
    }

    @Test(arguments: [0, 1, 128, 129, 999, 1000, 2999])
    func anErrorOfATupleNamesTheRowAndLeavesNothing(row: Int) async throws {
        let pool = try await table()
        let tooLarge = await #expect(throws: PGError.self) {
            try await pool.executeMany(
                Self.insert, rows: (0..<3000).lazy.map { ($0 == row ? 1 << 40 : $0, "x") })
        }
        #expect(tooLarge?.code == .parameterOutOfRange)
        #expect(tooLarge?.row == row && tooLarge?.parameter == 1)
        let null = await #expect(throws: PGError.self) {
            try await pool.executeMany(
                Self.insert, rows: (0..<3000).lazy.map { ($0 == row ? nil : $0, "x") })
        }
        #expect(null?.sqlState == .notNullViolation && null?.row == row)
        #expect(try await pool.query("SELECT count(*) FROM t").one(Int.self) == 0)
    }

    @Test func aTupleOfAnotherLengthIsRefused() async throws {
        let pool = try await table()
        let error = await #expect(throws: PGError.self) {
            try await pool.executeMany(Self.insert, rows: [(1, "a", true)])
        }
        #expect(error?.code == .parameterCountMismatch && error?.row == 0)
    }

    @Test func tuplesOutliveASchemaChange() async throws {
        let connection = try await TestDatabase.current.connect()
        let other = try observer()
        try await connection.query("CREATE TABLE t (id int PRIMARY KEY, name text)")
        let insert: SQLStatement = "INSERT INTO t VALUES ($1, $2) RETURNING *"
        func rows(_ ids: Range<Int>) -> [(Int, String)] { ids.map { ($0, "n") } }
        #expect(try await connection.executeMany(insert, rows: rows(0..<10)) == 10)
        try await other.query("ALTER TABLE t ADD extra int")
        #expect(try await connection.executeMany(insert, rows: rows(10..<20)) == 10)
        try await other.query("ALTER TABLE t ALTER id TYPE text")
        #expect(try await connection.executeMany(insert, rows: rows(20..<30)) == 10)
        #expect(try await connection.query("SELECT count(*) FROM t").one(Int.self) == 30)
        await connection.close()
        await other.close()
    }

    @Test func aTransactionTakesTuplesAndTypesMadeByUsers() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE DOMAIN small AS int CHECK (VALUE < 100)")
        try await pool.query("CREATE TYPE mood AS ENUM ('glad', 'sad')")
        try await pool.query("CREATE TABLE d (id small, mood mood, data bytea, score float8)")
        try await pool.withTransaction { transaction in
            try await transaction.executeMany(
                "INSERT INTO d VALUES ($1, $2, $3, $4)",
                rows: (0..<50).map { ($0, "glad", [UInt8](repeating: 0, count: $0), Double($0)) })
        }
        let sums = try await pool.query(
            "SELECT count(*), sum(octet_length(data)), sum(score)::int8 FROM d WHERE mood = 'glad'")
        #expect(try sums.one(Int.self, Int.self, Int.self) == (50, 1225, 1225))
    }

    @Test func aStatementWithoutPlaceholdersRunsForEachEmptyRow() async throws {
        let pool = try await table()
        try await pool.query("CREATE SEQUENCE s")
        let none: [any ParameterEncodable] = []
        let changed = try await pool.executeMany(
            "INSERT INTO t VALUES (nextval('s'))", rows: Array(repeating: none, count: 300))
        #expect(changed == 300)
    }

    // MARK: In the middle

    @Test(arguments: [0, 1, 700, 1000, 1700], [ManyCommit.once, .perChunk])
    func cancellingAmongRowsLeavesAUsableConnection(row: Int, commit: ManyCommit) async throws {
        let connection = try await TestDatabase.current.connect()
        let outside = try observer()
        try await connection.query("CREATE TABLE t (id int PRIMARY KEY, name text)")
        let task = Task {
            try await connection.executeMany(
                "INSERT INTO t SELECT $1, pg_sleep($2)::text AS row_to_cancel",
                rows: (0..<3000).lazy.map { [$0, $0 == row ? 60.0 : 0] as Values }, commit: commit)
        }
        try await eventually("it sleeps") { try await isAsleep("row_to_cancel", on: outside) }

        task.cancel()

        let error = await #expect(throws: PGError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        let left = try await connection.query("SELECT count(*) FROM t").one(Int.self)
        switch commit {
        case .once: #expect(left == 0)
        // The chunk behind may have been under way, and ends as it ends.
        case .perChunk: #expect(left >= row / 1000 * 1000 && left % 1000 == 0)
        }
        #expect(try await connection.executeMany(Self.insert, rows: rows(5000..<7500)) == 2500)
        await connection.close()
        await outside.close()
    }

    private func isAsleep(_ marker: String, on pool: ConnectionPool) async throws -> Bool {
        let rows = try await pool.query(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE wait_event = 'PgSleep' AND query LIKE \("%" + marker + "%")
            """)
        return try rows.one(Int.self) > 0
    }

    private final class Taken: Sendable {
        private let rows = Atomic<Int>(0)
        var count: Int { rows.load(ordering: .relaxed) }
        func add() { rows.add(1, ordering: .relaxed) }
    }

    @Test func noMoreRowsAreTakenThanTheServerKeepsUpWith() async throws {
        let pool = try await table()
        let outside = try observer()
        // What is not known would be asked for first, and the lock is in the way of that, too.
        try await pool.executeMany(Self.insert, rows: rows([-1]))
        let taken = Taken()
        let task = try await outside.withTransaction { locker in
            try await locker.query("LOCK TABLE t")
            let task = Task {
                try await pool.executeMany(
                    Self.insert,
                    rows: (0..<20_000).lazy.map { id in
                        taken.add()
                        return [id, "x"] as Values
                    })
            }
            try await eventually("it waits") { taken.count >= 2000 }
            for _ in 0..<20 { try await locker.query("SELECT 1") }
            #expect(taken.count <= 2001)
            return task
        }
        #expect(try await task.value == 20_000)
        #expect(taken.count == 20_000)
        await outside.close()
    }

    @Test func aServerThatDiesSaysWhatMayHaveRun() async throws {
        let pool = try await table()
        let outside = try observer()
        let task = Task {
            try await pool.executeMany(for: 0..<3000) { number in
                number == 2500
                    ? "INSERT INTO t SELECT 5000, pg_sleep(60)::text AS many_to_kill"
                    : "INSERT INTO t VALUES (\(number), \("x"))"
            }
        }
        try await eventually("it runs") { try await isRunning("many_to_kill", on: outside) }
        try await outside.query(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE query LIKE '%many_to_kill%' AND pid <> pg_backend_pid()
            """)
        let error = await #expect(throws: PGError.self) { try await task.value }
        #expect(error?.code == .connectionLost)
        #expect(try await outside.query("SELECT count(*) FROM t").one(Int.self) == 0)
        await outside.close()
    }
}
