import Hummingbird
import LocalPostgres
import Logging
import PGWire
import Synchronization

/// The running demo: a database, its schema, and the API over it.
struct Demo {
    let settings: Settings

    /// Runs until SIGINT or SIGTERM, then stops what it started.
    func run() async throws {
        guard !settings.hasDatabase else {
            Progress.say("Using the database that the environment names")
            return try await serve(.environment)
        }
        let directory = Settings.privateDirectory
        Progress.say("Starting a private Postgres in \(directory) …")
        try await LocalPostgres.withServer(.durable(directory: directory)) { server in
            try await serve(.url(server.url))
            Progress.say(
                server.isOwner
                    ? "Stopping the private Postgres …"
                    : "Leaving the private Postgres to the program that started it")
        }
        Progress.say("Stopped; the data stays in \(directory)")
    }

    private func serve(_ source: ConnectionConfiguration.Source) async throws {
        let logger = Logger(label: "demo") { _ in JSONLogHandler(level: settings.logLevel) }
        let pool = try ConnectionPool(source, logger: logger)
        let traced = try ConnectionPool(source, configuration: .traced, logger: logger)
        do {
            try await DatabaseSetup(source: source, migrations: settings.migrations).run(pool)
            try await listen(pool, traced: traced, logger)
        } catch {
            await pool.close()
            throw error
        }
    }

    private func listen(
        _ pool: ConnectionPool, traced: ConnectionPool, _ logger: Logger
    ) async throws {
        let isRunning = Mutex(false)
        let application = buildApplication(
            pool: pool, traced: traced,
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port)),
            logger: logger,
            onServerRunning: { [settings] in
                isRunning.withLock { $0 = true }
                Progress.welcome(settings.url)
            })
        do {
            try await application.runService()
        } catch let error where !isRunning.withLock({ $0 }) {
            throw DemoError(
                "cannot listen on \(settings.host):\(settings.port): \(error)",
                hint: "Stop the program that has the port, or set PORT or HOST")
        }
    }
}

extension Progress {
    /// Says where the API is, with commands to paste.
    static func welcome(_ url: String) {
        say(
            """

            Listening on \(url), Ctrl-C stops. Try:
              curl '\(url)/raw/users?limit=3'
              curl -i \(url)/query/users -d '{"email": "ada@example.org", "name": "Ada"}'
              curl -X PATCH \(url)/orm/users/1 -d '{"age": 41}'

            """)
    }
}
