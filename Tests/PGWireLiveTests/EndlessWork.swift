import PGCore
import PGWire

/// What callers are in the middle of when the server goes: none of it ends by itself.
struct EndlessWork: Sendable {
    let name: String
    let run: @Sendable (ConnectionPool) async throws -> Void

    init(_ name: String, run: @escaping @Sendable (ConnectionPool) async throws -> Void) {
        self.name = name
        self.run = run
    }

    static let all: [EndlessWork] = [
        EndlessWork("a statement") { pool in try await pool.query("SELECT pg_sleep(600)") },
        EndlessWork("one statement after the other") { pool in
            try await pool.withConnection { connection in
                while true { try await connection.query("SELECT 1") }
            }
        },
        EndlessWork("a transaction") { pool in
            _ = try await pool.withTransaction { transaction in
                try await transaction.query("SELECT 1")
                return try await transaction.query("SELECT pg_sleep(600)")
            }
        },
        EndlessWork("a savepoint") { pool in
            _ = try await pool.withTransaction { transaction in
                try await transaction.withTransaction { try await $0.query("SELECT pg_sleep(600)") }
            }
        },
        EndlessWork("a batch") { pool in
            var batch = Batch()
            batch.add("SELECT 1")
            batch.add("SELECT pg_sleep(600)")
            batch.add("SELECT 2")
            _ = try await pool.run(batch)
        },
        EndlessWork("many rows") { pool in
            try await pool.executeMany(
                "SELECT pg_sleep($1)", rows: [[0.0], [600.0]] as [[any ParameterEncodable]])
        },
        EndlessWork("a script") { pool in
            try await pool.executeScript("SELECT 1; SELECT pg_sleep(600); SELECT 2")
        },
        EndlessWork("a stream") { pool in
            for try await _ in pool.stream("SELECT generate_series(1, 1000000000)") {}
        },
        EndlessWork("a stream without rows so far") { pool in
            for try await _ in pool.stream("SELECT pg_sleep(600)") {}
        },
        EndlessWork("a cursor") { pool in
            try await pool.withTransaction { transaction in
                try await transaction.withCursor("SELECT generate_series(1, 1000000000)") {
                    while true { _ = try await $0.fetch(10) }
                }
            }
        },
        EndlessWork("a COPY in") { pool in
            let row = String(repeating: "x", count: 1000) + "\n"
            try await pool.copy("COPY texts FROM STDIN") { writer in
                while true { try await writer.write(row) }
            }
        },
        EndlessWork("a COPY out") { pool in
            for try await _ in pool.copy("COPY (SELECT generate_series(1, 1000000000)) TO STDOUT") {
            }
        },
        EndlessWork("a COPY of rows") { pool in
            for try await _ in pool.copyRows(query: "SELECT generate_series(1, 1000000000)") {}
        },
        EndlessWork("an advisory lock") { pool in
            try await pool.withAdvisoryLock("endless") { connection in
                _ = try await connection.query("SELECT pg_sleep(600)")
            }
        },
        EndlessWork("a wait for an advisory lock") { pool in
            try await pool.withAdvisoryLock("endless") { connection in
                _ = try await connection.query("SELECT pg_sleep(600)")
            }
        },
        EndlessWork("listening on a connection") { pool in
            try await pool.withConnection { connection in
                for try await _ in connection.listen("endless") {}
            }
        },
    ]
}
