import Foundation
import Hummingbird
import ORM

/// A post with its tags, as clients see it.
struct FeedItem: Codable, Sendable, Equatable, ResponseEncodable {
    let id: Int
    let title: String
    let body: String
    let createdAt: Date
    /// The names of its tags, sorted by their bytes.
    let tags: [String]
}

extension FeedItem {
    init(_ post: PostRow, tags: [String]) {
        self.init(
            id: post.id, title: post.title, body: post.body, createdAt: post.createdAt,
            tags: tags.sorted(by: Self.isBefore))
    }

    /// - Throws: `PGError.Code.notLoaded` for a post whose tags were not asked for.
    init(_ post: Post) throws {
        self.init(
            id: post.id, title: post.title, body: post.body, createdAt: post.createdAt,
            tags: try post.tags.all.map(\.name).sorted(by: Self.isBefore))
    }

    /// The order of the database's collation "C".
    static func isBefore(_ one: String, _ other: String) -> Bool {
        one.utf8.lexicographicallyPrecedes(other.utf8)
    }
}

extension FeedItem: Described {
    static let schema = JSONSchema.object(
        "Post", .init(name: "id", schema: .integer), PostFields.title.required,
        PostFields.body.required, .init(name: "createdAt", schema: .date),
        PostFields.tags.required)
}

/// The latest posts of a user, the newest first.
struct Feed: ResponseEncodable, Sendable, Described {
    let posts: [FeedItem]

    static let schema = JSONSchema.object(
        "Feed", JSONSchema.Property(name: "posts", schema: .array(of: FeedItem.schema)))
}
