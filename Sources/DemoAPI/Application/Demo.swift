import Hummingbird
import LocalPostgres
import Logging
import Metrics
import NIOCore
import NIOPosix
import PGWire
import ServiceLifecycle
import Synchronization
import Tracing
import UnixSignals

/// The running demo: a database, its schema, and the API over it.
struct Demo {
    let settings: Settings

    var logger: Logger {
        Logger(label: "demo") { _ in JSONLogHandler(level: settings.logLevel) }
    }

    /// Serves until SIGINT or SIGTERM, then stops what it started.
    func run() async throws {
        let metrics = MetricsRegistry()
        MetricsSystem.bootstrap(metrics)
        if settings.logsSpans { InstrumentationSystem.bootstrap(SpanLog(logger: logger)) }
        try await withMigratedPool { pool, source, logger in
            let traced = try ConnectionPool(source, configuration: .traced, logger: logger)
            try await withHTTPThreads { threads in
                try await listen(pool, traced: traced, metrics, threads)
            }
        }
    }

    /// Runs `body` with threads that read requests and write answers.
    ///
    /// They are half as many as there are cores, where handlers have the pool's: a thread that finds
    /// more to do each time it wakes up wakes up less often.
    private func withHTTPThreads(
        _ body: (MultiThreadedEventLoopGroup) async throws -> Void
    ) async throws {
        let cores = System.coreCount
        let threads = MultiThreadedEventLoopGroup(
            numberOfThreads: settings.limits.runsOnPool ? max(1, cores / 2) : cores)
        do {
            try await body(threads)
        } catch {
            try await threads.shutdownGracefully()
            throw error
        }
        try await threads.shutdownGracefully()
    }

    private func listen(
        _ pool: ConnectionPool, traced: ConnectionPool, _ metrics: MetricsRegistry,
        _ threads: MultiThreadedEventLoopGroup
    ) async throws {
        let isRunning = Mutex(false)
        let draining = Draining(delay: settings.drainDelay)
        let application = buildApplication(
            pool: pool, traced: traced,
            poolSize: settings.poolSize ?? PoolConfiguration().maximumConnections,
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port)),
            threads: threads, logger: logger, limits: settings.limits, metrics: metrics,
            draining: draining,
            onServerRunning: { [settings] in
                isRunning.withLock { $0 = true }
                Progress.welcome(settings.url)
            })
        do {
            try await services(application, draining).run()
        } catch let error where !isRunning.withLock({ $0 }) {
            throw DemoError(
                "cannot listen on \(settings.host):\(settings.port): \(error)",
                hint: "Stop the program that has the port, or set PORT or HOST")
        }
    }

    /// The last service is asked to end first: what drains before what serves.
    private func services(
        _ application: some ApplicationProtocol, _ draining: Draining
    ) -> ServiceGroup {
        var configuration = ServiceGroupConfiguration(
            services: [application, draining], gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger)
        configuration.maximumGracefulShutdownDuration =
            settings.drainDelay + settings.shutdownTimeout
        return ServiceGroup(configuration: configuration)
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
