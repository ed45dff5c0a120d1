import Foundation
import PGCore
import StrataMacros

/// What a user has written.
///
/// It goes with its author.
@Entity("posts")
final class Post: Codable {
    @PrimaryKey(.identity) var id: Int
    @BelongsTo(onDelete: .cascade) var author: ToOne<User>
    var title: String
    @Default("''") var body: String
    @Default("now()") var createdAt: Date
    @ManyToMany(through: "post_tags") var tags: ToMany<Tag>
}
