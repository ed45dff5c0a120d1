import Hummingbird
import ORM
import PGCore
import QueryBuilder

/// `PUT /session/users/{id}/role`: a handler that is given its session.
///
/// There is no transaction to be seen in it: what it changes is committed when it returns.
struct RolesController: Sendable {
    let database: Database

    /// The body: what a user may do from now on.
    private struct NewRole: Decodable, Described {
        let role: Role

        init(from decoder: any Decoder) throws {
            var fields = try FieldReader(from: decoder)
            role = fields.required(UserFields.role).flatMap(Role.init) ?? .member
            try fields.check()
        }

        static let schema = JSONSchema.object("NewRole", UserFields.role.required).closed
    }

    private static let update = Operation(
        method: .put, path: "/session/users/{id}/role", id: "sessionSetRole",
        summary: "Say what a user may do",
        detail: "The handler has a session for the request, which ends with it.",
        tag: "session per request", parameters: [.userID], body: .json(NewRole.self),
        responses: [.json(UserRow.self, "The user as it is now.")])

    func addRoutes(to api: API) {
        api.add(Self.update, in: database) { request, context, session in
            let new = try await request.body(as: NewRole.self, context)
            guard let user = try await session.get(User.self, context.userID) else {
                throw APIError.notFound("there is no such user")
            }
            user.role = new.role
            try await session.flush()
            return user.snapshot
        }
    }
}
