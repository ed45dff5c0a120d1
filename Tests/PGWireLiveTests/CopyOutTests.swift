import Foundation
import PGCore
import PGTestKit
import PGWire
import Synchronization
import Testing

/// A number that several tasks count with.
final class Tally: Sendable {
    private let count = Atomic<Int>(0)
    func add(_ number: Int) { count.add(number, ordering: .relaxed) }
    var value: Int { count.load(ordering: .relaxed) }
}

@Suite("COPY from the server", .liveDatabase, .timeLimit(.minutes(1)))
struct CopyOutTests {
    private func text(_ stream: CopyStream) async throws -> String {
        var bytes: [UInt8] = []
        for try await piece in stream { bytes += piece }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func tablesQueriesAndStatementsAreCopied() async throws {
        let pool = try TestDatabase.pool
        try await pool.executeScript(
            "CREATE TABLE t (id int, body text); INSERT INTO t VALUES (1, 'a,b'), (2, NULL)")

        #expect(try await text(pool.copy("COPY t TO STDOUT")) == "1\ta,b\n2\t\\N\n")
        #expect(
            try await text(pool.copy(from: "t", columns: "body", options: .csv()))
                == "body\n\"a,b\"\n\n")
        var options = CopyOptions.csv(header: false)
        options.forceQuote = .all
        options.null = "-"
        #expect(
            try await text(
                pool.copy(query: "SELECT id, body FROM t WHERE id >= \(2)", options: options))
                == "\"2\",-\n")
    }

    @Test func rowsAreDecodedFromBinary() async throws {
        let pool = try TestDatabase.pool
        try await pool.executeScript(
            """
            CREATE TABLE t (id int, body text, at timestamptz, list int[]);
            INSERT INTO t SELECT i, CASE WHEN i % 3 > 0 THEN repeat('é', i % 50) END, now(),
                ARRAY[i, i + 1] FROM generate_series(1, 5000) i
            """)
        // A table has no order.
        var seen: Set<Int> = []
        for try await rows in pool.copyRows(from: "t", columns: "id", "body", "list") {
            for (id, body, list) in try rows.decode(Int.self, String?.self, [Int].self) {
                seen.insert(id)
                try #require(list == [id, id + 1])
                try #require(body == (id % 3 > 0 ? String(repeating: "é", count: id % 50) : nil))
            }
        }
        #expect(seen == Set(1...5000))

        var ids: [Int] = []
        for try await rows in pool.copyRows(query: "SELECT id FROM t WHERE id < \(4) ORDER BY id") {
            #expect(rows.columnNames == ["id"])
            ids += try rows.decode(Int.self)
        }
        #expect(ids == [1, 2, 3])
        for try await _ in pool.copyRows(query: "SELECT 1 WHERE false") {
            Issue.record("there is no row")
        }
    }

    @Test func largeRowsAndManyRowsComeWhole() async throws {
        let pool = try TestDatabase.pool
        var count = 0
        var pieces = 0
        let query: SQLStatement = "SELECT repeat('x', 999) FROM generate_series(1, 10000)"
        for try await piece in pool.copy(query: query, options: .text) {
            #expect(piece.last == UInt8(ascii: "\n"))
            count += piece.count
            pieces += 1
        }
        #expect(count == 10_000_000)
        #expect(pieces < 160)

        var length = 0
        for try await piece in pool.copy(
            query: "SELECT repeat('x', 1000000) FROM generate_series(1, 3)", options: .text)
        {
            length += piece.count
        }
        #expect(length == 3_000_003)
    }

    @Test func leavingEarlyStopsTheServerAndGivesTheConnectionBack() async throws {
        let outside = try observer()
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            for round in 0..<3 {
                for try await _ in pool.copy(
                    query: "SELECT 'copy_me' || generate_series(1, 100000000)",
                    options: .text)
                {
                    break
                }
                for try await rows in pool.copyRows(
                    query: "SELECT 'copy_me' || generate_series(1, 100000000)")
                {
                    #expect(rows.count > 0)
                    break
                }
                #expect(try await pool.query("SELECT \(round)::int4").decode(Int.self) == [round])
                #expect(try await !isRunning("copy_me", on: outside))
            }
        }
        await outside.close()
    }

    @Test func aSlowConsumerHoldsTheServerBack() async throws {
        let outside = try observer()
        let connection = try await TestDatabase.current.connect()
        var iterator = connection.copy(
            query: "SELECT repeat('x', 1000) FROM generate_series(1, 30000)", options: .text
        ).makeAsyncIterator()
        var count = try await iterator.next()?.count ?? 0
        try await eventually("the server waits for the client") {
            let rows = try await outside.query(
                """
                SELECT wait_event FROM pg_stat_activity WHERE pid = \(Int(connection.backendProcessID))::int4
                """)
            return try rows.decode(String?.self) == ["ClientWrite"]
        }
        while let piece = try await iterator.next() { count += piece.count }
        #expect(count == 30_030_000)
        await connection.close()
        await outside.close()
    }

    @Test func anErrorInTheMiddleIsThrown() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            let error = await #expect(throws: PGError.self) {
                try await text(
                    pool.copy(
                        query: "SELECT 1 / (90000 - i) FROM generate_series(1, 100000) i",
                        options: .text))
            }
            #expect(error?.sqlState == "22012")
            let rows = try await pool.query("SELECT 1")
            #expect(rows.count == 1)
        }
    }

    @Test func cancellingStopsTheServer() async throws {
        let outside = try observer()
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            let task = Task {
                try await text(
                    pool.copy(query: "SELECT pg_sleep(60) AS slow_copy", options: .text))
            }
            try await eventually("it runs") { try await isRunning("slow_copy", on: outside) }
            task.cancel()
            let error = await #expect(throws: PGError.self) { try await task.value }
            #expect(error?.code == .cancelled)
            #expect(try await pool.query("SELECT 1").count == 1)
            #expect(try await !isRunning("slow_copy", on: outside))

            let late = await #expect(throws: PGError.self) {
                try await withDeadline(.milliseconds(50)) {
                    try await text(pool.copy(query: "SELECT pg_sleep(60)", options: .text))
                }
            }
            #expect(late?.code == .deadlineExceeded)
            #expect(try await pool.query("SELECT 1").count == 1)
        }
        await outside.close()
    }

    @Test(arguments: ["SELECT 1", "COPY t FROM STDIN"])
    func otherStatementsAreRefused(sql: String) async throws {
        let connection = try await TestDatabase.current.connect()
        try await connection.query("CREATE TABLE t (n int)")
        let error = await #expect(throws: PGError.self) {
            try await text(connection.copy("\(raw: sql)"))
        }
        #expect(error?.code == .unsupportedResult)
        #expect(try await connection.query("SELECT 1").count == 1)
        await connection.close()
    }

    @Test func filesAreWrittenWholeOrNotAtAll() async throws {
        let pool = try TestDatabase.pool
        let directory = NSTemporaryDirectory() + "strata-copy-\(UUID())"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let path = directory + "/out.csv"

        let statement: SQLStatement = "COPY (SELECT generate_series(1, 3)) TO STDOUT"
        #expect(try await pool.copy(statement, toFile: path) == 6)
        let error = await #expect(throws: PGError.self) {
            try await pool.copy("COPY (SELECT 1 / 0) TO STDOUT", toFile: path)
        }

        #expect(error?.sqlState == "22012")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "1\n2\n3\n")
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["out.csv"])
        let noPlace = await #expect(throws: PGError.self) {
            try await pool.copy(statement, toFile: directory + "/missing/out.csv")
        }
        #expect(noPlace?.code == .fileFailed)
    }

    @Test func whatIsCopiedOutCanBeCopiedIn() async throws {
        let pool = try TestDatabase.pool
        try await pool.executeScript(
            """
            CREATE TABLE a (id int, body text, x numeric);
            INSERT INTO a SELECT i, md5(i::text), i / 7.0 FROM generate_series(1, 5000) i;
            CREATE TABLE b (LIKE a)
            """)
        for options in [CopyOptions.binary, .text, .csv()] {
            let count = try await pool.copy(
                into: "b", options: options, from: pool.copy(from: "a", options: options))
            #expect(count == 5000)
            let rows = try await pool.query("(TABLE a EXCEPT ALL TABLE b) LIMIT 1")
            #expect(rows.isEmpty)
            try await pool.query("TRUNCATE b")
        }
    }
}
