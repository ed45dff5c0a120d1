import Foundation
import Hummingbird
import PGCore
import PGTestKit
import PGWire
import Testing

@testable import DemoAPI

@Suite("Feeds", .liveDatabase(.migrated), .timeLimit(.minutes(1)))
struct FeedTests {
    private func write(
        _ client: Client, _ path: String, _ title: String, _ tags: [String]
    ) async throws -> Client.Answer {
        let list = tags.map { #""\#($0)""# }.joined(separator: ",")
        return try await client.send(
            .post, "\(path)/posts", #"{"title": "\#(title)", "tags": [\#(list)]}"#)
    }

    @Test("posts come newest first, with their tags sorted", arguments: Tier.allCases)
    func feed(_ tier: Tier) async throws {
        try await Client.run { client in
            let path = "\(tier.path)/\(try await client.create(tier, "a@x.org").id)"
            let first = try await write(client, path, "One", ["swift", "async", "Zoo", "swift"])
            #expect(first.status == .created)
            #expect(try first.decode(FeedItem.self).tags == ["Zoo", "async", "swift"])
            _ = try await write(client, path, "Two", ["swift"])
            _ = try await write(client, path, "Three", [])
            for load in ["", "&load=together", "&load=each"] {
                let feed = try await client.send(.get, "\(path)/posts?limit=100\(load)")
                let posts = try feed.decode(FeedList.self).posts
                #expect(posts.map(\.title) == ["Three", "Two", "One"])
                #expect(posts.map(\.tags) == [[], ["swift"], ["Zoo", "async", "swift"]])
            }
            let short = try await client.send(.get, "\(path)/posts?limit=1")
            #expect(try short.decode(FeedList.self).posts.count == 1)
            let tags = try await TestDatabase.pool.query("SELECT count(*) FROM tags").one(Int.self)
            #expect(tags == 3)
        }
    }

    @Test("all tiers and both ways give the same text")
    func sameText() async throws {
        try await Client.run { client in
            let user = try await client.create(.raw, "a@x.org")
            for number in 0..<5 {
                _ = try await write(
                    client, "/raw/users/\(user.id)", "Post \(number)", ["t\(number)", "all"])
            }
            var texts: Set<String> = []
            for tier in Tier.allCases {
                for load in FeedQuery.Load.allCases {
                    let path = "\(tier.path)/\(user.id)/posts?load=\(load.rawValue)"
                    texts.insert(try await client.send(.get, path).text)
                }
            }
            #expect(texts.count == 1)
        }
    }

    @Test("a post of nobody is a 404, and writes nothing", arguments: Tier.allCases)
    func nobody(_ tier: Tier) async throws {
        try await Client.run { client in
            for id in ["999", "abc"] {
                let path = "\(tier.path)/\(id)"
                #expect(try await write(client, path, "One", ["new"]).status == .notFound)
                #expect(try await client.send(.get, "\(path)/posts").status == .notFound)
            }
            let tags = try await TestDatabase.pool.query("SELECT count(*) FROM tags").one(Int.self)
            #expect(tags == 0)
        }
    }

    @Test("many who use the same new tag at once all do", arguments: Tier.allCases)
    func race(_ tier: Tier) async throws {
        try await Client.run { client in
            let path = "\(tier.path)/\(try await client.create(tier, "a@x.org").id)"
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<12 {
                    group.addTask {
                        let tags = number % 2 == 0 ? ["a", "b", "c"] : ["c", "b", "a"]
                        let answer = try await write(client, path, "P\(number)", tags)
                        #expect(answer.status == .created)
                    }
                }
                try await group.waitForAll()
            }
            let feed = try await client.send(.get, "\(path)/posts").decode(FeedList.self)
            #expect(feed.posts.count == 12)
            #expect(feed.posts.allSatisfy { $0.tags == ["a", "b", "c"] })
        }
    }

    @Test("what is wrong with a post is said", arguments: Tier.allCases)
    func invalid(_ tier: Tier) async throws {
        try await Client.run { client in
            let path = "\(tier.path)/\(try await client.create(tier, "a@x.org").id)/posts"
            let answer = try await client.send(
                .post, path, #"{"title": " ", "body": "a\u0000", "tags": [""], "x": 1}"#)
            #expect(answer.status == .unprocessableContent)
            #expect(try answer.error.errors.map(\.field) == ["title", "body", "tags", "x"])
            let types = try await client.send(.post, path, #"{"title": "T", "tags": [1]}"#)
            #expect(types.status == .badRequest)
            let many = (0...10).map { #""t\#($0)""# }.joined(separator: ",")
            let tags = try await client.send(
                .post, path, #"{"title": "T", "tags": [\#(many)]}"#)
            #expect(tags.status == .unprocessableContent)
        }
    }

    private struct FeedList: Decodable {
        let posts: [FeedItem]
    }
}
