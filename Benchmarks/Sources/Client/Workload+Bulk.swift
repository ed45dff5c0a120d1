import Foundation
import PGCore
import PGWire

/// Workloads that move many rows at once, on a connection of their own.
extension Workload {
    func prepare(_ connection: Connection) async throws {
        switch self {
        case .copyIn:
            try await connection.executeOnce(
                """
                create temp table bench_copy (id int, name text, score float8)
                on commit delete rows
                """)
        case .batch:
            try await connection.executeOnce(
                "create temp table bench_batch (id int, name text) on commit delete rows")
        default: break
        }
    }

    func perform(_ number: Int, alone connection: Connection) async throws -> UInt64 {
        switch self {
        case .copyIn: try await copyIn(on: connection)
        case .batch: try await insertBatch(on: connection)
        case .stream: try await stream(on: connection)
        case .streamOther: try await buffer(on: connection)
        case .json: try await json(on: connection)
        case .jsonOther: try await codable(on: connection)
        default: try await perform(number, on: connection)
        }
    }

    private func copyIn(on connection: Connection) async throws -> UInt64 {
        let count = try await connection.copy(
            into: "bench_copy", columns: "id", "name", "score"
        ) { writer in
            for row in 0..<10_000 {
                try await writer.write(Int32(row), "name \(row)", Double(row) / 3)
            }
        }
        return UInt64(count)
    }

    private func insertBatch(on connection: Connection) async throws -> UInt64 {
        let count = try await connection.executeMany(
            "insert into bench_batch (id, name) values ($1, $2)",
            rows: (0..<1000).lazy.map { (Int32($0), "name \($0)") })
        return UInt64(count)
    }

    private static let million: SQLStatement =
        "select i, i::float8 from generate_series(1, 1000000) as i"

    private func stream(on connection: Connection) async throws -> UInt64 {
        var sum: UInt64 = 0
        for try await chunk in connection.stream(Self.million, chunk: 1000) {
            for (number, _) in try chunk.decode(Int.self, Double.self) { sum &+= UInt64(number) }
        }
        return sum
    }

    private func buffer(on connection: Connection) async throws -> UInt64 {
        let rows = try await connection.execute(Self.million)
        var sum: UInt64 = 0
        for (number, _) in try rows.decode(Int.self, Double.self) { sum &+= UInt64(number) }
        return sum
    }

    private static let objects: SQLStatement = "select id, email, score, created from bench_rows"

    private func json(on connection: Connection) async throws -> UInt64 {
        let rows = try await connection.execute(Self.objects)
        let bytes = try rows.jsonBytes()
        return bytes.isEmpty ? 0 : UInt64(rows.count)
    }

    private struct Object: Codable {
        let id: Int
        let email: String
        let score: Double
        let created: Date
    }

    private func codable(on connection: Connection) async throws -> UInt64 {
        let rows = try await connection.execute(Self.objects)
        let objects = try rows.decode(Int.self, String.self, Double.self, Date.self).map {
            Object(id: $0, email: $1, score: $2, created: $3)
        }
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        return try encoder.encode(objects).isEmpty ? 0 : UInt64(rows.count)
    }
}
