import Hummingbird
import Logging
import ORM
import PGWire

/// Makes the application over a pool, which it keeps open while it runs and drains at its end.
///
/// - Parameters:
///   - pool: The one pool, which every handler gets from here.
///   - configuration: Where to listen.
///   - logger: Where request lines go.
///   - timeout: How long the database may take for one request.
///   - onServerRunning: Called when requests are taken.
func buildApplication(
    pool: ConnectionPool, configuration: ApplicationConfiguration = ApplicationConfiguration(),
    logger: Logger, timeout: Duration = .seconds(5),
    onServerRunning: @escaping @Sendable () async -> Void = {}
) -> some ApplicationProtocol {
    Application(
        router: buildRouter(pool: pool, timeout: timeout), configuration: configuration,
        services: [pool], onServerRunning: { _ in await onServerRunning() },
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
    MaterializeController(pool: pool).addRoutes(to: api)
    CSVController(pool: pool).addRoutes(to: api)
    HealthController(pool: pool).addRoutes(to: api)
    api.finish()
    router.get("/") { _, _ in
        ["routes": ["/raw/users", "/query/users", "/orm/users", "/health", "/ready"]]
    }
    return router
}
