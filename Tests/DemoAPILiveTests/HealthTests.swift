import Hummingbird
import HummingbirdTesting
import PGCore
import PGTestKit
import PGWire
import Testing

@testable import DemoAPI

@Suite("Health", .liveDatabase(.migrated), .timeLimit(.minutes(1)))
struct HealthTests {
    /// Nothing listens in this folder.
    private let nowhere = "postgresql://postgres@/postgres?host=/nonexistent"

    @Test("with a database the process is alive and ready")
    func ready() async throws {
        try await Client.run(.live) { client in
            let health = try await client.send(.get, "/health")
            #expect(health.text == #"{"status":"ok"}"#)
            let ready = try await client.send(.get, "/ready")
            #expect(ready.text == #"{"status":"ready"}"#)
        }
    }

    @Test("without a database it is alive, not ready, and says when to try again")
    func notReady() async throws {
        try await Client.run(url: nowhere) { client in
            #expect(try await client.send(.get, "/health").status == .ok)
            var paths = ["/ready"]
            paths += Tier.allCases.flatMap { [$0.path, "\($0.path)/1"] }
            for path in paths {
                let answer = try await client.send(.get, path)
                #expect(answer.status == .serviceUnavailable, "\(path)")
                #expect(answer.headers[.retryAfter] == "1")
                #expect(try answer.error.code == "unavailable")
                #expect(!answer.text.contains("nonexistent"))
            }
        }
    }

    @Test("a request that waits for a lock too long is given up", arguments: Tier.allCases)
    func deadline(_ tier: Tier) async throws {
        try await Client.run(timeout: .milliseconds(200)) { client in
            try await TestDatabase.pool.withTransaction { transaction in
                try await transaction.query("LOCK TABLE users IN ACCESS EXCLUSIVE MODE")
                let answer = try await client.send(.get, tier.path)
                #expect(answer.status == .serviceUnavailable)
            }
        }
    }

    @Test("so is a stream whose first row does not come", arguments: StreamingTests.paths)
    func firstPiece(_ path: String) async throws {
        try await Client.run(timeout: .milliseconds(200)) { client in
            try await TestDatabase.pool.withTransaction { transaction in
                try await transaction.query("LOCK TABLE users IN ACCESS EXCLUSIVE MODE")
                let answer = try await client.send(.get, path)
                #expect(answer.status == .serviceUnavailable)
                #expect(answer.headers[.retryAfter] == "1")
            }
            try await eventually("its connection is free") {
                await client.pool.statistics.leased == 0
            }
        }
    }

    @Test("a server that is about to end is alive, and not ready")
    func draining() async throws {
        let pool = try TestDatabase.pool
        let router = Router(context: DemoContext.self)
        router.add(middleware: ErrorMiddleware<DemoContext>())
        let draining = Draining()
        HealthController(pool: pool, draining: draining).addRoutes(to: API(router))
        try await Application(router: router).test(.router) { client in
            #expect(try await client.execute(uri: "/ready", method: .get).status == .ok)
            draining.begin()
            let answer = try await client.execute(uri: "/ready", method: .get)
            #expect(answer.status == .serviceUnavailable)
            #expect(String(buffer: answer.body).contains(#""code":"draining""#))
            #expect(try await client.execute(uri: "/health", method: .get).status == .ok)
        }
    }
}
