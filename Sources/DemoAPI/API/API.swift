import Hummingbird
import PGWire

/// The routes of the demo and their documentation, which come from the same declarations.
///
/// A request reaches its handler only if its query and headers are as declared.
final class API {
    private let router: Router<DemoContext>
    /// How long the database may take for one request.
    private let timeout: Duration
    private var operations: [Operation] = []

    init(_ router: Router<DemoContext>, timeout: Duration) {
        self.router = router
        self.timeout = timeout
    }

    /// What has been added so far.
    var document: OpenAPI { OpenAPI(operations: operations) }

    /// Adds a route.
    func add(
        _ operation: Operation,
        _ handler: @escaping @Sendable (Request, DemoContext) async throws -> some ResponseGenerator
    ) {
        precondition(
            !operations.contains { $0.id == operation.id }, "\(operation.id) is added twice")
        operations.append(operation)
        router.on(RouterPath(operation.path), method: operation.method) {
            [timeout] request, context in
            try operation.check(request)
            guard !operation.isTransfer else { return try await handler(request, context) }
            return try await withDeadline(timeout) { try await handler(request, context) }
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
        router.get("/openapi.json") { request, context in
            try operation.check(request)
            return try context.responseEncoder.encode(document, from: request, context: context)
        }
        refuseOtherMethods()
    }

    /// Answers methods that a path does not have with 405 and those that it has.
    private func refuseOtherMethods() {
        let methods: [HTTPRequest.Method] = [
            .get, .put, .post, .delete, .patch, .options, .trace,
        ]
        for (path, operations) in Dictionary(grouping: operations, by: \.path) {
            let allowed = operations.map(\.method)
            let error = APIError.methodNotAllowed(allowed)
            for method in methods where !allowed.contains(method) {
                router.on(RouterPath(path), method: method) { _, _ -> Response in throw error }
            }
        }
    }
}
