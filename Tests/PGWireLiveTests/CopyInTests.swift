import Foundation
import PGCore
import PGTestKit
import PGWire
import Testing

/// A row that encodes itself.
private struct Event: CopyRow {
    static let columnCount = 2
    let id: Int
    let body: String?

    func encode(into row: inout CopyRowWriter) throws(PGError) {
        try row.write(id)
        try row.write(body)
    }
}

private struct Mistake: Error {}

@Suite("COPY to the server", .liveDatabase, .timeLimit(.minutes(1)))
struct CopyInTests {
    private static let formats: [CopyOptions] = [.binary, .text, .csv(), .csv(header: false)]

    @Test(arguments: formats)
    func rowsArriveAsTheyWereWritten(options: CopyOptions) async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TABLE \"My events\" (id bigint, body text, at date, x float4)")
        let bodies: [String?] = [
            "plain", nil, "", "tab\tnewline\nreturn\r", #"back\slash \N \."#, "quote \" comma, 'x'",
            #"\."#, "é 🙂", "\u{8}\u{b}\u{c}",
        ]

        let count = try await pool.copy(
            into: "My events", columns: "id", "body", "x", options: options
        ) { writer in
            for (number, body) in bodies.enumerated() {
                try await writer.write(number, body, Float(number) / 2)
            }
            #expect(writer.rowCount == bodies.count)
        }

        #expect(count == bodies.count)
        let rows = try await pool.query("SELECT id, body, x FROM \"My events\" ORDER BY id")
        let stored = try rows.decode(Int.self, String?.self, Double.self)
        #expect(stored.map(\.0) == Array(bodies.indices))
        #expect(stored.map(\.1) == bodies)
        #expect(stored.map(\.2) == bodies.indices.map { Double($0) / 2 })
    }

    @Test func valuesGoIntoWhateverTypeTheColumnHas() async throws {
        let pool = try TestDatabase.pool
        try await pool.executeScript(
            """
            CREATE SCHEMA other;
            CREATE TYPE other.mood AS ENUM ('sad', 'happy');
            CREATE DOMAIN other.positive AS int CHECK (VALUE > 0);
            CREATE TABLE other.t (
                a smallint, b numeric, c text, d jsonb, e json, f other.mood, g other.positive,
                twice int GENERATED ALWAYS AS (a * 2) STORED, h bytea
            )
            """)
        let table = CopyTable("t", schema: "other")

        // No columns named: all but the generated one.
        try await pool.copy(into: table) { writer in
            try await writer.write(
                1, 12, "x", #"{"a":1}"#, "[1]", "happy", 5, [UInt8]([0, 255]))
        }

        let rows = try await pool.query(
            "SELECT a, b::text, c, d->>'a', e::text, f::text, g, twice, h FROM other.t")
        let row = rows.row(at: 0)
        #expect(try row.decode("a", as: Int.self) == 1)
        #expect(try row.decode("b", as: String.self) == "12")
        #expect(try row.decode("e", as: String.self) == "[1]")
        #expect(try row.decode("f", as: String.self) == "happy")
        #expect(try row.decode("twice", as: Int.self) == 2)
        #expect(try row.decode("h", as: [UInt8].self) == [0, 255])
    }

    @Test func aMismatchNamesTheRowAndTheColumn() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TABLE t (id smallint, body text)")

        let error = await #expect(throws: PGError.self) {
            try await pool.copy(into: "t", columns: "id", "body") { writer in
                try await writer.write(1, "a")
                try await writer.write(100_000, "b")
            }
        }

        #expect(error?.code == .parameterOutOfRange)
        #expect(error?.row == 1)
        #expect(error?.column == "id")
        #expect(try await pool.query("SELECT count(*) FROM t").decode(Int.self) == [0])
        let wrongCount = await #expect(throws: PGError.self) {
            try await pool.copy(into: "t", columns: "id", "body") { try await $0.write(1) }
        }
        #expect(wrongCount?.code == .parameterCountMismatch)
        #expect(wrongCount?.row == 0)
    }

    @Test func aRowThatWasRefusedIsLeftOutWhenTheClosureGoesOn() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TABLE t (id smallint, body text)")

        let count = try await pool.copy(into: "t", columns: "id", "body") { writer in
            for number in [1, 100_000, 2] {
                do { try await writer.write(number, "x") } catch let error as PGError {
                    #expect(error.code == .parameterOutOfRange)
                }
            }
        }

        #expect(count == 2)
        #expect(try await pool.query("SELECT id FROM t ORDER BY id").decode(Int.self) == [1, 2])
    }

    @Test(arguments: formats)
    func anErrorOfTheServerNamesTheRow(options: CopyOptions) async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TABLE t (id int CHECK (id <> 3), body text)")

        let error = await #expect(throws: PGError.self) {
            try await pool.copy(into: "t", columns: "id", "body", options: options) { writer in
                for number in 1...5 { try await writer.write(number, "x") }
            }
        }

        #expect(error?.sqlState == "23514")
        #expect(error?.row == 2)
        #expect(error?.copyLine == (options.hasHeader ? 4 : 3))
        #expect(try await pool.query("SELECT count(*) FROM t").decode(Int.self) == [0])
    }

    @Test func anErrorInRawDataNamesTheLineAndTheColumn() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TABLE t (id int, body text)")

        let error = await #expect(throws: PGError.self) {
            try await pool.copy("COPY t FROM STDIN") { writer in
                try await writer.write("1\ta\nx\tb\n")
            }
        }

        #expect(error?.sqlState == "22P02")
        #expect(error?.copyLine == 2)
        #expect(error?.column == "id")
        #expect(error?.description.contains("line 2") == true)
    }

    @Test func anErrorStopsAWriterLongBeforeItsEnd() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TABLE t (id int)")
        let line = Array("1\n".utf8)
        let error = await #expect(throws: PGError.self) {
            try await pool.copy("COPY t FROM STDIN") { writer in
                try await writer.write("not a number\n")
                // Endless, if nobody says that it is in vain.
                while true {
                    try await writer.write(line)
                    try await writer.flush()
                }
            }
        }
        #expect(error?.sqlState == "22P02")
        #expect(error?.copyLine == 1)
    }

    @Test func noticesInTheMiddleAreNoErrors() async throws {
        let connection = try await TestDatabase.current.connect()
        try await connection.executeScript(
            """
            CREATE TABLE t (n int);
            CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE NOTICE 'row %', NEW.n; RETURN NEW; END $$;
            CREATE TRIGGER shout BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION shout()
            """)
        let count = try await connection.copy(into: "t", columns: "n") { writer in
            for number in 0..<5000 { try await writer.write(number) }
        }
        #expect(count == 5000)
        await connection.close()
    }

    @Test func sequencesOfRowsAreCopied() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TABLE t (id int, body text)")

        let tuples = [(1, "a"), (2, "b")]
        #expect(try await pool.copy(into: "t", columns: "id", "body", rows: tuples) == 2)
        let events = [Event(id: 3, body: nil), Event(id: 4, body: "d")]
        #expect(try await pool.copy(into: "t", columns: "id", "body", rows: events) == 2)
        let (stream, source) = AsyncStream.makeStream(of: Event.self)
        let feeding = Task {
            for number in 5..<2000 { source.yield(Event(id: number, body: "e")) }
            source.finish()
        }
        #expect(try await pool.copy(into: "t", columns: "id", "body", rows: stream) == 1995)
        await feeding.value

        let rows = try await pool.query("SELECT count(*), sum(id) FROM t")
        let (count, sum) = try rows.decode(Int.self, Int.self)[0]
        #expect(count == 1999 && sum == 1999 * 2000 / 2)
    }

    @Test func bytesAndFilesAreCopied() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TABLE t (id int, body text)")
        let (stream, source) = AsyncStream.makeStream(of: [UInt8].self)
        for piece in ["1\to", "ne\n2", "\ttwo\n"] { source.yield(Array(piece.utf8)) }
        source.finish()
        #expect(try await pool.copy("COPY t FROM STDIN", from: stream) == 2)

        let path = NSTemporaryDirectory() + "strata-copy-\(UUID()).csv"
        try "id;body\n3;\"a;b\"\n4;\n".write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        var options = CopyOptions.csv()
        options.delimiter = ";"
        options.checksHeader = true
        options.forceNotNull = ["body"]
        #expect(
            try await pool.copy(into: "t", columns: "id", "body", options: options, fromFile: path)
                == 2)
        #expect(
            try await pool.copy(
                "COPY t FROM STDIN WITH (FORMAT csv, HEADER, DELIMITER \(";"))", fromFile: path)
                == 2)

        let rows = try await pool.query("SELECT body FROM t ORDER BY id, body NULLS LAST")
        #expect(try rows.decode(String?.self) == ["one", "two", "a;b", "a;b", "", nil])
        let error = await #expect(throws: PGError.self) {
            try await pool.copy("COPY t FROM STDIN", fromFile: path + ".missing")
        }
        #expect(error?.code == .fileFailed)
    }

    @Test func aConditionChoosesTheRows() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TABLE t (id int, body text)")
        let kept = "it's"
        let count = try await pool.copy(
            into: "t", columns: "id", "body",
            options: .binary.filtered(by: "id > \(1) AND body = \(kept)")
        ) { writer in
            try await writer.write(1, kept)
            try await writer.write(2, kept)
            try await writer.write(3, "other")
        }
        #expect(count == 1)
        #expect(try await pool.query("SELECT id FROM t").decode(Int.self) == [2])
    }

    @Test func anErrorOfTheClosureLeavesNoRowsAndAUsableConnection() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            try await pool.query("CREATE TABLE t (n int)")
            let pid = try await pool.query("SELECT pg_backend_pid()").decode(Int.self)
            for rows in [0, 1, 20_000] {
                await #expect(throws: Mistake.self) {
                    try await pool.copy(into: "t", columns: "n") { writer in
                        for number in 0..<rows { try await writer.write(number) }
                        throw Mistake()
                    }
                }
                #expect(try await pool.query("SELECT count(*) FROM t").decode(Int.self) == [0])
            }
            #expect(try await pool.query("SELECT pg_backend_pid()").decode(Int.self) == pid)
        }
    }

    @Test func aCopyWaitsForItsTableAndIsCancelledThere() async throws {
        let locker = try await TestDatabase.current.connect()
        try await withPool({ $0.maximumConnections = 2 }) { pool in
            try await pool.query("CREATE TABLE t (body text)")
            try await locker.executeOnce("BEGIN")
            try await locker.query("LOCK TABLE t IN ACCESS EXCLUSIVE MODE")
            let outside = try observer()
            let written = Tally()
            let task = Task {
                try await pool.copy("COPY t FROM STDIN") { writer in
                    let line = Array((String(repeating: "x", count: 1023) + "\n").utf8)
                    // 64 MB in all.
                    for _ in 0..<65_536 {
                        try await writer.write(line)
                        written.add(line.count)
                    }
                }
            }
            try await eventually("the server waits for the lock") {
                try await outside.query(
                    """
                    SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
                    AND wait_event_type = 'Lock' AND query LIKE 'COPY t %'
                    """
                ).count == 1
            }
            #expect(written.value == 0)
            task.cancel()
            let error = await #expect(throws: PGError.self) { try await task.value }
            #expect(error?.code == .cancelled)
            try await locker.executeOnce("ROLLBACK")
            await outside.close()
            #expect(try await pool.query("SELECT count(*) FROM t").decode(Int.self) == [0])
        }
        await locker.close()
    }

    @Test(arguments: [false, true])
    func aSlowServerHoldsTheWriterBack(isCancelled: Bool) async throws {
        let pool = try TestDatabase.pool
        let locker = try await TestDatabase.current.connect()
        try await pool.executeScript(
            """
            CREATE TABLE t (body text);
            CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_advisory_xact_lock_shared(7); RETURN NEW; END $$;
            CREATE TRIGGER wait BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION wait()
            """)
        try await locker.query("SELECT pg_advisory_lock(7)")
        let written = Tally()
        let task = Task {
            try await pool.copy(into: "t", columns: "body") { writer in
                let body = String(repeating: "x", count: 1000)
                for _ in 0..<20_000 {
                    try await writer.write(body)
                    written.add(1000)
                }
            }
        }
        try await eventually("the server waits") {
            try await locker.query(
                """
                SELECT 1 FROM pg_locks JOIN pg_database d ON d.oid = database
                WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()
                """
            ).count == 1
        }
        var last = -1
        try await eventually("the writer has stopped") {
            // Standing still over a hundred round trips.
            for _ in 0..<100 { try await locker.query("SELECT 1") }
            defer { last = written.value }
            return written.value == last
        }
        // The socket's two buffers, libpq's and the writer's own.
        #expect(written.value < 2 << 20)
        if isCancelled {
            // While nobody reads what it has sent.
            task.cancel()
            let error = await #expect(throws: PGError.self) { try await task.value }
            #expect(error?.code == .cancelled)
            #expect(try await pool.query("SELECT count(*) FROM t").decode(Int.self) == [0])
        } else {
            try await locker.query("SELECT pg_advisory_unlock(7)")
            #expect(try await task.value == 20_000)
        }
        await locker.close()
    }

    @Test func cancellingAndDeadlinesLeaveAUsableConnection() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            try await pool.query("CREATE TABLE t (n int)")
            let started = Tally()
            let task = Task {
                try await pool.copy(into: "t", columns: "n") { writer in
                    while true {
                        try await writer.write(1)
                        started.add(1)
                    }
                }
            }
            try await eventually("rows are written") { started.value > 1000 }
            task.cancel()
            let cancelled = await #expect(throws: PGError.self) { try await task.value }
            #expect(cancelled?.code == .cancelled)

            let late = await #expect(throws: PGError.self) {
                try await withDeadline(.milliseconds(100)) {
                    try await pool.copy(into: "t", columns: "n") { writer in
                        while true { try await writer.write(1) }
                    }
                }
            }
            #expect(late?.code == .deadlineExceeded)
            #expect(try await pool.query("SELECT count(*) FROM t").decode(Int.self) == [0])
        }
    }

    @Test func aKilledServerEndsTheWriter() async throws {
        let outside = try observer()
        let connection = try await TestDatabase.current.connect()
        try await connection.query("CREATE TABLE t (n int)")
        let started = Tally()
        let task = Task {
            try await connection.copy(into: "t", columns: "n") { writer in
                while true {
                    try await writer.write(1)
                    started.add(1)
                }
            }
        }
        try await eventually("rows are written") { started.value > 1000 }
        try await outside.query(
            "SELECT pg_terminate_backend(\(Int(connection.backendProcessID))::int4)")
        let error = await #expect(throws: PGError.self) { try await task.value }
        #expect(error?.code == .connectionLost)
        await outside.close()
    }

    @Test(arguments: ["SELECT 1", "COPY t TO STDOUT", "INSERT INTO t VALUES (1)"])
    func otherStatementsAreRefused(sql: String) async throws {
        let connection = try await TestDatabase.current.connect()
        try await connection.query("CREATE TABLE t (n int)")
        let error = await #expect(throws: PGError.self) {
            try await connection.copy("\(raw: sql)") { try await $0.write("1\n") }
        }
        #expect(error?.code == .unsupportedResult)
        #expect(try await connection.query("SELECT 1").count == 1)
        await connection.close()
    }

    @Test func aCopyInATransactionIsPartOfIt() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TABLE t (n int)")
        await #expect(throws: Mistake.self) {
            try await pool.withTransaction { transaction in
                #expect(try await transaction.copy(into: "t", columns: "n", rows: [1, 2]) == 2)
                let rows = try await transaction.query("SELECT count(*) FROM t")
                #expect(try rows.decode(Int.self) == [2])
                throw Mistake()
            }
        }
        #expect(try await pool.query("SELECT count(*) FROM t").decode(Int.self) == [0])
    }

    @Test func theWriterRefusesToWorkAfterItsEnd() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TABLE t (n int)")
        var kept: CopyWriter?
        try await pool.copy(into: "t", columns: "n") { kept = $0 }
        let writer = try #require(kept)
        let error = await #expect(throws: PGError.self) { try await writer.write(1) }
        #expect(error?.code == .closed)
    }

    @Test func aMissingTableIsReported() async throws {
        let error = await #expect(throws: PGError.self) {
            try await TestDatabase.pool.copy(into: "missing", columns: "n", rows: [1])
        }
        #expect(error?.sqlState == "42P01")
    }
}
