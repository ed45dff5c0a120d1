import Hummingbird
import PGWire

/// One query, materialised in four ways.
struct MaterializeController: Sendable {
    let pool: ConnectionPool

    func addRoutes(to api: API) {
        api.add(MaterializeOperations.blocking) { request, _ in
            try await BlockingUsers(pool: pool).list(MaterializeRequest(request))
        }
        api.add(MaterializeOperations.await) { request, _ in
            try await AwaitUsers(pool: pool).list(MaterializeRequest(request))
        }
        api.add(MaterializeOperations.deferred) { request, _ in
            let result = try await DeferredUsers(pool: pool).list(MaterializeRequest(request))
            return EditedResponse(
                headers: [.totalCount: "\(result.total)", .cancelledQuery: result.cancellation],
                response: result.users)
        }
        api.add(MaterializeOperations.chunked) { request, context in
            try await ChunkedUsers(pool: pool).respond(
                MaterializeRequest(request), request, context)
        }
    }
}

extension HTTPFields.Element.Name {
    /// How many there are besides those in the answer.
    static let totalCount = Self("Total-Count") ?? .range
    /// What became of the query that was cancelled.
    static let cancelledQuery = Self("Cancelled-Query") ?? .range
}
