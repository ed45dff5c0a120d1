import ORM
import PGCore
import PGWire
import QueryBuilder

/// `/orm/users/{id}/posts`, tier 3.
struct ORMPostsController: PostsController {
    static let tier = Tier.orm

    let database: Database

    func feed(of user: Int, _ query: FeedQuery) async throws -> [FeedItem] {
        let latest = Post.where { $0.authorID == user }
            .orderBy { ($0.createdAt.descending, $0.id.descending) }
            .limit(query.limit)
        return try await database.withSession { session in
            switch query.load {
            case .together:
                return try await session.fetch(latest.include(\.tags)).map { try FeedItem($0) }
            case .each:
                var items: [FeedItem] = []
                for post in try await session.fetch(latest) {
                    try await session.load(\.tags, of: post)
                    items.append(try FeedItem(post))
                }
                return items
            }
        }
    }

    func create(_ new: NewPost, by user: Int) async throws -> FeedItem {
        try await database.withSession(retry: .serializationFailures(max: 5)) { session in
            let author = try await session.get(User.self, user)
            guard let author else { throw APIError.notFound("there is no such user") }
            let post = Post(author: author, title: new.title, body: new.body)
            session.add(post)
            for name in new.tags {
                post.tags.append(
                    try await session.insertOrFetch(Tag(name: name), on: \.name).entity)
            }
            try await session.commit()
            return FeedItem(
                id: post.id, title: post.title, body: post.body, createdAt: post.createdAt,
                tags: new.tags)
        }
    }

    func hasUser(_ id: Int) async throws -> Bool {
        try await database.withSession { session in
            try await session.get(User.self, id) != nil
        }
    }
}
