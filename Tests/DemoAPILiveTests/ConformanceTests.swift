import Foundation
import Hummingbird
import HummingbirdTesting
import PGCore
import PGTestKit
import PGWire
import Testing

@testable import DemoAPI

@Suite("Conformance", .liveDatabase(.migrated), .timeLimit(.minutes(1)))
struct ConformanceTests {
    /// A request, and the status that every tier has to answer with.
    struct Step: Sendable {
        let method: HTTPRequest.Method
        let path: String
        let body: String?
        let headers: HTTPFields
        let status: Int

        init(
            _ method: HTTPRequest.Method, _ path: String = "", _ body: String? = nil,
            _ headers: HTTPFields = [:], _ status: Int
        ) {
            (self.method, self.path, self.body) = (method, path, body)
            (self.headers, self.status) = (headers, status)
        }
    }

    private static let ada = #"{"email": "ada@x.org", "name": "Ada", "age": 36, "role": "admin"}"#

    private static let users: [Step] = [
        Step(.get, 200), Step(.post, "", ada, 201), Step(.post, "", ada, 409),
        Step(.post, "", #"{"email": "b@x.org", "name": "Zoë 👩‍🚀 \"\\\/\n\u0001"}"#, 201),
        Step(.post, "", #"{"email": "c@x.org", "name": "C", "age": 150}"#, 201),
        Step(.post, "", #"{"email": "c", "name": "", "age": 151, "role": "x", "y": 1}"#, 422),
        Step(.post, "", #"{"email": 1, "name": []}"#, 400), Step(.post, "", "{", 400),
        Step(.post, "", "[]", 400), Step(.post, "", "", 400),
        Step(.post, "", #"{"email": "k@x.org", "name": "K"}"#, [.idempotencyKey: "k"], 201),
        Step(.post, "", #"{"email": "k@x.org", "name": "K"}"#, [.idempotencyKey: "k"], 201),
        Step(.post, "", #"{"email": "l@x.org", "name": "K"}"#, [.idempotencyKey: "k"], 422),
        Step(.get, "/1", 200), Step(.get, "/1", nil, [.ifNoneMatch: #""1""#], 304),
        Step(.get, "/99", 404), Step(.get, "/x", 404), Step(.get, "/-1", 404),
        Step(.patch, "/1", "{}", 200), Step(.patch, "/1", #"{"name": "Ada"}"#, 200),
        Step(.patch, "/1", #"{"name": "Ada L.", "age": null}"#, [.ifMatch: #""1""#], 200),
        Step(.patch, "/1", #"{"name": "Ada B."}"#, [.ifMatch: #""1""#], 412),
        Step(.patch, "/1", #"{"email": "c@x.org"}"#, 409), Step(.patch, "/99", "{}", 404),
        Step(.patch, "/1", #"{"name": null, "age": "x"}"#, 400),
        // Equal in Swift, and not in the database.
        Step(.patch, "/1", #"{"name": "Zo\u00eb"}"#, 200),
        Step(.patch, "/1", #"{"name": "Zoe\u0308"}"#, 200),
        Step(.delete, "/1", nil, [.ifMatch: #""1""#], 412), Step(.delete, "/99", 404),
        Step(.put, "/1", 405), Step(.delete, "", 405),
    ]

    private static let lists: [Step] = [
        Step(.get, "?limit=2", 200), Step(.get, "?limit=2&sort=-name", 200),
        Step(.get, "?limit=1&sort=email", 200), Step(.get, "?role=admin", 200),
        Step(.get, "?name=Zo%C3%AB", 200), Step(.get, "?name=%25", 200),
        Step(.get, "?age.min=100&age.max=150", 200), Step(.get, "?limit=0&sort=id&x=1", 400),
        Step(.get, "?cursor=x", 400),
    ]

    private static let posts: [Step] = [
        Step(.get, "/3/posts", 200),
        Step(.post, "/3/posts", #"{"title": "One", "tags": ["b", "a", "b"]}"#, 201),
        Step(.post, "/3/posts", #"{"title": "Two", "body": "…", "tags": ["a"]}"#, 201),
        Step(.post, "/3/posts", #"{"title": "", "tags": [""]}"#, 422),
        Step(.post, "/99/posts", #"{"title": "One"}"#, 404),
        Step(.get, "/3/posts?load=each", 200), Step(.get, "/3/posts?load=together&limit=1", 200),
        Step(.get, "/3/posts?load=never", 400), Step(.get, "/99/posts", 404),
        Step(.delete, "/3", 204), Step(.get, "/3", 404),
    ]

    @Test("the same requests get the same answers from all tiers, to the byte")
    func sameAnswers() async throws {
        try await Client.run(.live) { client in
            var transcripts: [[String]] = []
            for tier in Tier.allCases {
                try await TestDatabase.pool.query(
                    "TRUNCATE users, posts, tags, idempotency_keys RESTART IDENTITY CASCADE")
                var lines: [String] = []
                for step in Self.users + Self.lists + Self.posts {
                    lines.append(try await transcript(of: step, tier, client))
                }
                transcripts.append(lines)
            }
            for (number, line) in transcripts[0].enumerated() {
                #expect(transcripts[1][number] == line)
                #expect(transcripts[2][number] == line)
            }
        }
    }

    /// What a tier answers, without its name and without times.
    private func transcript(
        of step: Step, _ tier: Tier, _ client: Client
    ) async throws -> String {
        let answer = try await client.send(
            step.method, tier.path + step.path, step.body, step.headers)
        #expect(answer.status.code == step.status, "\(tier) \(step.method) \(step.path)")
        let headers = answer.headers
            .filter { !["date", "x-request-id"].contains($0.name.canonicalName) }
            .map { "\($0.name): \($0.value)" }.sorted()
        return (["\(step.method) \(step.path) \(answer.status.code)"] + headers + [answer.text])
            .joined(separator: "\n")
            .replacing("/\(tier.rawValue)/", with: "/tier/")
            .replacing(/"createdAt":"[-0-9:.TZ]+"/, with: #""createdAt":"…""#)
            .replacing(/(next":"|cursor=)[A-Za-z0-9_-]+/) { "\($0.1)…" }
            .replacing(/content-length: \d+\n/.ignoresCase(), with: "")
    }
}

extension ConformanceTests.Step {
    fileprivate init(_ method: HTTPRequest.Method, _ status: Int) {
        self.init(method, "", nil, [:], status)
    }

    fileprivate init(_ method: HTTPRequest.Method, _ path: String, _ status: Int) {
        self.init(method, path, nil, [:], status)
    }

    fileprivate init(_ method: HTTPRequest.Method, _ path: String, _ body: String, _ status: Int) {
        self.init(method, path, body, [:], status)
    }
}
