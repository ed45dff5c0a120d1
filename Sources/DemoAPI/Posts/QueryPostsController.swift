import PGCore
import PGWire
import QueryBuilder

/// `/query/users/{id}/posts`, tier 2.
struct QueryPostsController: PostsController {
    static let tier = Tier.query

    let pool: ConnectionPool

    func feed(of user: Int, _ query: FeedQuery) async throws -> [FeedItem] {
        let posts =
            try await PostRow
            .where { $0.authorID == user }
            .orderBy { ($0.createdAt.descending, $0.id.descending) }
            .limit(query.limit)
            .fetch(on: pool)
        switch query.load {
        case .together:
            // One more statement for all posts.
            let tags = try await tags(of: posts.map(\.id))
            return posts.map { FeedItem($0, tags: tags[$0.id] ?? []) }
        case .each:
            var items: [FeedItem] = []
            for post in posts {
                items.append(FeedItem(post, tags: try await tags(of: [post.id])[post.id] ?? []))
            }
            return items
        }
    }

    private func tags(of posts: [Int]) async throws -> [Int: [String]] {
        let rows =
            try await PostTagRow
            .where { $0.postID.in(posts) }
            .join(TagRow.self) { link, tag in link.tagID == tag.id }
            .select { link, tag in (link.postID, tag.name) }
            .fetch(on: pool)
        return Dictionary(grouping: rows, by: \.0).mapValues { $0.map(\.1) }
    }

    func create(_ new: NewPost, by user: Int) async throws -> FeedItem {
        try await pool.withTransaction { transaction in
            let post =
                try await PostRow
                .insert(PostRow.New(authorID: user, title: new.title, body: new.body))
                .returning()
                .fetch(on: transaction)[0]
            let tags = try await TagRow.insert(columns: \.name).unnest(new.tags)
                .onConflict(\.name).doUpdate(\.name)
                .returning()
                .fetch(on: transaction)
            try await PostTagRow.insert(columns: \.postID, \.tagID)
                .unnest(tags.map { (post.id, $0.id) })
                .execute(on: transaction)
            return FeedItem(post, tags: new.tags)
        }
    }

    func hasUser(_ id: Int) async throws -> Bool {
        try await UserRow.where { $0.id == id }.select { $0.id }.fetchOne(on: pool) != nil
    }
}
