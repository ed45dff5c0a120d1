import PGCore
import PGWire
import Testing

/// Something a task can be cancelled in the middle of.
///
/// Add what the driver can do to `all`.
///
/// `number` is another one for each run: a row to write, or a text not seen before.
struct CancellableOperation: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Whether the number is a row in `numbers` afterwards, exactly if the operation succeeded.
    var writes = false
    let run: @Sendable (_ pool: ConnectionPool, _ number: Int) async throws -> Void

    init(
        _ name: String, writes: Bool = false,
        run: @escaping @Sendable (ConnectionPool, Int) async throws -> Void
    ) {
        testDescription = name
        self.writes = writes
        self.run = run
    }

    static let all: [CancellableOperation] = statements + streams + transactions + others

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
        CancellableOperation("an insertion", writes: true) { pool, number in
            // Not in a transaction it may be done although it was cancelled.
            _ = try await pool.withTransaction {
                try await $0.query("INSERT INTO numbers VALUES (\(number))")
            }
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
        CancellableOperation("a transaction", writes: true) { pool, number in
            _ = try await pool.withTransaction(isolation: .repeatableRead) { transaction in
                try await transaction.query("SELECT count(*) FROM numbers")
                return try await transaction.query("INSERT INTO numbers VALUES (\(number))")
            }
        },
        CancellableOperation("a transaction with savepoints", writes: true) { pool, number in
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
        CancellableOperation("a transaction with a stream", writes: true) { pool, number in
            try await pool.withTransaction { transaction in
                for try await _ in transaction.stream("SELECT generate_series(1, 20)", chunk: 5) {}
                try await transaction.query("INSERT INTO numbers VALUES (\(number))")
            }
        },
        CancellableOperation("a transaction under a deadline", writes: true) { pool, number in
            try await withDeadline(.seconds(20)) {
                _ = try await pool.withTransaction { transaction in
                    try await transaction.query("INSERT INTO numbers VALUES (\(number))")
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
    ]
}
