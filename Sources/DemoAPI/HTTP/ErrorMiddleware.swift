import Hummingbird
import Logging

/// Answers every error in the one JSON shape, and logs those that are not the client's fault.
struct ErrorMiddleware<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request, context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let answer = APIError(error)
            // Whoever throws the answer itself has logged the cause.
            if answer.status.kind == .serverError, !(error is APIError) {
                context.logger.error("request failed", metadata: ["error": "\(error)"])
            }
            return try answer.response(from: request, context: context)
        }
    }
}
