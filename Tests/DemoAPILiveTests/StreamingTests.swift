import Hummingbird
import HummingbirdTesting
import PGCore
import PGTestKit
import PGWire
import Testing

@testable import DemoAPI

@Suite("Streams and their clients", .liveDatabase(.migrated), .timeLimit(.minutes(1)))
struct StreamingTests {
    static let paths = [
        "/materialize/chunked/users", "/materialize/chunked/users?format=ndjson",
        "/materialize/chunked/users?shape=columns", "/users/export.csv",
    ]
    static let end = "\r\n0\r\nStream-Status: complete\r\n\r\n"

    /// Runs `body` with a database whose users are more than the buffers between here and there hold.
    private func withUsers(
        _ body: @Sendable (_ client: Client, _ pool: ConnectionPool) async throws -> Void
    ) async throws {
        let pool = try TestDatabase.pool
        try await pool.query(
            """
            INSERT INTO users (email, name)
            SELECT n || '@x.org', repeat('n', 4000) FROM generate_series(1, 10000) AS n
            """)
        try await Client.run(.live) { client in try await body(client, pool) }
    }

    @Test("the first bytes arrive while the statement is running", arguments: paths)
    func firstBytes(_ path: String) async throws {
        try await withUsers { api, pool in
            let client = try SlowClient(port: api.port, get: path)
            var text = ""
            while text.utf8.count < 10_000, let piece = try await client.read() {
                text += String(decoding: piece, as: UTF8.self)
            }
            #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
            // Nobody reads on, so it cannot have ended.
            #expect(try await pool.busySessions().count == 1)
            let rest = try await client.skipToEnd()
            #expect(rest.count > 40_000_000)
            #expect(rest.end.hasSuffix(Self.end))
            try await eventually("nothing runs") { try await pool.busySessions().isEmpty }
        }
    }

    @Test("when the client goes away the statement is stopped", arguments: paths)
    func clientGone(_ path: String) async throws {
        try await withUsers { api, pool in
            let client = try SlowClient(port: api.port, get: path)
            _ = try await client.read()
            #expect(try await pool.busySessions().count == 1)
            client.leave()
            try await eventually("nothing runs", within: .seconds(5)) {
                try await pool.busySessions().isEmpty
            }
        }
    }

    @Test("a failure half-way is a body without its end", arguments: paths)
    func failure(_ path: String) async throws {
        try await withUsers { api, pool in
            let client = try SlowClient(port: api.port, get: path)
            _ = try await client.read()
            let session = try #require(try await pool.busySessions().first)
            try await pool.query("SELECT pg_cancel_backend(\(session)::int)")
            let end = try await client.skipToEnd().end
            #expect(!end.hasSuffix("\r\n\r\n"))
            let isLines = path.contains("ndjson") || path.contains("columns")
            #expect(end.contains(#"{"error":{"#) == isLines)
            try await eventually("it is counted") {
                let metrics = try await api.send(.get, "/metrics").text
                return metrics.split(separator: "\n").contains {
                    $0.hasPrefix("http_responses_broken_off_total{") && $0.hasSuffix("} 1")
                }
            }
        }
    }

    @Test("a failure before the first row is an answer like any other", arguments: paths)
    func earlyFailure(_ path: String) async throws {
        try await TestDatabase.pool.query("DROP TABLE users CASCADE")
        try await Client.run { client in
            let answer = try await client.send(.get, path)
            #expect(answer.status == .internalServerError)
            #expect(try answer.error.code == "internal")
        }
    }

    @Test(
        "an upload that breaks off stores nothing",
        arguments: ["Content-Length: 100000", "Transfer-Encoding: chunked"])
    func brokenUpload(_ header: String) async throws {
        let pool = try TestDatabase.pool
        try await Client.run(.live) { client in
            let upload = try SlowClient(
                port: client.port,
                sending: "POST /users/import HTTP/1.1\r\nHost: localhost\r\n\(header)\r\n\r\n")
            let rows = "email,name\na@x.org,A\nb@x.org,B\n"
            let size = String(rows.utf8.count, radix: 16)
            try await upload.send(header.contains("chunked") ? "\(size)\r\n\(rows)\r\n" : rows)
            try await eventually("the copy runs") { try await !pool.busySessions().isEmpty }
            upload.leave()
            try await eventually("nothing runs") { try await pool.busySessions().isEmpty }
            #expect(try await pool.query("SELECT count(*) FROM users").one(Int.self) == 0)
        }
    }
}
