import Hummingbird
import PGWire

/// Runs handlers on an event loop of the pool, where a query needs no change of threads.
///
/// `X-Executor: pool` or `X-Executor: global` decides it for one request, to compare.
struct EventLoopMiddleware<Context: RequestContext>: RouterMiddleware {
    let pool: ConnectionPool
    var isOn = true

    func handle(
        _ request: Request, context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard request.headers[.executor].map({ $0 == "pool" }) ?? isOn else {
            return try await next(request, context)
        }
        return try await withTaskExecutorPreference(pool.executor) {
            try await next(request, context)
        }
    }
}
