import ORM
import ORMTestSupport
import PGCore
import Testing

@Suite("To-one and to-many without a session")
struct RelationshipStateTests {
    @Test func `a to-one with only a key names itself when read`() throws {
        let post = Post(title: "t", author: User(email: "a@x.org", name: "A"))
        post.author = ToOne(id: 7)

        let error = #expect(throws: PGError.self) { try post.author.value }

        #expect(error?.code == .notLoaded)
        #expect(error?.message == "Post.author is not loaded")
        #expect(post.author.id == 7)
    }

    @Test func `a to-one follows the key of the instance it holds`() {
        let user = User(email: "a@x.org", name: "A")
        let post = Post(title: "t", author: user)

        #expect(post.author.id == nil)
        user.id = 3

        #expect(post.author.id == 3)
        #expect(post.author.isLoaded)
    }

    @Test func `an unloaded to-many names itself when read`() {
        let user = User(email: "a@x.org", name: "A")

        let error = #expect(throws: PGError.self) { try user.posts.all }

        #expect(error?.message == "User.posts is not loaded")
        #expect(error?.hint?.contains(#"include(\.posts)"#) == true)
    }

    @Test func `pointing to the same key keeps the instance`() {
        let user = User(email: "a@x.org", name: "A")
        user.id = 3
        let post = Post(title: "t", author: user)

        post.author.point(to: 3)
        #expect(post.author.isLoaded)
        post.author.point(to: 4)

        #expect(!post.author.isLoaded)
    }
}
