import Hummingbird
import PGCore
import PGTestKit
import PGWire
import Testing

@testable import DemoAPI

@Suite("A pool without a connection left", .liveDatabase(.migrated), .timeLimit(.minutes(1)))
struct ExhaustionTests {
    /// Asks for a path while somebody else has the only connection.
    private func answer(
        to path: String, _ change: (inout PoolConfiguration) -> Void,
        check: @escaping @Sendable (Client.Answer) throws -> Void
    ) async throws {
        try await Client.run {
            $0.maximumConnections = 1
            change(&$0)
        } _: { client in
            try await client.pool.withConnection { _ in
                try check(try await client.send(.get, path))
            }
            // Nothing is left behind: the connection is free again.
            #expect(try await client.send(.get, "/ready").status == .ok)
        }
    }

    @Test("requests wait no longer than they may", arguments: AvailabilityTests.paths)
    func bounded(_ path: String) async throws {
        let start = ContinuousClock.now
        try await answer(to: path) {
            $0.acquireTimeout = .seconds(2)
        } check: { answer in
            #expect(answer.status == .serviceUnavailable)
            #expect(answer.headers[.retryAfter] != nil)
            let code = try answer.error.code
            #expect(code == "unavailable")
        }
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test("when too many wait already, the next is refused", arguments: AvailabilityTests.paths)
    func refused(_ path: String) async throws {
        try await answer(to: path) {
            $0.maximumWaiters = 0
        } check: { answer in
            #expect(answer.status == .serviceUnavailable)
            #expect(answer.headers[.retryAfter] != nil)
        }
    }
}
