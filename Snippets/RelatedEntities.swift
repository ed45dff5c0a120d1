// Relationships: declaring, changing, loading.

import StrataMacros

@Entity("users") final class User: Codable {
    @PrimaryKey(.identity) var id: Int
    var name: String
    var isActive: Bool
    @HasMany(\Post.author) var posts: ToMany<Post>
    @HasMany(\Post.author, scope: Post.drafts) var drafts: ToMany<Post>
    @ManyToMany(through: "user_groups") var groups: ToMany<Group>
    @HasOne(\Profile.user) var profile: ToOneInverse<Profile>
}

@Entity("groups") final class Group: Codable {
    @PrimaryKey(.identity) var id: Int
    var name: String
}

@Entity("profiles") final class Profile: Codable {
    @PrimaryKey(.identity) var id: Int
    var bio: String
    @Unique @BelongsTo var user: ToOne<User>?
}

@Entity("posts") final class Post: Codable {
    @PrimaryKey(.identity) var id: Int
    var title: String
    var isDraft: Bool
    @BelongsTo var author: ToOne<User>
    @BelongsTo var editor: ToOne<User>?
    @HasMany(\Comment.post) var comments: ToMany<Comment>
    @HasMany(\Tagging.post) var taggings: ToMany<Tagging>
    @HasMany(through: \Post.taggings, \Tagging.tag) var tags: Through<Tag>
}

@Entity("comments") final class Comment: Codable {
    @PrimaryKey(.identity) var id: Int
    @BelongsTo var post: ToOne<Post>
}

@Entity("tags") final class Tag: Codable {
    @PrimaryKey(.identity) var id: Int
    var label: String
}

// snippet.tagging
@Entity("taggings") final class Tagging: Codable {
    @PrimaryKey(.identity) var id: Int
    var weight: Int
    @BelongsTo var post: ToOne<Post>
    @BelongsTo var tag: ToOne<Tag>
}
// snippet.end

// snippet.scope
// @HasMany(\Post.author, scope: Post.drafts) var drafts: ToMany<Post>
extension Post {
    static var drafts: EntityQuery<Post> { Post.where { $0.isDraft == true }.orderBy { $0.title } }
}
// snippet.end

func change(_ user: User, _ post: Post, _ other: User, _ group: Group) throws {
    // snippet.change
    post.author = ToOne(other)  // UPDATE posts SET author_id = $1 WHERE id = $2
    user.posts.append(Post(title: "t", isDraft: true, author: user))  // INSERT INTO posts …
    user.groups.append(group)  // INSERT INTO user_groups …
    user.groups.remove(group)  // DELETE FROM user_groups …
    user.profile.set(Profile(bio: "…"))  // the old one lets go first
    try user.groups.replace(with: [group])  // what differs
    // snippet.end
}

func load(_ user: User, in session: Session) async throws {
    // snippet.include
    let users = try await session.fetch(
        User.where { $0.isActive == true }
            .include(\.posts) { $0.include(\.comments) }
            .include(\.groups)
            .include(\.profile))
    // snippet.end

    // snippet.refined
    let newest = User.all.include(\.posts) {
        $0.where { $0.isDraft == false }.orderBy { $0.id.descending }.limit(3)
    }
    // snippet.end

    // snippet.joined
    let comments = Comment.all.include(\.post, .joined) { $0.include(\.author, .joined) }
    // snippet.end

    // snippet.subquery
    let tree = User.where { $0.isActive == true }
        .include(\.posts, .subquery) { $0.include(\.comments, .subquery) }
        .include(\.groups, .subquery)
    // snippet.end

    // snippet.with
    for (user, posts, profile) in try await session.fetch(User.all, with: \.posts, \.profile) {
        print(user.name, posts.count, profile?.bio ?? "")  // User, [Post], Profile?
    }
    // snippet.end

    // snippet.asking
    let counts = try await session.count(of: \.posts, for: users)  // [1: 12, 2: 0]
    let withDrafts = try await session.exists(\.posts, for: users) {
        $0.where { $0.isDraft == true }
    }

    let writers = User.where(has: \.posts) { $0.title.like("Swift%") }  // EXISTS
    let readers = User.where(hasNone: \.posts)  // NOT EXISTS
    let busy = User.where(count: \.posts) { $0 >= 3 }
    let discussed = User.where(has: \.posts, matching: Post.where(has: \.comments))
    let sorted = Post.orderBy(\.author) { $0.name }
    // snippet.end

    // snippet.large
    let posts = try session.query(\.posts, of: user)
    let latest = try await session.fetch(posts.orderBy { $0.id.descending }.limit(20))
    let total = try await session.count(posts)
    // snippet.end

    // snippet.tripwire
    var configuration = SessionConfiguration()
    configuration.nPlusOne = .throw(after: 5)
    // snippet.end
    print(newest, comments, tree, counts, withDrafts, writers, readers, busy, discussed, sorted)
    print(latest, total, configuration)
}
