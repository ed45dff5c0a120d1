import Hummingbird

/// The HTTP side of the three users APIs; each tier brings the database side.
protocol UsersController: Sendable {
    associatedtype Item: PageItem

    func list(_ page: PageRequest) async throws -> Page<Item>
    func get(_ id: Int) async throws -> Item?
    func create(_ new: NewUser) async throws -> Item
    func update(_ id: Int, _ changes: UserChanges) async throws -> Item?
    func delete(_ id: Int) async throws -> Bool
}

extension UsersController {
    /// Adds the five routes under `path`.
    func addRoutes<Context: RequestContext>(to router: Router<Context>, at path: String) {
        let group = router.group(RouterPath(path))
        group.get { request, _ in
            let query = request.uri.queryParameters
            return try await list(PageRequest(limit: query["limit"], cursor: query["cursor"]))
        }
        group.get(":id") { _, context in
            try found(try await get(id(context)))
        }
        group.post { request, context in
            let user = try await create(try await request.body(as: NewUser.self, context))
            return EditedResponse(
                status: .created, headers: [.location: "\(path)/\(user.id)"], response: user)
        }
        group.patch(":id") { request, context in
            let changes = try await request.body(as: UserChanges.self, context)
            return try found(try await update(id(context), changes))
        }
        group.delete(":id") { _, context in
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
