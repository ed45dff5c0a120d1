import Hummingbird

/// The routes of users, which are the same in every tier.
struct UserOperations {
    let tier: Tier

    var list: Operation {
        var operation = operation(.get, "", "List", "List users")
        operation.parameters = PageRequest.parameters
        operation.responses = [.json(Page<UserRow>.self, "A page of users.")]
        return operation
    }

    var get: Operation {
        var operation = operation(.get, "/{id}", "Get", "Read a user")
        operation.responses = [.json(UserRow.self, "The user.")]
        return operation
    }

    var create: Operation {
        var operation = operation(.post, "", "Create", "Create a user")
        operation.body = .json(NewUser.self)
        operation.responses = [
            .json(
                UserRow.self, status: .created, "The new user.",
                headers: [.init(name: "Location", description: "Where it is.")]),
            .problem(.conflict, "Another user has the address."),
        ]
        return operation
    }

    var update: Operation {
        var operation = operation(.patch, "/{id}", "Update", "Change a user")
        operation.detail = "Fields that are missing stay as they are; an age of null clears it."
        operation.body = .json(UserChanges.self)
        operation.responses = [
            .json(UserRow.self, "The user as it is now."),
            .problem(.conflict, "Another user has the address."),
        ]
        return operation
    }

    var delete: Operation {
        var operation = operation(.delete, "/{id}", "Delete", "Delete a user")
        operation.responses = [.empty(.noContent, "The user is gone.")]
        return operation
    }

    private func operation(
        _ method: HTTPRequest.Method, _ path: String, _ verb: String, _ summary: String
    ) -> Operation {
        Operation(
            method: method, path: tier.usersPath + path,
            id: "\(tier.rawValue)\(verb)User\(verb == "List" ? "s" : "")", summary: summary,
            tag: tier.title,
            parameters: path.isEmpty ? [] : [.path("id", .integer, "The user's key.")])
    }
}
