import Hummingbird

/// The database side of the three posts APIs; each tier brings its own.
protocol PostsController: Sendable {
    static var tier: Tier { get }

    /// The latest posts of a user with their tags, the newest first.
    func feed(of user: Int, _ query: FeedQuery) async throws -> [FeedItem]

    /// Writes a post of a user, and the tags that are new.
    func create(_ new: NewPost, by user: Int) async throws -> FeedItem

    /// Whether there is such a user.
    func hasUser(_ id: Int) async throws -> Bool
}

extension PostsController {
    /// Adds the routes of its tier.
    func addRoutes(to api: API) {
        api.add(Self.feed) { request, context in
            let user = try context.userID
            let posts = try await feed(of: user, FeedQuery(request.uri.queryParameters))
            if posts.isEmpty { try await requireUser(user) }
            return Feed(posts: posts)
        }
        api.add(Self.create) { request, context in
            let new = try await request.body(as: NewPost.self, context)
            let user = try context.userID
            try await requireUser(user)
            return EditedResponse(status: .created, response: try await create(new, by: user))
        }
    }

    private func requireUser(_ id: Int) async throws {
        if try await !hasUser(id) { throw APIError.notFound("there is no such user") }
    }

    private static var feed: Operation {
        Operation(
            method: .get, path: "\(tier.usersPath)/{id}/posts", id: "\(tier.rawValue)ListPosts",
            summary: "A user's feed", detail: "The latest posts of a user, with their tags.",
            tag: tier.title, parameters: [.userID] + FeedQuery.parameters,
            responses: [.json(Feed.self, "The posts, the newest first.")])
    }

    private static var create: Operation {
        Operation(
            method: .post, path: "\(tier.usersPath)/{id}/posts",
            id: "\(tier.rawValue)CreatePost", summary: "Write a post", tag: tier.title,
            parameters: [.userID], body: .json(NewPost.self),
            responses: [.json(FeedItem.self, status: .created, "The new post.")])
    }
}
