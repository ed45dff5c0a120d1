import StrataMacros

@Entity("users")
final class User: Codable {
    @PrimaryKey(.identity) var id: Int
    @Unique var email: String
    var name: String
    @Check("age >= 0") var age: Int?
    @Default("'member'") var role: String
    @HasMany(\Post.author) var posts: ToMany<Post>
}
