import Hummingbird

/// The HTTP side of the three users APIs; each tier brings the database side.
protocol UsersController: Sendable {
    associatedtype Item: PageItem

    static var tier: Tier { get }

    func list(_ page: PageRequest) async throws -> Page<Item>
    func get(_ id: Int) async throws -> Item?
    func create(_ new: NewUser) async throws -> Item
    func update(_ id: Int, _ changes: UserChanges) async throws -> Item?
    func delete(_ id: Int) async throws -> Bool
}

extension UsersController {
    /// Adds the five routes of its tier.
    func addRoutes(to api: API) {
        let operations = UserOperations(tier: Self.tier)
        api.add(operations.list) { request, _ in
            try await list(PageRequest(request.uri.queryParameters))
        }
        api.add(operations.get) { _, context in
            try found(try await get(id(context)))
        }
        api.add(operations.create) { request, context in
            let user = try await create(try await request.body(as: NewUser.self, context))
            return EditedResponse(
                status: .created, headers: [.location: "\(Self.tier.usersPath)/\(user.id)"],
                response: user)
        }
        api.add(operations.update) { request, context in
            let changes = try await request.body(as: UserChanges.self, context)
            return try found(try await update(id(context), changes))
        }
        api.add(operations.delete) { _, context in
            guard try await delete(id(context)) else { throw missing }
            return HTTPResponse.Status.noContent
        }
    }

    /// What is not a number is nobody's key.
    private func id(_ context: some RequestContext) throws(APIError) -> Int {
        guard let id = context.parameters.get("id", as: Int.self) else { throw missing }
        return id
    }

    private func found(_ user: Item?) throws(APIError) -> Item {
        guard let user else { throw missing }
        return user
    }

    private var missing: APIError { .notFound("there is no such user") }
}
