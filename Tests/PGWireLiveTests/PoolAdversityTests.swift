import PGCore
import PGTestKit
import PGWire
import Synchronization
import Testing

/// Pools behind a network that fails.
@Suite("Pools and failing networks", .liveDatabase, .timeLimit(.minutes(1)))
struct PoolAdversityTests {
    private func withProxy(
        _ change: (inout PoolConfiguration) -> Void,
        _ body: (FaultProxy, ConnectionPool) async throws -> Void
    ) async throws {
        let proxy = try FaultProxy(to: TestDatabase.current.url)
        var configuration = PoolConfiguration()
        configuration.maximumConnections = 1
        configuration.reconnect.initialPause = .milliseconds(5)
        configuration.reconnect.maximumPause = .milliseconds(50)
        configuration.connection.cancelTimeout = .milliseconds(300)
        change(&configuration)
        let pool = try ConnectionPool(.url(proxy.url), configuration: configuration)
        do {
            try await body(proxy, pool)
        } catch {
            proxy.close()
            await pool.close(within: .zero)
            throw error
        }
        await pool.close(within: .seconds(1))
        proxy.close()
    }

    @Test func aConnectionThatIsHalfOpenFailsItsCheckAndIsReplaced() async throws {
        try await withProxy({
            $0.checkAfter = .milliseconds(20)
            $0.checkTimeout = .milliseconds(200)
        }) { proxy, pool in
            let before = try await pool.query("SELECT pg_backend_pid()").decode(Int.self)
            proxy.arm(.halfOpen, .toServer, after: 0)
            try await eventually("it has rested") { await pool.statistics.resting == 1 }

            let after = try await pool.query("SELECT pg_backend_pid()").decode(Int.self)

            #expect(after != before)
            #expect(await pool.statistics.failedChecks == 1)
        }
    }

    @Test func aWaitForAServerThatIsNotReachedEndsInTimeAndSaysThatItConnects() async throws {
        try await withProxy({ $0.acquireTimeout = .milliseconds(300) }) { proxy, pool in
            proxy.arm(.halfOpen, .toServer, after: 0)
            let error = await #expect(throws: PGError.self) { try await pool.query("SELECT 1") }
            #expect(error?.code == .poolTimeout && error?.execution == .notSent)
            #expect(error?.poolTimeout?.connecting == 1)
        }
    }

    @Test func aReturnThatGetsNoAnswerCostsTheConnectionAndNoMore() async throws {
        try await withProxy({ _ in }) { proxy, pool in
            try await withDeadline(.seconds(10)) {
                try await pool.withConnection { connection in
                    try await connection.executeOnce("BEGIN")
                    proxy.arm(.halfOpen, .toServer, after: 0)
                }
            }
            #expect(try await pool.query("SELECT 1").count == 1)
            let statistics = await pool.statistics
            #expect(statistics.leased == 0 && statistics.connects == 2)
        }
    }

    @Test func aNetworkThatGoesAndComesAnswersEveryCaller() async throws {
        let isOver = Flag()
        try await withProxy({ $0.maximumConnections = 3 }) { proxy, pool in
            let callers = Task {
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for number in 0..<12 {
                        group.addTask {
                            try await Self.call(pool, number, atLeast: 20, until: isOver)
                        }
                    }
                    return try await group.reduce(0, +)
                }
            }
            for _ in 0..<5 {
                try await eventually("something goes through") { proxy.connections > 0 }
                let before = await pool.statistics.failures
                proxy.refuse()
                try await eventually("the pool notices") {
                    await pool.statistics.failures > before
                }
                proxy.accept()
            }
            isOver.raise()
            #expect(try await callers.value >= 12 * 20)
            let statistics = await pool.statistics
            #expect(statistics.leased == 0 && statistics.waiters == 0)
            #expect(statistics.connections <= 3)
        }
    }

    /// Raised once.
    private final class Flag: Sendable {
        private let state = Atomic(false)

        var isRaised: Bool { state.load(ordering: .relaxed) }
        func raise() { state.store(true, ordering: .relaxed) }
    }

    /// Calls until so many calls have been served and the flag is raised; the others have to fail as
    /// they should.
    private static func call(
        _ pool: ConnectionPool, _ task: Int, atLeast wanted: Int, until isOver: Flag
    ) async throws -> Int {
        var served = 0
        let expected: Set<PGError.Code> = [.connectionLost, .connectionFailed]
        while served < wanted || !isOver.isRaised {
            let number = task * 1_000_000 + served
            do {
                let rows = try await pool.query("SELECT \(number)::int4")
                #expect(try rows.decode(Int.self) == [number])
                served += 1
            } catch {
                #expect(expected.contains(error.code), "\(error)")
                await Task.yield()
            }
        }
        return served
    }
}

extension PoolStatistics {
    /// How often the network got in the way.
    fileprivate var failures: Int { lost + connectFailures }
}
