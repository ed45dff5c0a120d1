import Hummingbird
import PGWire

/// Runs a request elsewhere than its connection, if it says so: to compare.
///
/// `X-Executor: pool` is an event loop of the pool, `X-Executor: global` is Swift's own threads.
struct ExecutorMiddleware<Context: RequestContext>: RouterMiddleware {
    let pool: ConnectionPool

    func handle(
        _ request: Request, context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let executor: any TaskExecutor
        switch request.headers[.executor] {
        case "pool": executor = pool.executor
        case "global": executor = globalConcurrentExecutor
        default: return try await next(request, context)
        }
        return try await withTaskExecutorPreference(executor) {
            try await next(request, context)
        }
    }
}
