import Foundation
import Hummingbird
import PGCore
import PGTestKit
import PGWire
import Testing

@testable import DemoAPI

@Suite("The explorer", .liveDatabase(.migrated), .timeLimit(.minutes(1)))
struct ExplorerTests {
    @Test("the page shows every handler of its first operation, and allows no script of its own")
    func page() async throws {
        try await Client.run { client in
            let page = try await client.send(.get, "/")
            #expect(page.status == .ok)
            #expect(page.headers[.contentType] == "text/html; charset=utf-8")
            let policy = try #require(page.headers[.contentSecurityPolicy])
            #expect(policy.contains("default-src 'none'; script-src 'self'; style-src 'self'"))
            #expect(!policy.contains("unsafe"))
            for tier in Tier.allCases {
                #expect(page.text.contains("Sources/DemoAPI/Users/\(tier.controller).swift"))
            }
            #expect(page.text.contains("func list(_ query: "))
            #expect(!page.text.contains("{{"))
        }
    }

    @Test(
        "what the pages refer to is there, and nothing is from elsewhere",
        arguments: ["/", "/docs"])
    func references(_ path: String) async throws {
        try await Client.run { client in
            let page = try await client.send(.get, path)
            let names = page.text.matches(of: /(?:src|href)="([^"#]+)"/).map { String($0.1) }
            #expect(names.count > 3)
            for name in names {
                #expect(name.hasPrefix("/"))
                #expect(try await client.send(.get, name).status == .ok, "\(name)")
            }
        }
    }

    @Test("every file of the pages is served with its type", arguments: Asset.all.map(\.name))
    func assets(_ name: String) async throws {
        try await Client.run { client in
            let answer = try await client.send(.get, "/assets/\(name)")
            #expect(answer.status == .ok)
            #expect(answer.headers[.xContentTypeOptions] == "nosniff")
            #expect(answer.body.count > 100)
            if name.hasSuffix(".js") {
                #expect(answer.headers[.contentType] == "text/javascript; charset=utf-8")
                for match in answer.text.matches(of: /from "\.\/([a-z]+\.js)"/) {
                    #expect(Asset.all.contains { $0.name == match.1 }, "\(match.1)")
                }
            }
        }
    }

    @Test("every way of every operation has the source that it shows")
    func sources() async throws {
        for operation in ExploreOperation.all {
            #expect(!operation.variants.isEmpty)
            for variant in operation.variants {
                #expect(!variant.sources.isEmpty, "\(operation.id) \(variant.id)")
                #expect(variant.sources.first?.text.hasPrefix("func ") == true)
            }
        }
    }

    @Test("a wish that makes no sense is refused with the field that is wrong")
    func wrongWishes() async throws {
        try await Client.run { client in
            for (wish, field) in [
                (try Client.wish("drop", "raw"), "operation"),
                (try Client.wish("get", "fast", ["id": "1"]), "variant"),
                (try Client.wish("get", "raw"), "id"),
                (try Client.wish("get", "raw", ["id": "1 OR 1=1"]), "id"),
                (try Client.wish("get", "raw", ["id": "0"]), "id"),
                (try Client.wish("list", "raw", ["limit": "101"]), "limit"),
                (try Client.wish("list", "raw", ["offset": "1"]), "offset"),
                (
                    try Client.wish(
                        "create", "raw", ["email": String(repeating: "x", count: 255)]), "email"
                ),
            ] {
                let answer = try await client.send(.post, "/explore/runs", wish)
                #expect(answer.status == .unprocessableContent, "\(wish)")
                #expect(try answer.error.errors.map(\.field) == [field], "\(wish)")
            }
            let malformed = try await client.send(.post, "/explore/runs", "[]")
            #expect(malformed.status == .badRequest)
        }
    }

    @Test("the handler's own answer is shown, whatever it is", arguments: Tier.allCases)
    func answers(_ tier: Tier) async throws {
        try await Client.run { client in
            let run = try await client.explore("delete", tier.rawValue, ["id": "99"])
            #expect(run.status == 404)
            let direct = try await client.send(.delete, "\(tier.usersPath)/99")
            #expect(direct.status.code == run.status)
        }
    }

    @Test("no more of a body is shown than the page can take, and all of it is counted")
    func largeBodies() async throws {
        try await TestDatabase.pool.query(
            """
            INSERT INTO users (email, name)
            SELECT n || '@x.org', repeat('\u{1D11E}', 100) FROM generate_series(1, 300) AS n
            """)
        try await Client.run { client in
            let whole = try await client.explore("list", "raw", ["limit": "1"])
            #expect(!whole.isCut)
            #expect(whole.bytes == whole.body.utf8.count)
            let direct = try await client.send(.get, "/raw/users?limit=100")
            let run = try await client.explore("list", "raw", ["limit": "100"])
            #expect(run.isCut)
            #expect(run.bytes == direct.body.count)
            #expect((32 * 1024 - 3...32 * 1024).contains(run.body.utf8.count))
            #expect(!run.body.contains("\u{FFFD}"))
            var collector = BodyCollector(limit: 10)
            try await collector.write(ByteBuffer(string: "12345678"))
            try await collector.write(ByteBuffer(string: "12345678"))
            #expect(collector.text == "1234567812")
            #expect(collector.size == 16)
        }
    }

    @Test("the pool's state is told")
    func pool() async throws {
        struct State: Decodable {
            let maximum: Int
            let connections: Int
            let statements: Int
            let circuit: String
        }
        try await Client.run { client in
            _ = try await client.create(.raw, "a@x.org")
            let state = try await client.send(.get, "/explore/pool").decode(State.self)
            #expect(state.connections > 0)
            #expect(state.connections <= state.maximum)
            #expect(state.statements > 0)
            #expect(state.circuit == "closed")
        }
    }
}
