import Hummingbird
import PGWire

/// Runs handlers on an event loop of the pool, where a query needs no change of threads.
struct EventLoopMiddleware<Context: RequestContext>: RouterMiddleware {
    let pool: ConnectionPool

    func handle(
        _ request: Request, context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        try await withTaskExecutorPreference(pool.executor) {
            try await next(request, context)
        }
    }
}
