import PGCore
import PGWire

/// `/raw/users/{id}/posts`, tier 1.
struct RawPostsController: PostsController {
    static let tier = Tier.raw

    let pool: ConnectionPool

    func feed(of user: Int, _ query: FeedQuery) async throws -> [FeedItem] {
        switch query.load {
        case .together: try await together(user, query.limit)
        case .each: try await each(user, query.limit)
        }
    }

    /// One statement: the server collects each post's tags into an array.
    private func together(_ user: Int, _ limit: Int) async throws -> [FeedItem] {
        try await pool.query(
            """
            SELECT id, title, body, created_at, ARRAY(
                SELECT t.name FROM post_tags JOIN tags t ON t.id = tag_id
                WHERE post_id = posts.id ORDER BY t.name COLLATE "C") AS tags
            FROM posts WHERE author_id = \(user)
            ORDER BY created_at DESC, id DESC LIMIT \(limit)
            """
        ).decode(into: FeedItem.self)
    }

    /// One statement for the posts, and one more for each of them.
    private func each(_ user: Int, _ limit: Int) async throws -> [FeedItem] {
        let posts = try await pool.query(
            """
            SELECT id, author_id, title, body, created_at FROM posts WHERE author_id = \(user)
            ORDER BY created_at DESC, id DESC LIMIT \(limit)
            """
        ).decode(into: PostRow.self)
        var items: [FeedItem] = []
        for post in posts {
            let tags = try await pool.query(
                """
                SELECT t.name FROM post_tags JOIN tags t ON t.id = tag_id
                WHERE post_id = \(post.id) ORDER BY t.name COLLATE "C"
                """
            ).decode(String.self)
            items.append(FeedItem(post, tags: tags))
        }
        return items
    }

    /// One statement that writes to three tables.
    func create(_ new: NewPost, by user: Int) async throws -> FeedItem {
        let rows = try await pool.query(
            """
            WITH post AS (
                INSERT INTO posts (author_id, title, body)
                VALUES (\(user), \(new.title), \(new.body)) RETURNING *
            ), tag AS (
                INSERT INTO tags (name) SELECT unnest(\(new.tags)::text[])
                ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id
            ), link AS (
                INSERT INTO post_tags (post_id, tag_id) SELECT post.id, tag.id FROM post, tag
            )
            SELECT id, title, body, created_at, \(new.tags)::text[] AS tags FROM post
            """)
        // Without ON CONFLICT an INSERT that succeeds returns its row.
        return try rows[0].decode(into: FeedItem.self)
    }

    func hasUser(_ id: Int) async throws -> Bool {
        try await pool.query("SELECT EXISTS (SELECT FROM users WHERE id = \(id))").one(Bool.self)
    }
}
