import Foundation
import Hummingbird

extension UsersController {
    /// Adds the routes of its tier.
    func addRoutes(to api: API) {
        let operations = UserOperations(tier: Self.tier)
        api.add(operations.list) { request, context in
            let query = try UserQuery(request.uri.queryParameters)
            return try Page(try await list(query), query).response(to: request, context)
        }
        api.add(operations.get) { request, context in
            let user = try await find(context.userID)
            return EntityTags(request.headers[values: .ifNoneMatch]).match(user.version)
                ? Response(status: .notModified, headers: [.eTag: EntityTags.tag(user.version)])
                : try versioned(user).response(from: request, context: context)
        }
        api.add(operations.create) { request, context in
            try await create(request, context)
        }
        api.add(operations.update) { request, context in
            let changes = try await request.body(as: UserChanges.self, context)
            let (id, expected) = (try context.userID, ExpectedVersions(request))
            if let user = try await update(id, changes, expected) { return versioned(user) }
            return versioned(try await unchanged(id, expected))
        }
        api.add(operations.delete) { request, context in
            let expected = ExpectedVersions(request)
            if try await !delete(context.userID, expected) {
                _ = try await unchanged(context.userID, expected)
            }
            return HTTPResponse.Status.noContent
        }
    }

    private func create(_ request: Request, _ context: DemoContext) async throws -> Response {
        let body = try await request.bytes(context)
        let new = try body.decode(as: NewUser.self)
        guard let key = request.headers[.idempotencyKey] else {
            let user = try await create(new)
            var response = try versioned(user, status: .created)
                .response(from: request, context: context)
            response.headers[.location] = "\(Self.tier.usersPath)/\(user.id)"
            return response
        }
        let keyed = KeyedRequest(
            key: key, content: Array(Self.tier.usersPath.utf8) + Array(buffer: body))
        let answer = try await create(new, once: keyed) { user in
            KeptAnswer(
                status: HTTPResponse.Status.created.code,
                location: "\(Self.tier.usersPath)/\(user.id)",
                etag: EntityTags.tag(user.version),
                body: String(decoding: try JSONBytesEncoder.encode(user), as: UTF8.self))
        }
        return answer.response(from: request, context: context)
    }

    private func find(_ id: Int) async throws -> Item {
        guard let user = try await get(id) else { throw APIError.notFound("there is no such user") }
        return user
    }

    /// The user, if nothing but the request itself is the reason that it was not changed.
    private func unchanged(_ id: Int, _ expected: ExpectedVersions) async throws -> Item {
        let user = try await find(id)
        guard expected.allow(user.version) else { throw APIError.changed }
        return user
    }

    private func versioned(
        _ user: Item, status: HTTPResponse.Status = .ok
    ) -> EditedResponse<Item> {
        EditedResponse(
            status: status, headers: [.eTag: EntityTags.tag(user.version)], response: user)
    }
}

extension RequestContext {
    /// The user that the path names; what is not a number is nobody's key.
    var userID: Int {
        get throws(APIError) {
            guard let id = parameters.get("id", as: Int.self) else {
                throw .notFound("there is no such user")
            }
            return id
        }
    }
}
