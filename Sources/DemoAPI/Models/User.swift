import Foundation
import PGCore
import StrataMacros

/// A user as an object of tier 3.
///
/// Its `Snapshot` has the same JSON as ``UserRow``.
@Entity("users")
final class User: Codable {
    @PrimaryKey(.identity) var id: Int
    @Unique var email: String
    var name: String
    @Column(type: "integer") @Check("age BETWEEN 0 AND 150") var age: Int?
    @Default("'member'") var role: Role
    @Default("now()") @Index var createdAt: Date
    @Column(type: "integer") @Version var version: Int
    @HasMany(\Post.author) var posts: ToMany<Post>
}
