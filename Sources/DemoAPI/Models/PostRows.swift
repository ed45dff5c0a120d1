import Foundation
import PGCore
import StrataMacros

/// A post as a row.
@Table("posts")
struct PostRow: Codable, Sendable, Equatable {
    @PrimaryKey(.identity) var id: Int
    @References("users", "id", onDelete: .cascade) @Index var authorID: Int
    var title: String
    @Default("''") var body: String
    @Default("now()") var createdAt: Date
}

/// A tag as a row.
@Table("tags")
struct TagRow: Codable, Sendable, Equatable {
    @PrimaryKey(.identity) var id: Int
    @Unique var name: String
}

/// That a post has a tag.
@Table("post_tags")
struct PostTagRow: Codable, Sendable, Equatable {
    @PrimaryKey @References("posts", "id", onDelete: .cascade) var postID: Int
    @PrimaryKey @References("tags", "id", onDelete: .cascade) var tagID: Int
}
