import Foundation
import ORMTestSupport
import StrataMacros
import Testing

@Suite("Entities as JSON")
struct EntityCodingTests {
    private func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    @Test func `what the server makes is left out until it is known`() throws {
        let user = User(email: "a@x.org", name: "A", age: 4)
        #expect(try json(user) == #"{"age":4,"email":"a@x.org","name":"A"}"#)
        user.id = 1
        user.role = "admin"
        #expect(
            try json(user) == #"{"age":4,"email":"a@x.org","id":1,"name":"A","role":"admin"}"#)
    }

    @Test func `a to-one is its key`() throws {
        let post = Post(title: "T", author: User(email: "a@x.org", name: "A"))
        post.author = ToOne(id: 5)
        #expect(try json(post) == #"{"authorID":5,"title":"T"}"#)
        #expect(try json(post.snapshot) == #"{"authorID":5,"title":"T"}"#)
    }

    @Test func `it decodes what it encodes`() throws {
        let text = #"{"authorID":5,"editorID":6,"id":9,"title":"T"}"#
        let post = try JSONDecoder().decode(Post.self, from: Data(text.utf8))
        #expect(post.id == 9)
        #expect(post.author.id == 5)
        #expect(try json(post) == text)
    }

    @Test func `it decodes without a key`() throws {
        let text = #"{"email":"a@x.org","name":"A"}"#
        let user = try JSONDecoder().decode(User.self, from: Data(text.utf8))
        #expect(user.persistentID == nil)
        #expect(user.posts.isLoaded == false)
        #expect(try json(user) == text)
    }

    @Test func `it is the JSON of the entity written by hand`() throws {
        let made = User(email: "a@x.org", name: "A", role: "admin")
        let written = ORMTestSupport.User(email: "a@x.org", name: "A", role: "admin")
        #expect(try json(made) == json(written))
        #expect(try json(made.snapshot) == json(written.snapshot))
    }

    @Test func `a property keeps its name whatever the column's is`() throws {
        #expect(try json(Note(body: "x")) == #"{"body":"x","class":"plain"}"#)
        #expect(try json(Plain(id: 1, ratio: 2)) == #"{"id":1,"ratio":2}"#)
    }
}
