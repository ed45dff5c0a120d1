import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ORM
import PGWire
import Tracing

/// Makes the application over a pool, which it keeps open while it runs and drains at its end.
///
/// - Parameters:
///   - pool: The one pool, which every handler gets from here.
///   - traced: The pool of the explorer's traced requests; `nil` leaves the explorer out.
///   - poolSize: How many connections the pool has at most, for the explorer to show.
///   - configuration: Where to listen.
///   - threads: What reads requests and writes answers.
///   - logger: Where request lines go.
///   - limits: How much is taken on, and for how long.
///   - metrics: Where requests are counted.
///   - draining: Says when the server is about to end.
///   - onServerRunning: Called when requests are taken.
func buildApplication(
    pool: ConnectionPool, traced: ConnectionPool? = nil,
    poolSize: Int = PoolConfiguration().maximumConnections,
    configuration: ApplicationConfiguration = ApplicationConfiguration(),
    threads: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
    logger: Logger, limits: RequestLimits = RequestLimits(),
    metrics: MetricsRegistry = MetricsRegistry(), draining: Draining = Draining(),
    onServerRunning: @escaping @Sendable () async -> Void = {}
) -> some ApplicationProtocol {
    let parts = ServerParts(
        pool: pool, limits: limits, metrics: metrics, draining: draining)
    let router = parts.router()
    if let traced {
        Explorer(
            api: parts.router().buildResponder(),
            tracedAPI: parts.router(traced: traced).buildResponder(), pool: pool,
            maximumConnections: poolSize
        ).addRoutes(to: router)
    }
    var configuration = configuration
    configuration.availableConnectionsDelegate = MaximumAvailableConnections(limits.clients)
    return Application(
        router: router, server: .onEventLoops(limits.runsOnPool ? pool : nil),
        configuration: configuration,
        services: [pool] + (traced.map { [$0] } ?? []),
        onServerRunning: { _ in await onServerRunning() },
        eventLoopGroupProvider: .shared(threads), logger: logger)
}

/// Makes the routes over a pool without a server, for requests that come from the program itself.
func buildResponder(pool: ConnectionPool) -> any HTTPResponder<DemoContext> {
    ServerParts(
        pool: pool, limits: RequestLimits(), metrics: MetricsRegistry(), draining: Draining()
    ).router().buildResponder()
}

/// What the routes need.
private struct ServerParts {
    let pool: ConnectionPool
    let gate: RequestGate
    /// Where requests wait that have a connection of the pool for long.
    let transfers: RequestGate
    let metrics: MetricsRegistry
    let draining: Draining

    init(
        pool: ConnectionPool, limits: RequestLimits, metrics: MetricsRegistry, draining: Draining
    ) {
        self.pool = pool
        self.metrics = metrics
        self.draining = draining
        gate = RequestGate(limits)
        transfers = RequestGate(limits.withConcurrency(limits.transfers))
    }

    /// Makes a router with all routes over the explorer's pool, which has few connections.
    func router(traced pool: ConnectionPool) -> Router<DemoContext> {
        router(over: pool, transfers: RequestGate(gate.limits.withConcurrency(1)))
    }

    /// Makes a router with all routes.
    func router() -> Router<DemoContext> {
        router(over: pool, transfers: transfers)
    }

    private func router(
        over pool: ConnectionPool, transfers: RequestGate
    ) -> Router<DemoContext> {
        let router = Router(context: DemoContext.self, options: .autoGenerateHeadEndpoints)
        router.addMiddleware {
            RequestIdentityMiddleware()
            // Spans that nobody takes are not made: with them an answer is three writes instead of one.
            if !(InstrumentationSystem.tracer is NoOpTracer) { TracingMiddleware() }
            RequestLogMiddleware()
            ErrorMiddleware()
            RequestGateMiddleware(gate, metrics)
            ExecutorMiddleware(pool: pool)
        }
        let api = API(router, limits: gate.limits, transfers: transfers, metrics: metrics)
        addUsers(to: api, pool)
        MaterializeController(pool: pool).addRoutes(to: api)
        CSVController(pool: pool).addRoutes(to: api)
        SpeciesController(pool: pool).addRoutes(to: api)
        ItemsController(pool: pool).addRoutes(to: api)
        HealthController(pool: pool, draining: draining).addRoutes(to: api)
        MetricsController(registry: metrics, pool: pool, gate: gate).addRoutes(to: api)
        api.finish()
        return router
    }

    private func addUsers(to api: API, _ pool: ConnectionPool) {
        // Most requests send one statement, which needs no BEGIN and no COMMIT around it.
        var configuration = SessionConfiguration()
        configuration.begins = .whenNeeded
        let database = Database(pool, configuration: configuration)
        RawUsersController(pool: pool).addRoutes(to: api)
        QueryUsersController(pool: pool).addRoutes(to: api)
        ORMUsersController(database: database).addRoutes(to: api)
        RawPostsController(pool: pool).addRoutes(to: api)
        QueryPostsController(pool: pool).addRoutes(to: api)
        ORMPostsController(database: database).addRoutes(to: api)
        RolesController(database: database).addRoutes(to: api)
    }
}
