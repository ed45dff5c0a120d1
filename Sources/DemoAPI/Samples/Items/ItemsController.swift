import Hummingbird
import PGWire

/// The HTTP side of the items.
struct ItemsController: Sendable {
    let items: Items

    init(pool: ConnectionPool) {
        items = Items(pool: pool)
    }

    func addRoutes(to api: API) {
        api.add(ItemOperations.list) { request, _ in
            let query = request.uri.queryParameters
            return try await items.list(
                query["search"].map(String.init), limit: query["limit"].flatMap { Int($0) } ?? 20)
        }
        api.add(ItemOperations.summary) { _, _ in try await items.summary() }
        api.add(ItemOperations.get) { _, context in
            guard let item = try await items.get(context.pathText("sku")) else { throw missing }
            return item
        }
        api.add(ItemOperations.put) { request, context in
            let item = try await request.body(as: Item.self, context)
            guard try item.sku == context.pathText("sku") else {
                throw APIError.invalid([
                    FieldProblem(field: "sku", message: "must be the one of the path")
                ])
            }
            return try await items.put(item)
        }
        api.add(ItemOperations.delete) { _, context in
            guard try await items.delete(context.pathText("sku")) else { throw missing }
            return HTTPResponse.Status.noContent
        }
        api.add(ItemOperations.move) { request, context in
            try await items.move(request.body(as: ItemMove.self, context))
        }
    }

    private var missing: APIError { .notFound("there is no such item") }
}
