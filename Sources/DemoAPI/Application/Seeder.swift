import Foundation
import PGCore
import PGWire

/// Fills the database with users, posts and tags, as fast as it takes them: by COPY.
///
/// The users have numbers in their addresses, so that doing it again only adds those that are not
/// there yet. All of it is one transaction.
struct Seeder: Sendable {
    let pool: ConnectionPool
    /// Told what is going on, a line at a time.
    var report: @Sendable (String) -> Void = { Progress.say($0) }

    /// How many posts are written at most: they are there to be looked at, not to be many.
    static let postLimit = 20_000
    private static let tags = ["databases", "swift", "travel", "food", "music", "gardens"]

    /// Makes sure that there are as many of these users, and returns how many it has added.
    @discardableResult
    func run(users count: Int) async throws -> Int {
        let added = try await pool.withTransaction { transaction in
            // Nobody else may take the numbers meanwhile. Reading goes on.
            try await transaction.query("LOCK TABLE users, posts IN SHARE ROW EXCLUSIVE MODE")
            let present = try await Self.present(transaction)
            guard count > present else { return 0 }
            let batch = SeedBatch(
                numbers: present + 1...count,
                firstUser: try await Self.reserve(count - present, of: "users", transaction))
            try await copyUsers(batch, transaction)
            try await copyPosts(batch, transaction)
            return count - present
        }
        guard added > 0 else {
            report("There are \(count) such users already")
            return 0
        }
        // Plans are made from statistics, which would otherwise come a minute later.
        for table in ["users", "posts", "post_tags"] {
            try await pool.query("ANALYZE \(identifier: table)")
        }
        return added
    }

    /// The highest number that a user has.
    private static func present(_ transaction: Transaction) async throws -> Int {
        try await transaction.query(
            """
            SELECT coalesce(max(substring(email FROM 6 FOR 9)::int), 0) FROM users
            WHERE email ~ '^seed-[0-9]{9}@example[.]org$'
            """
        ).one(Int.self)
    }

    /// Takes keys from a table's sequence, and returns the first.
    private static func reserve(
        _ count: Int, of table: String, _ transaction: Transaction
    ) async throws -> Int {
        let last = try await transaction.query(
            """
            SELECT setval(sequence, nextval(sequence) + \(count - 1)::bigint)
            FROM (SELECT pg_get_serial_sequence(\(table), 'id')::regclass AS sequence) AS s
            """
        ).one(Int.self)
        return last - count + 1
    }

    private func copyUsers(_ batch: SeedBatch, _ transaction: Transaction) async throws {
        var progress = SeedProgress(total: batch.numbers.count, report: report)
        try await transaction.copy(
            into: "users", columns: "id", "email", "name", "age", "created_at"
        ) { writer in
            for number in batch.numbers {
                let user = batch.user(number)
                try await writer.write(user.id, user.email, user.name, user.age, user.createdAt)
                progress.add()
            }
        }
        progress.finish("users")
    }

    private func copyPosts(_ batch: SeedBatch, _ transaction: Transaction) async throws {
        let posts = min(batch.numbers.count / 5, Self.postLimit)
        guard posts > 0 else { return }
        let tags = try await tagKeys(transaction)
        let first = try await Self.reserve(posts, of: "posts", transaction)
        try await transaction.copy(
            into: "posts", columns: "id", "author_id", "title", "body", "created_at"
        ) { writer in
            for index in 0..<posts {
                // Two each, for every other user.
                let post = batch.post(index / 2 * 2)
                try await writer.write(
                    first + index, post.author, "\(post.title), part \(index % 2 + 1)", post.body,
                    post.createdAt)
            }
        }
        try await transaction.copy(into: "post_tags", columns: "post_id", "tag_id") { writer in
            for index in 0..<posts {
                try await writer.write(first + index, tags[index % tags.count])
                try await writer.write(first + index, tags[(index + 1) % tags.count])
            }
        }
        report("  \(posts) posts, each with 2 of \(tags.count) tags")
    }

    private func tagKeys(_ transaction: Transaction) async throws -> [Int] {
        try await transaction.query(
            """
            INSERT INTO tags (name) SELECT unnest(\(Self.tags)::text[])
            ON CONFLICT (name) DO NOTHING
            """)
        return try await transaction.query(
            "SELECT id FROM tags WHERE name = ANY (\(Self.tags)) ORDER BY id"
        ).decode(Int.self)
    }
}
