import PGCore
import PGWire
import Testing

/// What somebody else does with the pool after a cancellation: it has to work, and to get its own
/// result.
struct NextOperation: Sendable {
    let name: String
    let run: @Sendable (ConnectionPool) async throws -> Bool

    static let all: [NextOperation] = [
        NextOperation(name: "a statement") { pool in
            try await pool.query("SELECT \(17)::int4").decode(Int.self) == [17]
        },
        NextOperation(name: "a statement of a text not seen before") { pool in
            let number = Int.random(in: 0..<1_000_000_000)
            return try await pool.query("SELECT \(raw: String(number))").decode(Int.self) == [
                number
            ]
        },
        NextOperation(name: "a statement that fails") { pool in
            do {
                try await pool.query("SELECT nonsense")
                return false
            } catch let error as PGError {
                return error.sqlState == .undefinedColumn
            }
        },
        NextOperation(name: "a stream") { pool in
            var sum = 0
            for try await rows in pool.stream("SELECT generate_series(1, 30)", chunk: 7) {
                sum += try rows.decode(Int.self).reduce(0, +)
            }
            return sum == 465
        },
        NextOperation(name: "a transaction") { pool in
            try await pool.withTransaction { transaction in
                try await transaction.query("SELECT 2").decode(Int.self) == [2]
            }
        },
        NextOperation(name: "a transaction that rolls back to a savepoint") { pool in
            try await pool.withTransaction { transaction in
                _ = try? await transaction.withTransaction { try await $0.query("SELECT 1 / 0") }
                return try await transaction.query("SELECT 3").decode(Int.self) == [3]
            }
        },
        NextOperation(name: "a connection") { pool in
            try await pool.withConnection { connection in
                try await connection.executeOnce("SELECT 4").count == 1
            }
        },
        NextOperation(name: "statements side by side") { pool in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for index in 0..<6 {
                    group.addTask {
                        try await pool.query("SELECT \(index)::int8").decode(Int.self) == [index]
                    }
                }
                return try await group.reduce(true) { $0 && $1 }
            }
        },
        NextOperation(name: "an advisory lock") { pool in
            try await pool.withAdvisoryLockIfFree("cancel me") { _ in true } == true
        },
    ]
}
