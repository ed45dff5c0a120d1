import StrataMacros

@Table("users")
struct UserRow: Codable, Sendable, Equatable {
    @PrimaryKey(.identity) var id: Int
    @Unique var email: String
    var name: String
    var age: Int?
}

@Table("posts", schema: "blog")
struct PostRow: Codable, Sendable, Equatable {
    @PrimaryKey(.identity) var id: Int
    @References("users", "id", onDelete: .cascade) var authorID: Int
    var title: String
    var note: String?
    @Default("false") var isPublished: Bool
}
