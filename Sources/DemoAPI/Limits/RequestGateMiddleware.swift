import Hummingbird

/// Bounds how many requests are worked on at once.
///
/// What says whether the server is well is let in whatever happens, and so is what belongs to a request
/// that is inside already.
struct RequestGateMiddleware: RouterMiddleware {
    let gate: RequestGate
    /// Counts those that were turned away, which reach no operation.
    let refusals: CountSeries

    init(_ gate: RequestGate, _ metrics: MetricsRegistry) {
        self.gate = gate
        refusals = metrics.series("http_requests_refused_total", []) { CountSeries() }
    }

    private static let always: Set = ["/health", "/ready", "/metrics"]

    func handle(
        _ request: Request, context: DemoContext,
        next: @concurrent (Request, DemoContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.limits = gate.limits
        guard !context.isNested, !Self.always.contains(request.uri.path) else {
            return try await next(request, context)
        }
        return try await gate.admit {
            try await next(request, context)
        } onRefusal: {
            refusals.increment(by: 1)
        }
    }
}
