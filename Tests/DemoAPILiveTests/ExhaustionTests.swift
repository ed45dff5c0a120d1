import Hummingbird
import PGCore
import PGTestKit
import PGWire
import Testing

@testable import DemoAPI

@Suite("A pool without a connection left", .liveDatabase(.migrated), .timeLimit(.minutes(1)))
struct ExhaustionTests {
    /// Runs `body` while somebody else has the only connection.
    private func whileExhausted(
        _ change: @Sendable (inout PoolConfiguration) -> Void,
        _ body: @Sendable (Client) async throws -> Void
    ) async throws {
        try await Client.run {
            $0.maximumConnections = 1
            change(&$0)
        } _: { client in
            try await client.pool.withConnection { _ in try await body(client) }
            // Nothing is left behind: the connection is free again.
            #expect(try await client.send(.get, "/ready").status == .ok)
        }
    }

    private func check(_ answer: Client.Answer) throws {
        #expect(answer.status == .serviceUnavailable)
        #expect(answer.headers[.retryAfter] != nil)
        #expect(try answer.error.code == "unavailable")
    }

    @Test("requests wait no longer than they may", arguments: AvailabilityTests.paths)
    func bounded(_ path: String) async throws {
        let start = ContinuousClock.now
        try await whileExhausted {
            $0.acquireTimeout = .seconds(1)
        } _: { client in
            try check(try await client.send(.get, path))
            #expect(await client.pool.statistics.timeouts > 0)
        }
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test("when too many wait already, the next is refused", arguments: AvailabilityTests.paths)
    func refused(_ path: String) async throws {
        try await whileExhausted {
            $0.maximumWaiters = 1
        } _: { client in
            let waiting = Task { try await client.pool.query("SELECT 1") }
            try await eventually("it waits") { await client.pool.statistics.waiters == 1 }
            try check(try await client.send(.get, path))
            let statistics = await client.pool.statistics
            #expect(statistics.refusals > 0 && statistics.timeouts == 0)
            waiting.cancel()
            _ = await waiting.result
        }
    }
}
