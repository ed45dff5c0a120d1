import Hummingbird

/// The routes of users, which are the same in every tier.
struct UserOperations {
    let tier: Tier

    var list: Operation {
        var operation = operation(.get, "", "List", "List users")
        operation.parameters = UserQuery.parameters
        operation.responses = [
            .json(
                Page<UserRow>.self, "A page of users.",
                headers: [
                    .init(name: "Link", description: "The next page, if there is one, as `next`.")
                ])
        ]
        return operation
    }

    var get: Operation {
        var operation = operation(.get, "/{id}", "Get", "Read a user")
        operation.parameters.append(
            .header("If-None-Match", .string, "Answer 304 if it still has this ETag."))
        operation.responses = [
            .json(UserRow.self, "The user.", headers: [Self.etag]),
            .empty(.notModified, "It has the ETag.", headers: [Self.etag]),
        ]
        return operation
    }

    var create: Operation {
        var operation = operation(.post, "", "Create", "Create a user")
        operation.detail = """
            With an `Idempotency-Key` the user is created once, however often the request is sent: \
            later ones get the first one's answer.
            """
        operation.parameters = [KeyedRequest.parameter]
        operation.body = .json(NewUser.self)
        operation.responses = [
            .json(
                UserRow.self, status: .created, "The new user.",
                headers: [.init(name: "Location", description: "Where it is."), Self.etag]),
            .problem(
                .conflict,
                "Another user has the address, or a request with the same key is in progress."),
        ]
        return operation
    }

    var update: Operation {
        var operation = operation(.patch, "/{id}", "Update", "Change a user")
        operation.detail = "Fields that are missing stay as they are; an age of null clears it."
        operation.parameters.append(ExpectedVersions.parameter)
        operation.body = .json(UserChanges.self)
        operation.responses = [
            .json(UserRow.self, "The user as it is now.", headers: [Self.etag]),
            Self.changed,
            .problem(.conflict, "Another user has the address."),
        ]
        return operation
    }

    var delete: Operation {
        var operation = operation(.delete, "/{id}", "Delete", "Delete a user")
        operation.parameters.append(ExpectedVersions.parameter)
        operation.responses = [.empty(.noContent, "The user is gone."), Self.changed]
        return operation
    }

    private static let etag = ResponseShape.Header(
        name: "ETag", description: "The version, for If-Match and If-None-Match.")

    private static let changed = ResponseShape.problem(
        .preconditionFailed, "It has been changed: `If-Match` does not have its ETag.")

    private func operation(
        _ method: HTTPRequest.Method, _ path: String, _ verb: String, _ summary: String
    ) -> Operation {
        Operation(
            method: method, path: tier.usersPath + path,
            id: "\(tier.rawValue)\(verb)User\(verb == "List" ? "s" : "")", summary: summary,
            tag: tier.title,
            parameters: path.isEmpty
                ? [] : [.userID])
    }
}

extension Parameter {
    /// The user that a path is about.
    static let userID = Parameter.path("id", .integer(.min ... .max), "The user's key.")
}
