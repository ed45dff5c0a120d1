import LocalPostgres
import Logging
import PGWire

extension Demo {
    /// Runs `body` with the database that was named, or else with a private one that is stopped
    /// afterwards.
    func withDatabase(
        _ body: (ConnectionConfiguration.Source) async throws -> Void
    ) async throws {
        guard !settings.hasDatabase else {
            Progress.say("Using the database that the environment names")
            return try await body(settings.databaseURL.map { .url($0.text) } ?? .environment)
        }
        let directory = Settings.privateDirectory
        Progress.say("Starting a private Postgres in \(directory) …")
        try await LocalPostgres.withServer(.durable(directory: directory)) { server in
            try await body(.url(server.url))
            Progress.say(
                server.isOwner
                    ? "Stopping the private Postgres …"
                    : "Leaving the private Postgres to the program that started it")
        }
        Progress.say("Stopped; the data stays in \(directory)")
    }

    /// Runs `body` with a pool over a database that is migrated and has users.
    func withMigratedPool(
        _ body: (ConnectionPool, ConnectionConfiguration.Source, Logger) async throws -> Void
    ) async throws {
        let logger = logger
        guard !settings.isThrowaway else {
            Progress.say(
                "Starting a Postgres that goes when the program ends, with all that is in it …")
            return try await EmbeddedStart.withServer { source in
                try await withPool(source, logger) { try await body($0, source, logger) }
            }
        }
        try await withDatabase { source in
            try await withPool(source, logger) { pool in
                try await DatabaseSetup(source: source, migrations: settings.migrations).run(pool)
                try await body(pool, source, logger)
            }
        }
    }

    private func withPool(
        _ source: ConnectionConfiguration.Source, _ logger: Logger,
        _ body: (ConnectionPool) async throws -> Void
    ) async throws {
        var configuration = PoolConfiguration()
        // Statements here are short: one connection of each event loop has them all, and a long one
        // keeps at most fifteen others waiting.
        configuration.sharedConnections = 1
        configuration.pipelineDepth = 16
        if let size = settings.poolSize { configuration.maximumConnections = size }
        configuration.observers = [PoolMetrics(poolName: "api")]
        if settings.logsSpans { configuration.connection.observers.append(StatementTracing()) }
        let pool = try ConnectionPool(source, configuration: configuration, logger: logger)
        do {
            try await body(pool)
            await pool.close()
        } catch {
            await pool.close()
            throw error
        }
    }
}
