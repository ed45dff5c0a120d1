import LocalPostgres
import ORM
import PGWire

/// A start without a file, for prototypes and for tests: a Postgres of its own that goes away with
/// the program, and the schema that the types ask for.
///
/// A program that keeps its data has migrations instead; see ``DatabaseSetup``.
enum EmbeddedStart {
    /// Runs `body` with a server that has the tables and some rows.
    static func withServer<Value>(
        users: Int = 100,
        _ body: (ConnectionConfiguration.Source) async throws -> Value
    ) async throws -> Value {
        try await LocalPostgres.withServer(.throwaway) { server in
            let source = ConnectionConfiguration.Source.url(server.url)
            try await prepare(source, users: users)
            return try await body(source)
        }
    }

    private static func prepare(
        _ source: ConnectionConfiguration.Source, users: Int
    ) async throws {
        let pool = try ConnectionPool(source)
        do {
            try await demoSchema.createAll(on: pool)
            try await Seeder(pool: pool, report: { _ in }).run(users: users)
            try await Species.seed(pool)
        } catch {
            await pool.close()
            throw error
        }
        await pool.close()
    }
}
