import Foundation
import Hummingbird
import PGTestKit
import Testing

@testable import DemoAPI

@Suite("Traces", .liveDatabase(.migrated), .timeLimit(.minutes(1)))
struct TraceTests {
    @Test(
        "reading a user is one round trip with its key as the parameter", arguments: Tier.allCases)
    func get(_ tier: Tier) async throws {
        try await Client.run { client in
            let user = try await client.create(.raw, "a@x.org")
            let run = try await client.explore("get", tier.rawValue, ["id": "\(user.id)"])
            #expect(run.status == 200)
            #expect(run.request.path == "\(tier.usersPath)/\(user.id)")
            #expect(run.trace.roundTrips == 1)
            #expect(run.trace.rows == 1)
            let select = try #require(run.trace.statements.first)
            #expect(select.sql.hasPrefix("SELECT "))
            #expect(select.parameters == ["\(user.id)"])
            #expect(select.rows == 1)
            #expect(select.decode != nil)
            #expect(run.trace.statementCount == 1)
        }
    }

    @Test("a list asks for one row more than it shows", arguments: Tier.allCases)
    func list(_ tier: Tier) async throws {
        try await Client.run { client in
            for number in 1...4 { _ = try await client.create(tier, "\(number)@x.org") }
            let run = try await client.explore("list", tier.rawValue, ["limit": "3"])
            #expect(run.request.path == "\(tier.usersPath)?limit=3")
            #expect(run.trace.rows == 4)
            #expect(run.trace.roundTrips == 1)
            #expect(run.trace.statements[0].parameters == ["4"])
            let direct = try await client.send(.get, "\(tier.usersPath)?limit=3")
            #expect(run.body == direct.text)
            #expect(run.bytes == direct.body.count)
        }
    }

    @Test(
        "a change is one statement in tiers 1 and 2, and a read and a write in tier 3",
        arguments: Tier.allCases)
    func update(_ tier: Tier) async throws {
        try await Client.run { client in
            let user = try await client.create(.raw, "a@x.org")
            let run = try await client.explore(
                "update", tier.rawValue, ["id": "\(user.id)", "name": "B", "age": "7"])
            #expect(run.status == 200)
            #expect(run.request.method == "PATCH")
            #expect(run.request.body == #"{"age":7,"name":"B"}"#)
            let words = run.trace.statements.compactMap { $0.sql.split(separator: " ").first }
            #expect(words == (tier == .orm ? ["SELECT", "UPDATE"] : ["UPDATE"]))
            #expect(run.trace.roundTrips == words.count)
            let update = try #require(run.trace.statements.first { $0.sql.hasPrefix("UPDATE") })
            #expect(update.parameters.contains("B"))
            #expect(update.parameters.contains("7"))
            #expect(try await client.send(.get, "\(tier.usersPath)/\(user.id)").user.name == "B")
        }
    }

    @Test(
        "a feed asked for one by one is a statement for each post, together it is few",
        arguments: Tier.allCases)
    func feed(_ tier: Tier) async throws {
        try await Client.run { client in
            let user = try await client.create(.raw, "a@x.org")
            let path = "\(tier.usersPath)/\(user.id)/posts"
            for number in 1...6 {
                let body = #"{"title": "T\#(number)", "body": "B", "tags": ["a", "b"]}"#
                #expect(try await client.send(.post, path, body).status == .created)
            }
            let input = ["id": "\(user.id)", "limit": "5"]
            let each = try await client.explore(
                "feed", tier.rawValue, input.merging(["load": "each"]) { $1 })
            let together = try await client.explore(
                "feed", tier.rawValue, input.merging(["load": "together"]) { $1 })
            #expect(each.status == 200)
            #expect(each.trace.roundTrips == 6)
            #expect(together.trace.roundTrips == (tier == .raw ? 1 : 2))
            #expect(each.body == together.body)
        }
    }

    @Test(
        "every way to materialise shows the query, also where a thread waits for it",
        arguments: ["blocking", "await", "deferred", "chunked"], ["rows", "columns"])
    func materialise(_ way: String, _ shape: String) async throws {
        try await Client.run { client in
            for number in 1...4 { _ = try await client.create(.raw, "\(number)@x.org") }
            let run = try await client.explore(
                "materialize", way, ["limit": "3", "shape": shape])
            #expect(run.status == 200)
            #expect(run.body.contains("3@x.org"))
            #expect(!run.body.contains("4@x.org"))
            let query = try #require(
                run.trace.statements.first { $0.sql.contains(#"ORDER BY "users"."id""#) })
            #expect(query.parameters == ["3"])
            #expect(query.rows == 3)
            if way == "deferred" {
                // What is under way at once is waited for once.
                #expect(run.trace.statements.count == 3)
                #expect(run.trace.roundTrips == 1)
            }
        }
    }

    @Test("NULL is told from text", arguments: Tier.allCases)
    func null(_ tier: Tier) async throws {
        try await Client.run { client in
            let run = try await client.explore(
                "create", tier.rawValue, ["email": "a@x.org", "name": "NULL"])
            #expect(run.status == 201)
            let insert = try #require(run.trace.statements.first { $0.sql.hasPrefix("INSERT") })
            #expect(insert.parameters.contains("NULL"))
            if tier == .raw { #expect(insert.parameters.contains(nil)) }
        }
    }

    @Test("a statement that fails is in the trace with its error", arguments: Tier.allCases)
    func failure(_ tier: Tier) async throws {
        try await Client.run { client in
            _ = try await client.create(.raw, "a@x.org")
            let run = try await client.explore(
                "create", tier.rawValue, ["email": "a@x.org", "name": "A"])
            #expect(run.status == 409)
            #expect(run.trace.statements.contains { $0.error == "23505" })
        }
    }

    @Test("the parts of the time make the whole", arguments: Tier.allCases)
    func times(_ tier: Tier) async throws {
        try await Client.run { client in
            let user = try await client.create(.raw, "a@x.org")
            let trace = try await client.explore("get", tier.rawValue, ["id": "\(user.id)"]).trace
            let encode = try #require(trace.encode)
            let parts = [trace.queue, trace.wire, trace.decode, encode, trace.other]
            #expect(parts.allSatisfy { $0 >= 0 })
            #expect(trace.wire > 0)
            #expect(trace.decode > 0)
            #expect(encode > 0)
            #expect(abs(parts.reduce(0, +) - trace.total) < 1)
        }
    }

    @Test("a statement is described once, and the trace says when", arguments: Tier.allCases)
    func firstUse(_ tier: Tier) async throws {
        try await Client.run { client in
            let user = try await client.create(.raw, "a@x.org")
            let input = ["id": "\(user.id)"]
            let first = try await client.explore("get", tier.rawValue, input)
            let second = try await client.explore("get", tier.rawValue, input)
            #expect(first.trace.statements[0].isFirstUse)
            #expect(!second.trace.statements[0].isFirstUse)
        }
    }

    @Test("runs at the same time have their own traces")
    func apart() async throws {
        try await Client.run { client in
            let user = try await client.create(.raw, "a@x.org")
            let runs = try await withThrowingTaskGroup(of: Run.self) { group in
                for tier in Tier.allCases + Tier.allCases + Tier.allCases {
                    group.addTask {
                        try await client.explore("get", tier.rawValue, ["id": "\(user.id)"])
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(runs.count == 9)
            #expect(runs.allSatisfy { $0.trace.rows == 1 && $0.trace.roundTrips == 1 })
        }
    }
}
