import Hummingbird
import Logging
import ORM

extension API {
    /// Adds a route whose handler is given a session of its own: the pattern to copy.
    ///
    /// The session is opened before the handler, committed when it returns, and closed in any case.
    /// When the handler throws, or the client goes away before it has its answer, everything is
    /// rolled back, and the connection goes back to the pool.
    ///
    /// A request like this has its connection to the client for itself: it is closed afterwards,
    /// because whoever watches a client leave cannot take its next request.
    func add(
        _ operation: Operation, in database: Database,
        _ handler:
            @escaping @Sendable (Request, DemoContext, Session) async throws ->
            some ResponseGenerator
    ) {
        add(operation, collectsBody: false) { request, context in
            do {
                var response = try await request.whileClientIsThere(context) { request in
                    try await database.withSession { session in
                        let answer = try await handler(request, context, session)
                        let response = try answer.response(from: request, context: context)
                        try await session.commit()
                        return response
                    }
                }
                response.headers[.connection] = "close"
                return response
            } catch {
                throw APIError(lastOf: error, context)
            }
        }
    }
}

extension APIError {
    /// The answer to an error after which the connection to the client ends.
    fileprivate init(lastOf error: any Error, _ context: DemoContext) {
        self = error is CancellationError ? .clientIsGone : APIError(error)
        if status.kind == .serverError, !(error is APIError) {
            context.logger.error("request failed", metadata: ["error": "\(error)"])
        }
        headers[.connection] = "close"
    }

    /// Nobody gets this one; it is there for the log and the metrics.
    private static let clientIsGone = APIError(
        status: HTTPResponse.Status(code: 499, reasonPhrase: "Client Closed Request"),
        code: "client_gone", message: "the client has gone away")
}

extension Request {
    /// Runs `work`, and cancels it when the client goes away.
    fileprivate func whileClientIsThere(
        _ context: DemoContext, _ work: @escaping @Sendable (Request) async throws -> Response
    ) async throws -> Response {
        // Nobody can leave where the server asks itself.
        guard !context.isNested else { return try await work(self) }
        return try await body.consumeWithCancellationOnInboundClose { body in
            var request = self
            request.body = body
            return try await work(request)
        }
    }
}
