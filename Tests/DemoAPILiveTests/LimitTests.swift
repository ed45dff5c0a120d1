import Foundation
import Hummingbird
import HummingbirdTesting
import PGTestKit
import PGWire
import Testing

@testable import DemoAPI

@Suite("Limits", .liveDatabase(.migrated), .timeLimit(.minutes(1)))
struct LimitTests {
    @Test("a body that is too large is a 413", arguments: Tier.allCases)
    func largeBodies(_ tier: Tier) async throws {
        try await Client.run(.live) { client in
            let name = String(repeating: "n", count: 70_000)
            let answer = try await client.send(
                .post, tier.path, #"{"email": "a@x.org", "name": "\#(name)"}"#)
            #expect(answer.status == .contentTooLarge)
            #expect(try answer.error.code == "content_too_large")
        }
    }

    @Test("a body that does not come is a 408")
    func slowBodies() async throws {
        try await Client.run(.live, limits: RequestLimits(bodyTime: .milliseconds(50))) { client in
            let slow = try SlowClient(
                port: client.port,
                sending: """
                    POST /raw/users HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r
                    Connection: close\r\n\r\n{
                    """)
            var text = ""
            while !text.contains("request_timeout"), let piece = try await slow.read() {
                text += String(decoding: piece, as: UTF8.self)
            }
            #expect(text.hasPrefix("HTTP/1.1 408 "))
            slow.leave()
        }
    }

    @Test("transfers leave connections to others, and are refused when there are too many")
    func transfers() async throws {
        var limits = RequestLimits()
        (limits.transfers, limits.queue, limits.queueTime) = (1, 1, .milliseconds(50))
        try await Client.run(.live, limits: limits) { client in
            let slow = try SlowClient(
                port: client.port,
                sending: """
                    POST /users/import HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r
                    Transfer-Encoding: chunked\r\n\r\n15\r\nemail,name\na@x.org,A\n\r\n
                    """)
            try await eventually("the import has its connection") {
                await client.pool.statistics.leased == 1
            }
            let refused = try await client.send(.get, "/users/export.csv")
            #expect(refused.status == .serviceUnavailable)
            #expect(try refused.error.code == "busy")
            #expect(try await client.send(.get, "/raw/users").status == .ok)
            slow.leave()
            try await eventually("the next one is let in") {
                try await client.send(.get, "/users/export.csv").status == .ok
            }
        }
    }

    @Test("a request that another one makes needs no place of its own")
    func nested() async throws {
        var limits = RequestLimits()
        (limits.concurrency, limits.queue) = (1, 0)
        try await Client.run(limits: limits) { client in
            let user = try await client.create(.raw, "a@x.org")
            let run = try await client.explore("get", "raw", ["id": "\(user.id)"])
            #expect(run.status == 200)
        }
    }

    @Test("when there is too much to do, requests are refused, and told when to come again")
    func busy() async throws {
        var limits = RequestLimits(timeout: .seconds(30))
        (limits.concurrency, limits.queue, limits.queueTime) = (1, 1, .seconds(30))
        try await Client.run(limits: limits) { client in
            let tasks = try await TestDatabase.pool.withTransaction { transaction in
                try await transaction.query("LOCK TABLE users IN ACCESS EXCLUSIVE MODE")
                let tasks = (0..<2).map { _ in Task { try await client.send(.get, "/raw/users") } }
                try await eventually("one runs and one waits") {
                    let text = try await client.send(.get, "/metrics").text
                    return text.contains("\nhttp_requests_running 1.0\n")
                        && text.contains("\nhttp_requests_waiting 1.0\n")
                }
                let refused = try await client.send(.get, "/query/users")
                #expect(refused.status == .serviceUnavailable)
                #expect(try refused.error.code == "busy")
                #expect(refused.headers[.retryAfter] == "1")
                let metrics = try await client.send(.get, "/metrics").text
                #expect(metrics.contains("\nhttp_requests_refused_total 1\n"))
                #expect(try await client.send(.get, "/health").status == .ok)
                return tasks
            }
            for task in tasks { #expect(try await task.value.status == .ok) }
            #expect(try await client.send(.get, "/query/users").status == .ok)
        }
    }

    @Test("requests are counted by operation and status")
    func metrics() async throws {
        try await Client.run { client in
            _ = try await client.send(.get, "/raw/users")
            _ = try await client.send(.get, "/raw/users?limit=0")
            let answer = try await client.send(.get, "/metrics")
            #expect(answer.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            let lines = answer.text.split(separator: "\n")
            let name = "http_requests_total"
            #expect(lines.contains(#"\#(name){operation="rawListUsers",status="200"} 1"#))
            #expect(lines.contains(#"\#(name){operation="rawListUsers",status="400"} 1"#))
            #expect(lines.contains { $0.hasPrefix("db_pool_connections ") })
        }
    }

    @Test("a request keeps a sane id, and gets one otherwise")
    func requestIDs() async throws {
        try await Client.run { client in
            let given = try await client.send(.get, "/health", nil, [.requestID: "abc-1.2_3"])
            #expect(given.headers[.requestID] == "abc-1.2_3")
            for id in ["", "two words", String(repeating: "a", count: 129), "a\"b"] {
                let answer = try await client.send(.get, "/raw/users/0", nil, [.requestID: id])
                let given = answer.headers[.requestID]
                #expect(given != id && (17...32).contains(given?.count ?? 0))
            }
        }
    }
}
