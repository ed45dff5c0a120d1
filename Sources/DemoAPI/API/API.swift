import Hummingbird
import PGWire

/// The routes of the demo and their documentation, which come from the same declarations.
///
/// A request reaches its handler only if its query and headers are as declared.
final class API {
    private let router: Router<DemoContext>
    private let limits: RequestLimits
    private let metrics: MetricsRegistry
    private let transfers: RequestGate
    private let paths = PathTable()
    private var operations: [Operation] = []

    /// - Parameters:
    ///   - router: Where routes are added.
    ///   - limits: How long the database may take for a request.
    ///   - transfers: Where those wait who have a connection for long: one gate for each pool.
    ///   - metrics: Where requests are counted.
    init(
        _ router: Router<DemoContext>, limits: RequestLimits = RequestLimits(),
        transfers: RequestGate = RequestGate(RequestLimits()),
        metrics: MetricsRegistry = MetricsRegistry()
    ) {
        self.router = router
        self.limits = limits
        self.transfers = transfers
        self.metrics = metrics
        router.add(middleware: MethodMiddleware(paths: paths))
    }

    /// What has been added so far.
    var document: OpenAPI { OpenAPI(operations: operations) }

    /// Adds a route.
    ///
    /// - Parameters:
    ///   - operation: What it does.
    ///   - collectsBody: Whether the body is read before the time of the database begins to count.
    ///   - handler: What answers.
    func add(
        _ operation: Operation, collectsBody: Bool = true,
        _ handler: @escaping @Sendable (Request, DemoContext) async throws -> some ResponseGenerator
    ) {
        precondition(
            !operations.contains { $0.id == operation.id }, "\(operation.id) is added twice")
        operations.append(operation)
        let metrics = OperationMetrics(operation.id, metrics)
        let check = RequestCheck(operation)
        let collectsBody = collectsBody && operation.body != nil
        router.on(RouterPath(operation.path), method: operation.method) {
            [limits, transfers] request, context in
            try await metrics.measure {
                try check(request)
                if operation.isTransfer {
                    return try await transfers.admit { try await answer(request, context) }
                }
                let context =
                    collectsBody ? context.with(body: try await request.bytes(context)) : context
                if operation.holdsConnection {
                    return try await transfers.admit {
                        try await withDeadline(limits.timeout) {
                            try await answer(request, context)
                        }
                    }
                }
                return try await withDeadline(limits.timeout) { try await answer(request, context) }
            }
        }
        @Sendable func answer(_ request: Request, _ context: DemoContext) async throws -> Response {
            try await handler(request, context).response(from: request, context: context)
        }
    }

    /// Adds what depends on all other routes; to be called last.
    func finish() {
        let operation = Operation(
            method: .get, path: "/openapi.json", id: "openapi",
            summary: "This description, as OpenAPI 3.1", tag: "service",
            responses: [ResponseShape(status: .ok, description: "The document.", schema: .anything)]
        )
        operations.append(operation)
        let document = document.json
        let check = RequestCheck(operation)
        router.get("/openapi.json") { request, context in
            try check(request)
            return try context.responseEncoder.encode(document, from: request, context: context)
        }
        paths.set(Dictionary(grouping: operations, by: \.path).mapValues { $0.map(\.method) })
    }
}
