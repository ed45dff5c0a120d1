import Hummingbird

/// Bounds how many requests are worked on at once.
///
/// What says whether the server is well is let in whatever happens.
struct RequestGateMiddleware: RouterMiddleware {
    let gate: RequestGate

    private static let always: Set = ["/health", "/ready", "/metrics"]

    func handle(
        _ request: Request, context: DemoContext,
        next: @concurrent (Request, DemoContext) async throws -> Response
    ) async throws -> Response {
        if Self.always.contains(request.uri.path) { return try await next(request, context) }
        let pass = try await gate.enter()
        var context = context
        context.limits = gate.limits
        var response = try await next(request, context)
        // A stream is being worked on until its end has been written, or the client has gone.
        if response.body.contentLength == nil {
            let body = response.body
            response.body = ResponseBody { writer in
                try await body.write(writer)
                withExtendedLifetime(pass) {}
            }
        }
        withExtendedLifetime(pass) {}
        return response
    }
}
