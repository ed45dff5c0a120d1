import Foundation
import Hummingbird
import HummingbirdTesting
import PGCore
import PGTestKit
import PGWire
import Testing

@testable import DemoAPI

@Suite("Materialising", .liveDatabase(.migrated), .timeLimit(.minutes(1)))
struct MaterializeTests {
    static let ways = ["blocking", "await", "deferred", "chunked"]

    /// Makes users with ids from 1.
    private func fill(_ count: Int) async throws {
        try await TestDatabase.pool.query(
            """
            INSERT INTO users (email, name)
            SELECT n || '@x.org', E'N "\\u00e4" ' || n FROM generate_series(1, \(count)::int) AS n
            """)
    }

    private func expected(_ count: Int) -> [UserLine] {
        (1...count).map { UserLine((id: $0, name: "N \"ä\" \($0)", email: "\($0)@x.org")) }
    }

    @Test("each way returns the same rows", arguments: ways)
    func rows(_ way: String) async throws {
        try await fill(30)
        try await Client.run(.live) { client in
            let answer = try await client.send(.get, "/materialize/\(way)/users?limit=20")
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentType]?.hasPrefix("application/json") == true)
            #expect(try answer.decode([UserLine].self) == expected(20))
        }
    }

    @Test("each way returns columns", arguments: ways)
    func columns(_ way: String) async throws {
        try await fill(30)
        try await Client.run { client in
            let answer = try await client.send(
                .get, "/materialize/\(way)/users?shape=columns&limit=20")
            let columns = try answer.decode(UserLineColumns.self)
            #expect(columns.id == Array(1...20))
            #expect(columns.email == expected(20).map(\.email))
            #expect(columns.name == expected(20).map(\.name))
        }
    }

    @Test("an empty table is an empty list", arguments: ways)
    func empty(_ way: String) async throws {
        try await Client.run { client in
            let answer = try await client.send(.get, "/materialize/\(way)/users")
            #expect(answer.text == "[]")
        }
    }

    @Test("a result that is held has a limit, a stream has none")
    func limits() async throws {
        try await fill(250)
        try await Client.run { client in
            for way in Self.ways {
                let path = "/materialize/\(way)/users"
                let count = try await client.send(.get, path).decode([UserLine].self).count
                #expect(count == (way == "chunked" ? 250 : 100))
                #expect(try await client.send(.get, path + "?limit=0").status == .badRequest)
                #expect(try await client.send(.get, path + "?shape=x").status == .badRequest)
                let large = try await client.send(.get, path + "?limit=200000").status
                #expect(large == (way == "chunked" ? .ok : .badRequest))
            }
        }
    }

    @Test("deferred queries overlap, and the one nobody wants is stopped on the server")
    func deferred() async throws {
        try await fill(30)
        try await Client.run { client in
            let answer = try await client.send(.get, "/materialize/deferred/users?limit=5")
            #expect(answer.headers[.totalCount] == "30")
            let cancellation = try #require(answer.headers[.cancelledQuery])
            #expect(cancellation.hasPrefix("stopped"))
            let sleeping = try await TestDatabase.pool.query(
                """
                SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                AND state = 'active' AND pid <> pg_backend_pid()
                """
            ).one(Int.self)
            #expect(sleeping == 0)
        }
    }

    @Test("many with queries that overlap do not wait for each other for ever")
    func manyDeferred() async throws {
        try await fill(5)
        var limits = RequestLimits(timeout: .seconds(20))
        limits.transfers = 1
        try await Client.run(limits: limits) {
            $0.maximumConnections = 2
        } _: { client in
            try await withThrowingTaskGroup(of: HTTPResponse.Status.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        try await client.send(.get, "/materialize/deferred/users").status
                    }
                }
                for try await status in group { #expect(status == .ok) }
            }
        }
    }

    @Test(
        "lines are asked for by a parameter or by the type that is accepted",
        arguments: [("?format=ndjson", nil), ("", "application/x-ndjson, */*;q=0.1")])
    func lines(query: String, accept: String?) async throws {
        try await fill(2_500)
        try await Client.run(.live) { client in
            let answer = try await client.send(
                .get, "/materialize/chunked/users" + query, nil, accept.map { [.accept: $0] } ?? [:]
            )
            #expect(answer.headers[.contentType] == "application/x-ndjson")
            #expect(answer.trailers?[.streamStatus] == "complete")
            let lines = answer.text.split(separator: "\n")
            let users = try lines.map {
                try JSONDecoder().decode(UserLine.self, from: Data($0.utf8))
            }
            #expect(users == expected(2_500))
        }
    }

    @Test("streamed columns are a line for each chunk")
    func streamedColumns() async throws {
        try await fill(2_500)
        try await Client.run { client in
            let answer = try await client.send(
                .get, "/materialize/chunked/users?shape=columns&format=ndjson")
            let chunks = try answer.text.split(separator: "\n").map {
                try JSONDecoder().decode(UserLineColumns.self, from: Data($0.utf8))
            }
            #expect(chunks.map(\.id.count) == [1_000, 1_000, 500])
            #expect(chunks.flatMap(\.id) == Array(1...2_500))
        }
    }
}
