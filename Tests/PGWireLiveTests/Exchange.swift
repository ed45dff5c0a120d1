import PGCore
import PGTestKit
import PGWire
import Testing

/// Something that takes more of a conversation with the server than one statement does.
struct Exchange: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The number of rows with the run's number that are in `written` afterwards, if it succeeded.
    let rows: Int
    /// Returns whether the answer is right.
    let run: @Sendable (_ pool: ConnectionPool, _ run: Int) async throws -> Bool

    init(
        _ name: String, rows: Int = 0,
        run: @escaping @Sendable (ConnectionPool, Int) async throws -> Bool
    ) {
        testDescription = name
        self.rows = rows
        self.run = run
    }

    static let table = DatabaseTemplate("written", ["CREATE TABLE written (run int, body text)"])

    private static let kilobyte = String(repeating: "x", count: 1000)

    static let all: [Exchange] = [
        Exchange("a batch that is one transaction", rows: 2) { pool, run in
            var batch = Batch()
            batch.add("INSERT INTO written VALUES (\(run)::int4, 'a')")
            let numbers = batch.add("SELECT generate_series(1, 5)", as: Int.self)
            batch.add("INSERT INTO written VALUES (\(run)::int4, 'b')")
            return try await pool.run(batch)[numbers] == [1, 2, 3, 4, 5]
        },
        Exchange("a batch of statements that are alone") { pool, run in
            var batch = Batch(.eachAlone)
            let number = batch.add("SELECT \(run)::int4", as: Int.self)
            let failure = batch.add("SELECT 1 / 0", as: Int.self)
            let text = batch.add("SELECT 'text'", as: String.self)
            let results = try await pool.run(batch)
            let numbers = try results[number]
            let texts = try results[text]
            let error = #expect(throws: PGError.self) { try results[failure] }
            return numbers == [run] && texts == ["text"] && error?.sqlState == "22012"
        },
        Exchange("many rows in chunks", rows: 1100) { pool, run in
            let values: [[any ParameterEncodable]] = (0..<1100).map { [run, String($0)] }
            return try await pool.executeMany("INSERT INTO written VALUES ($1, $2)", rows: values)
                == 1100
        },
        Exchange("a stream") { pool, run in
            var sum = 0
            for try await rows in pool.stream(
                "SELECT i FROM generate_series(1, \(2000)::int4) i", chunk: 100)
            {
                sum += try rows.decode(Int.self).reduce(0, +)
            }
            return sum == 2_001_000
        },
        Exchange("a stream that is left early") { pool, run in
            for try await rows in pool.stream("SELECT generate_series(1, 100000)", chunk: 100) {
                return try rows.decode(Int.self).first == 1
            }
            return false
        },
        Exchange("a COPY in", rows: 200) { pool, run in
            try await pool.copy(into: "written") { writer in
                for _ in 0..<200 { try await writer.write(run, kilobyte) }
            } == 200
        },
        Exchange("a COPY out") { pool, run in
            var size = 0
            let query: SQLStatement = "SELECT repeat('x', 999) FROM generate_series(1, 200)"
            for try await piece in pool.copy(query: query, options: .text) { size += piece.count }
            return size == 200_000
        },
        Exchange("a cursor", rows: 1) { pool, run in
            try await pool.withTransaction { transaction in
                try await transaction.query("INSERT INTO written VALUES (\(run), 'c')")
                return try await transaction.withCursor("SELECT generate_series(1, 90)") { cursor in
                    try await cursor.move(.forward(10))
                    var sum = 0
                    for try await rows in cursor.chunks(of: 30) {
                        sum += try rows.decode(Int.self).reduce(0, +)
                    }
                    return sum == 4040
                }
            }
        },
        Exchange("a script", rows: 2) { pool, run in
            let results = try await pool.executeScript(
                """
                INSERT INTO written VALUES (\(run), 'a');
                SELECT \(run);
                INSERT INTO written VALUES (\(run), 'b');
                """)
            return try results[1].decode(Int.self) == [run]
        },
    ]
}
