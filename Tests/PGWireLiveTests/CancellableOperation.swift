import PGCore
import PGWire
import Testing

/// Something a task can be cancelled in the middle of.
///
/// Add what the driver can do to `all`.
///
/// `number` is another one for each run: a row to write, or a text not seen before.
struct CancellableOperation: Sendable, CustomTestStringConvertible {
    /// Whether the number is a row in `numbers` afterwards.
    enum Writing {
        /// It never is.
        case never
        /// It is exactly if the operation succeeded.
        case exactly
        /// It is if the operation succeeded, and is not if the error says that it had no effect.
        case asTheErrorSays
    }

    let testDescription: String
    var writes = Writing.never
    let run: @Sendable (_ pool: ConnectionPool, _ number: Int) async throws -> Void

    init(
        _ name: String, writes: Writing = .never,
        run: @escaping @Sendable (ConnectionPool, Int) async throws -> Void
    ) {
        testDescription = name
        self.writes = writes
        self.run = run
    }

    static let all: [CancellableOperation] =
        statements + streams + transactions + copies + batches + cursors + others

    private static let statements: [CancellableOperation] = [
        CancellableOperation("a statement") { pool, number in
            try await pool.query("SELECT \(number)::int4")
        },
        CancellableOperation("a statement used for the first time") { pool, number in
            try await pool.query("SELECT \(1)::int4 + \(raw: String(number))")
        },
        CancellableOperation("a statement that takes a while") { pool, number in
            try await pool.query("SELECT pg_sleep(0.003)")
        },
        CancellableOperation("a statement that fails") { pool, number in
            _ = try? await pool.query("SELECT 1 / \(0)::int4")
        },
        CancellableOperation("statements side by side") { pool, number in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<5 {
                    group.addTask {
                        try await pool.query("SELECT \(index)::int4, pg_sleep(0.0005)")
                    }
                }
                try await group.waitForAll()
            }
        },
        CancellableOperation("an insertion", writes: .asTheErrorSays) { pool, number in
            try await pool.query("INSERT INTO numbers VALUES (\(number)::int4)")
        },
        CancellableOperation("an insertion in a transaction", writes: .exactly) { pool, number in
            _ = try await pool.withTransaction {
                try await $0.query("INSERT INTO numbers VALUES (\(number))")
            }
        },
        CancellableOperation("a prepared statement") { pool, number in
            _ = try await pool.withConnection { connection in
                let statement = try await connection.prepare(
                    "SELECT $1::int4 + \(raw: String(number))")
                return try await statement.query(1)
            }
        },
        CancellableOperation("a script", writes: .asTheErrorSays) { pool, number in
            _ = try await pool.executeScript(
                "SELECT 1; INSERT INTO numbers VALUES (\(number)); SELECT pg_sleep(0.001)")
        },
    ]

    private static let streams: [CancellableOperation] = [
        CancellableOperation("a stream") { pool, number in
            for try await _ in pool.stream("SELECT generate_series(1, 50)", chunk: 10) {}
        },
        CancellableOperation("a stream left early") { pool, number in
            for try await _ in pool.stream("SELECT generate_series(1, 1000)", chunk: 10) { break }
        },
    ]

    private static let transactions: [CancellableOperation] = [
        CancellableOperation("a transaction", writes: .exactly) { pool, number in
            _ = try await pool.withTransaction(isolation: .repeatableRead) { transaction in
                try await transaction.query("SELECT count(*) FROM numbers")
                return try await transaction.query("INSERT INTO numbers VALUES (\(number))")
            }
        },
        CancellableOperation("a transaction with savepoints", writes: .exactly) { pool, number in
            try await pool.withTransaction { transaction in
                _ = try await transaction.withTransaction { inner in
                    try await inner.query("INSERT INTO numbers VALUES (\(number))")
                }
                _ = try? await transaction.withTransaction { inner in
                    _ = try await inner.query("INSERT INTO numbers VALUES (\(number))")
                    _ = try await inner.query("SELECT 1 / \(0)::int4")
                }
            }
        },
        CancellableOperation("a transaction with a stream", writes: .exactly) { pool, number in
            try await pool.withTransaction { transaction in
                for try await _ in transaction.stream("SELECT generate_series(1, 20)", chunk: 5) {}
                try await transaction.query("INSERT INTO numbers VALUES (\(number))")
            }
        },
        CancellableOperation("a transaction under a deadline", writes: .exactly) { pool, number in
            try await withDeadline(.seconds(20)) {
                _ = try await pool.withTransaction { transaction in
                    try await transaction.query("INSERT INTO numbers VALUES (\(number))")
                }
            }
        },
    ]

    private static let copies: [CancellableOperation] = [
        CancellableOperation("a COPY in", writes: .asTheErrorSays) { pool, number in
            try await pool.copy(into: "numbers", columns: "n") { writer in
                try await writer.write(number)
                // More than a buffer, so that some of it is sent before the end.
                for index in 1..<8_000 { try await writer.write(-index) }
                try await writer.flush()
            }
        },
        CancellableOperation("a COPY in that is slow") { pool, number in
            try await pool.copy("COPY numbers FROM STDIN") { writer in
                for index in 1..<5 {
                    try await writer.write("\(-index)\n")
                    try await writer.flush()
                    await Task.yield()
                }
            }
        },
        CancellableOperation("a COPY in that fails") { pool, number in
            _ = try? await pool.copy("COPY numbers FROM STDIN") { writer in
                try await writer.write("nonsense\n")
            }
        },
        CancellableOperation("a COPY in a transaction", writes: .exactly) { pool, number in
            try await pool.withTransaction { transaction in
                _ = try await transaction.copy(into: "numbers", columns: "n", rows: [number])
            }
        },
        CancellableOperation("a COPY out") { pool, number in
            let data = pool.copy("COPY (SELECT generate_series(1, 40000)) TO STDOUT")
            for try await _ in data {}
        },
        CancellableOperation("a COPY out left early") { pool, number in
            let data = pool.copy("COPY (SELECT generate_series(1, 40000)) TO STDOUT")
            for try await _ in data { break }
        },
        CancellableOperation("a COPY of rows") { pool, number in
            for try await _ in pool.copyRows(query: "SELECT generate_series(1, 5000)") {}
        },
    ]

    private static let batches: [CancellableOperation] = [
        CancellableOperation("a batch", writes: .asTheErrorSays) { pool, number in
            var batch = Batch()
            batch.add("SELECT 1")
            batch.add("INSERT INTO numbers VALUES (\(number)::int4)")
            batch.add("SELECT \(1)::int4 + \(raw: String(number))")
            _ = try await pool.run(batch)
        },
        CancellableOperation("a batch of statements that are alone") { pool, number in
            var batch = Batch(.eachAlone)
            batch.add("SELECT pg_sleep(0.001)")
            batch.add("SELECT 1 / 0")
            batch.add("SELECT \(number)::int4")
            let results = try await pool.run(batch)
            #expect(try results.rows(at: 2).decode(Int.self) == [number])
        },
        CancellableOperation("many rows", writes: .asTheErrorSays) { pool, number in
            try await pool.executeMany(
                "INSERT INTO numbers VALUES ($1)",
                rows: [[number], [-1], [-2]] as [[any ParameterEncodable]])
        },
        CancellableOperation("many rows in chunks", writes: .exactly) { pool, number in
            try await pool.executeMany(
                "INSERT INTO numbers VALUES ($1)",
                rows: ([number] + (1..<1200).map { -$0 }).map { [$0] as [any ParameterEncodable] })
        },
        CancellableOperation("many rows in a transaction", writes: .exactly) { pool, number in
            try await pool.withTransaction { transaction in
                _ = try await transaction.executeMany(
                    "INSERT INTO numbers VALUES ($1)",
                    rows: [[number], [-1]] as [[any ParameterEncodable]])
            }
        },
    ]

    private static let cursors: [CancellableOperation] = [
        CancellableOperation("a cursor", writes: .exactly) { pool, number in
            try await pool.withTransaction { transaction in
                try await transaction.withCursor("SELECT generate_series(1, 30)") { cursor in
                    _ = try await cursor.fetch(10)
                    try await cursor.move(.forward(5))
                    for try await _ in cursor.chunks(of: 10) {}
                }
                try await transaction.query("INSERT INTO numbers VALUES (\(number))")
            }
        },
        CancellableOperation("a cursor that is held") { pool, number in
            try await pool.withConnection { connection in
                try await connection.withCursor("SELECT generate_series(1, 30)", hold: true) {
                    _ = try await $0.fetch(10)
                    _ = try await $0.fetch(100)
                }
            }
        },
    ]

    private static let others: [CancellableOperation] = [
        CancellableOperation("a wait for a connection") { pool, number in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await pool.withConnection { connection in
                            _ = try await connection.query("SELECT 1")
                        }
                    }
                }
                try await group.waitForAll()
            }
        },
        CancellableOperation("a connection whose settings were changed") { pool, number in
            _ = try await pool.withConnection { connection in
                try await connection.executeOnce("SET work_mem = '1MB'")
                return try await connection.query("SELECT 1")
            }
        },
        CancellableOperation("an advisory lock") { pool, number in
            try await pool.withAdvisoryLock("cancel me") { connection in
                _ = try await connection.query("SELECT 1")
            }
        },
        CancellableOperation("listening") { pool, number in
            try await pool.withListener { listener in
                try await listener.listen("jobs", "more jobs")
                try await pool.notify("jobs", String(number))
                var events = listener.events.makeAsyncIterator()
                _ = try await events.next()
                await listener.unlisten("more jobs")
            }
        },
        CancellableOperation("listening on a connection") { pool, number in
            try await pool.withConnection { connection in
                var events = connection.listen("numbers").makeAsyncIterator()
                async let sent: Void = pool.notify("numbers", String(number))
                // It may have been sent before the server listened.
                _ = try? await withDeadline(.milliseconds(20)) { try await events.next() }
                try await sent
            }
        },
    ]
}
