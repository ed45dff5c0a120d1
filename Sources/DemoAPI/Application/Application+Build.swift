import Hummingbird
import Logging
import ORM
import PGWire

/// Makes the application over a pool, which it keeps open while it runs and drains at its end.
///
/// - Parameters:
///   - pool: The one pool, which every handler gets from here.
///   - traced: The pool of the explorer's traced requests; `nil` leaves the explorer out.
///   - configuration: Where to listen.
///   - logger: Where request lines go.
///   - timeout: How long the database may take for one request.
///   - onServerRunning: Called when requests are taken.
func buildApplication(
    pool: ConnectionPool, traced: ConnectionPool? = nil,
    configuration: ApplicationConfiguration = ApplicationConfiguration(),
    logger: Logger, timeout: Duration = .seconds(5),
    onServerRunning: @escaping @Sendable () async -> Void = {}
) -> some ApplicationProtocol {
    let router = buildRouter(pool: pool, timeout: timeout)
    if let traced {
        Explorer(
            api: buildRouter(pool: pool, timeout: timeout).buildResponder(),
            tracedAPI: buildRouter(pool: traced, timeout: timeout).buildResponder(), pool: pool
        ).addRoutes(to: router)
    }
    return Application(
        router: router, configuration: configuration,
        services: [pool] + (traced.map { [$0] } ?? []),
        onServerRunning: { _ in await onServerRunning() },
        logger: logger)
}

private func buildRouter(pool: ConnectionPool, timeout: Duration) -> Router<DemoContext> {
    let router = Router(context: DemoContext.self, options: .autoGenerateHeadEndpoints)
    router.addMiddleware {
        RequestLogMiddleware()
        ErrorMiddleware()
        EventLoopMiddleware(pool: pool)
    }
    let api = API(router, timeout: timeout)
    RawUsersController(pool: pool).addRoutes(to: api)
    QueryUsersController(pool: pool).addRoutes(to: api)
    ORMUsersController(database: Database(pool)).addRoutes(to: api)
    RawPostsController(pool: pool).addRoutes(to: api)
    QueryPostsController(pool: pool).addRoutes(to: api)
    ORMPostsController(database: Database(pool)).addRoutes(to: api)
    MaterializeController(pool: pool).addRoutes(to: api)
    CSVController(pool: pool).addRoutes(to: api)
    SpeciesController(pool: pool).addRoutes(to: api)
    ItemsController(pool: pool).addRoutes(to: api)
    HealthController(pool: pool).addRoutes(to: api)
    api.finish()
    return router
}
