import Foundation
import LocalPostgres
import PGWire
import Support

/// Runs the demo and the same API in FastAPI in turn, over one throwaway database, under wrk.
@main
struct HTTPHarness {
    /// How many users there are before a run.
    private static let users = 10_000

    static func main() async {
        do {
            let options = try Options(Array(CommandLine.arguments.dropFirst()))
            let comparison = try await LocalPostgres.withServer(.throwaway) { server in
                try await measure(options, databaseURL: server.url)
            }
            print(comparison.table)
            if options.writes { try comparison.write() }
            if options.checks, !comparison.missed.isEmpty {
                throw Failure("missed: \(comparison.missed.joined(separator: "; "))")
            }
        } catch {
            say("error: \(error)")
            exit(1)
        }
    }

    private static func measure(
        _ options: Options, databaseURL: String
    ) async throws -> Comparison {
        let pool = try ConnectionPool(.url(databaseURL))
        do {
            let comparison = try await measure(options, databaseURL, pool)
            await pool.close()
            return comparison
        } catch {
            await pool.close()
            throw error
        }
    }

    private static func measure(
        _ options: Options, _ databaseURL: String, _ pool: ConnectionPool
    ) async throws -> Comparison {
        var comparison = Comparison(load: MachineFacts.load, options)
        // The demo makes the tables.
        try ServerProcess(.demo, options, databaseURL: databaseURL, port: 18_900).stop()
        try await seed(pool)
        for round in 0..<options.rounds {
            // Who comes first changes: what warms the machine up helps nobody.
            let programs = Server.Program.allCases
            for index in programs.indices {
                let program = programs[(index + round) % programs.count]
                try await measure(
                    program, round, options, databaseURL, pool, into: &comparison)
            }
            say("measured round \(round + 1) of \(options.rounds)")
        }
        return comparison
    }

    private static func measure(
        _ program: Server.Program, _ round: Int, _ options: Options, _ databaseURL: String,
        _ pool: ConnectionPool, into comparison: inout Comparison
    ) async throws {
        let process = try ServerProcess(
            program, options, databaseURL: databaseURL, port: 18_901 + round)
        defer { process.stop() }
        for server in Server.allCases where server.program == program {
            for request in Request.allCases {
                // The first second is not counted: statements are prepared, and Python compiles.
                for (name, seconds) in [("warm", 1), ("run", options.seconds)] {
                    let load = try Load(
                        request, to: server, of: process,
                        run: "\(name)\(round)\(server)", seconds: seconds, users: users)
                    if name == "run" { comparison.add(load, server, request) }
                }
                try await removeNew(pool)
            }
        }
        comparison.addMemory(try process.peakMegabytes(), program)
    }

    private static func seed(_ pool: ConnectionPool) async throws {
        try await pool.query("DELETE FROM users")
        try await pool.query(
            """
            INSERT INTO users (id, email, name, age, created_at)
            SELECT i, 'user' || i || '@example.org', 'User number ' || i, i % 90,
                timestamptz '2020-01-01' + i * interval '1 minute'
            FROM generate_series(1, \(users)) AS i
            """)
        try await pool.query(
            "SELECT setval(pg_get_serial_sequence('users', 'id'), \(users))")
        try await pool.query("VACUUM ANALYZE users")
    }

    private static func removeNew(_ pool: ConnectionPool) async throws {
        let removed = try await pool.query("DELETE FROM users WHERE id > \(users)").affectedRows
        if removed > 0 { try await pool.query("VACUUM ANALYZE users") }
    }
}
