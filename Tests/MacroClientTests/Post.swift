import StrataMacros

@Entity("posts")
final class Post: Codable {
    @PrimaryKey(.identity) var id: Int
    @Index var title: String
    @BelongsTo(onDelete: .cascade) var author: ToOne<User>
    @BelongsTo(onDelete: .setNull) var editor: ToOne<User>?
}
