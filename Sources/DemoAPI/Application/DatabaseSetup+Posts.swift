import PGCore
import PGWire

extension DatabaseSetup {
    /// Gives every user some posts, and most posts some tags, so that there is a feed to look at.
    func seedPosts(_ pool: ConnectionPool) async throws {
        try await pool.withTransaction { transaction in
            try await transaction.query(
                "INSERT INTO tags (name) SELECT unnest(\(Self.tags)::text[]) ON CONFLICT DO NOTHING"
            )
            try await transaction.query(
                """
                INSERT INTO posts (author_id, title, body, created_at)
                SELECT id, 'Note ' || number || ' of ' || name, 'What ' || name || ' has to say.',
                    created_at + make_interval(hours => number)
                FROM users CROSS JOIN generate_series(1, \(Self.postsOfUser)) AS number
                WHERE NOT EXISTS (SELECT FROM posts)
                ORDER BY id, number
                """)
            try await transaction.query(
                """
                INSERT INTO post_tags (post_id, tag_id)
                SELECT posts.id, tags.id FROM posts JOIN tags ON (posts.id + tags.id) % 3 = 0
                ON CONFLICT DO NOTHING
                """)
        }
    }

    private static let postsOfUser = 12
    private static let tags = ["postgres", "swift", "travel", "music", "food", "work"]
}
