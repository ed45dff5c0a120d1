import Hummingbird
import Logging

/// Logs one line for each request when its answer is known.
struct RequestLogMiddleware<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request, context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let duration = ContinuousClock.now - start
        context.logger.info(
            "request",
            metadata: [
                "method": "\(request.method.rawValue)",
                "path": "\(request.uri.path)",
                "status": .stringConvertible(response.status.code),
                "duration_ms": .stringConvertible(
                    (duration / .milliseconds(0.001)).rounded() / 1_000),
                "bytes": .stringConvertible(response.body.contentLength ?? 0),
            ])
        return response
    }
}
