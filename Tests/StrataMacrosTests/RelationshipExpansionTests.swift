import Testing

@Suite("What relationships expand to")
struct RelationshipExpansionTests {
    private func expansion(_ member: String) -> Expansion {
        Expansion(
            """
            @Entity("users") final class User: Codable {
                @PrimaryKey(.identity) var id: Int
                \(member)
            }
            """)
    }

    @Test(arguments: [
        (
            #"@HasMany(\Post.author, cascade: .owned) var posts: ToMany<Post>"#,
            #".toMany("posts", \User.posts, inverse: \Post.author, cascade: .owned),"#
        ),
        (
            #"@HasMany(\Post.author, scope: Post.drafts) var drafts: ToMany<Post>"#,
            #".toMany("drafts", \User.drafts, inverse: \Post.author, scope: { Post.drafts }),"#
        ),
        (
            #"@HasMany(through: \User.posts, \Post.tags) var tags: Through<Tag>"#,
            #".through("tags", \User.tags, \User.posts, \Post.tags),"#
        ),
        (
            #"@HasOne(\Profile.user, cascade: .owned) var profile: ToOneInverse<Profile>"#,
            #".hasOne("profile", \User.profile, inverse: \Profile.user, cascade: .owned),"#
        ),
        (
            #"@ManyToMany(through: "user_groups") var groups: ToMany<Group>"#,
            #".manyToMany("groups", \User.groups, through: ORM.JoinTable("user_groups", connecting: User.self, with: Group.self)),"#
        ),
        (
            #"@ManyToMany(through: "friendships", schema: "s", from: ["a"], to: ["b"], inverse: \User.admirers, onDelete: .restrict) var friends: ToMany<User>"#,
            #".manyToMany("friends", \User.friends, through: ORM.JoinTable("friendships", schema: "s", from: "a", to: "b", onDelete: .restrict), inverse: \User.admirers),"#
        ),
        (
            #"@BelongsTo(cascade: .owned) var boss: ToOne<User>?"#,
            #".toOne("boss", \User.boss, column: 1, cascade: .owned),"#
        ),
    ])
    func `one line of the entity's relationships`(_ member: String, _ line: String) {
        let expansion = expansion(member)
        #expect(expansion.problems == [])
        #expect(expansion.text.contains("\n        \(line)\n"))
    }

    @Test(arguments: ["ToMany", "ToOneInverse"])
    func `a value that is changed in place knows its name`(_ type: String) {
        let attribute = type == "ToMany" ? "HasMany" : "HasOne"
        let text = expansion("@\(attribute)(\\Post.author) var posts: \(type)<Post>").text
        #expect(text.contains("_modify { yield &_posts }"))
        #expect(
            text.contains(
                "private var _posts: \(type)<Post> = \(type)<Post>().named(\"User.posts\")\n"))
    }
}
