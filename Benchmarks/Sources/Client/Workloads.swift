import PGCore
import PGWire

/// What can be measured.
///
/// The statements stand in `c/limit.c` in the same words.
enum Workload: String, CaseIterable {
    /// One task on the loop with a connection of its own, a statement after the other.
    case serialConnection = "serial-connection"
    /// The same through the pool.
    case serialPool = "serial-pool"
    /// The same through the pool from Swift's own threads: two thread changes a statement.
    case serialElsewhere = "serial-elsewhere"
    /// A hundred tasks on one connection directly.
    case sharedConnection = "shared-connection"
    /// A hundred tasks on a pool of one connection.
    case sharedPool = "shared-pool"
    /// A hundred tasks of Swift's own threads on a pool of one connection.
    case sharedElsewhere = "shared-elsewhere"
    /// A thousand rows of four columns, decoded into a typed tuple.
    case rows

    private static let warmUp = 50
    private static let tasks = 100

    func run(_ operations: Int) async throws -> Measured {
        var configuration = PoolConfiguration()
        configuration.maximumConnections = 1
        configuration.pipelineDepth = 128
        let pool = try ConnectionPool(.environment, configuration: configuration)
        let measured =
            switch self {
            case .serialConnection:
                try await pool.withExecutor {
                    try await pool.withConnection { try await serial(operations, on: $0) }
                }
            case .serialPool:
                try await pool.withExecutor { try await serial(operations, on: pool) }
            case .serialElsewhere: try await serial(operations, on: pool)
            case .sharedConnection:
                try await pool.withExecutor {
                    try await pool.withConnection { try await shared(operations, on: $0) }
                }
            case .sharedPool:
                try await pool.withExecutor { try await shared(operations, on: pool) }
            case .sharedElsewhere: try await shared(operations, on: pool)
            case .rows:
                try await pool.withExecutor {
                    try await pool.withConnection { try await rows(operations, on: $0) }
                }
            }
        await pool.close()
        return measured
    }

    // MARK: One round trip: a parameter there, a value back

    private func serial(
        _ operations: Int, on executor: some StatementExecutor
    ) async throws -> Measured {
        for _ in 0..<Self.warmUp { _ = try await roundTrip(0, on: executor) }
        return try await .timing {
            var sum: UInt64 = 0
            for number in 0..<operations {
                sum &+= try await roundTrip(number, on: executor)
            }
            return sum
        }
    }

    private func shared(
        _ operations: Int, on executor: some StatementExecutor & Sendable
    ) async throws -> Measured {
        for _ in 0..<Self.warmUp { _ = try await roundTrip(0, on: executor) }
        return try await .timing {
            try await withThrowingTaskGroup(of: UInt64.self) { group in
                for task in 0..<Self.tasks {
                    // Every number once, so that the checksum is the one of the serial workload.
                    group.addTask {
                        var sum: UInt64 = 0
                        for number in stride(from: task, to: operations, by: Self.tasks) {
                            sum &+= try await roundTrip(number, on: executor)
                        }
                        return sum
                    }
                }
                return try await group.reduce(0, &+)
            }
        }
    }

    private func roundTrip(
        _ number: Int, on executor: some StatementExecutor
    ) async throws -> UInt64 {
        let rows = try await executor.execute("select \(number)::int")
        var sum: UInt64 = 0
        for value in try rows.decode(Int.self) { sum &+= UInt64(value) }
        return sum
    }

    // MARK: Many rows

    private static let rowsStatement: SQLStatement = """
        select i::int8, 'user' || i || '@example.org', i::float8 / 3, \
        timestamptz '2020-01-01 00:00:00+00' + i * interval '1 minute' \
        from generate_series(1, 1000) i
        """

    private func rows(
        _ operations: Int, on connection: Connection
    ) async throws -> Measured {
        for _ in 0..<Self.warmUp { _ = try await decodedRows(on: connection) }
        return try await .timing {
            var sum: UInt64 = 0
            for _ in 0..<operations { sum &+= try await decodedRows(on: connection) }
            return sum
        }
    }

    /// Making each `String` reads every byte of it, as the hash in `c/limit.c` does.
    private func decodedRows(on connection: Connection) async throws -> UInt64 {
        let rows = try await connection.execute(Self.rowsStatement)
        var sum: UInt64 = 0
        for (id, email, score, moment) in try rows.decode(
            Int.self, String.self, Double.self, PGTimestampTZ.self)
        {
            sum &+=
                UInt64(id) &+ UInt64(email.utf8.count) &+ UInt64(score)
                &+ UInt64(moment.microsecondsSince2000)
        }
        return sum
    }
}
