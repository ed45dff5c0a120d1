// The ways in which a query's rows arrive.

import PGWire
import StrataMacros

enum Materialisation {
    @Table("readings") struct Reading: Sendable {
        @PrimaryKey(.identity) var id: Int
        var device: String
        var value: Double
    }

    static func rows(on pool: ConnectionPool) async throws {
        // snippet.rows
        let query = Reading.where { $0.value > 10 }.orderBy { $0.id }

        let rows = try await query.fetch(on: pool)  // [Reading]
        let first = try await query.fetchFirst(on: pool)  // Reading?, adds LIMIT 1
        let only = try await query.where { $0.id == 7 }.fetchOne(on: pool)  // more than one throws
        let pairs = try await query.select { ($0.device, $0.value) }.fetch(on: pool)
        // snippet.end
        print(rows.count, first?.id ?? 0, only?.id ?? 0, pairs.count)
    }

    static func columns(on pool: ConnectionPool) async throws {
        // snippet.columns
        let (devices, values) = try await Reading.select { ($0.device, $0.value) }
            .columns(on: pool)  // [String], [Double]
        // snippet.end
        print(devices.count, values.reduce(0, +))
    }

    static func stream(on pool: ConnectionPool) async throws {
        // snippet.stream
        var sum = 0.0
        for try await chunk in Reading.select({ $0.value }).stream(on: pool, chunk: 500) {
            sum += chunk.reduce(0, +)  // [Double], at most 500
        }
        // snippet.end
        print(sum)
    }

    static func handle(on pool: ConnectionPool) async throws {
        // snippet.handle
        let handle = Reading.select { $0.value.avg() }.submit(on: pool)
        // … other work …
        let average = try await handle.rows.first
        handle.cancel()  // stops the statement on the server, if it still runs
        // snippet.end
        print(average as Any)
    }

    // snippet.blocking
    static func count(on connection: Connection) throws(PGError) -> Int {
        try Reading.select { _ in countRows() }.fetchBlocking(on: connection).first ?? 0
    }
    // snippet.end

    static func json(on pool: ConnectionPool) async throws {
        // snippet.json
        let body = try await pool.execute(Reading.orderBy { $0.id }.sql).jsonBytes()
        // snippet.end
        print(body.count)
    }

    static func transaction(on pool: ConnectionPool) async throws {
        // snippet.transaction
        let removed = try await pool.withTransaction { transaction in
            try await Reading.update.set(\.value) { $0.value * 2 }.where { $0.device == "a" }
                .execute(on: transaction)
            return try await Reading.delete.where { $0.value > 100 }.returning { $0.id }
                .fetch(on: transaction)
        }
        // snippet.end
        print(removed)
    }
}
