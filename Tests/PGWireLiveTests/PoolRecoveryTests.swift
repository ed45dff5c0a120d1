import LocalPostgres
import PGCore
import PGTestKit
import PGWire
import Synchronization
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Pools on servers that these tests kill, stop and start again.
@Suite(
    "Pools and failing servers", .timeLimit(.minutes(1)),
    .enabled(if: (try? PostgresInstallation.find()) != nil, "no server programs are installed"))
struct PoolRecoveryTests {
    /// A pool that is quick to try again, on a server of its own.
    private func withServer(
        _ change: (inout PoolConfiguration) -> Void = { _ in },
        _ body: (LocalPostgres, ConnectionPool) async throws -> Void
    ) async throws {
        try await LocalPostgres.withServer(.throwaway) { server in
            var configuration = PoolConfiguration()
            // On one event loop: each has a circuit of its own.
            configuration.maximumConnections = 4
            configuration.reconnect.initialPause = .milliseconds(5)
            configuration.reconnect.maximumPause = .milliseconds(40)
            change(&configuration)
            let pool = try ConnectionPool(.url(server.url), configuration: configuration)
            do {
                try await body(server, pool)
                await pool.close(within: .seconds(1))
            } catch {
                await pool.close(within: .zero)
                throw error
            }
        }
    }

    @Test func aServerStoppedAndStartedAgainIsUsedAgain() async throws {
        try await withServer { server, pool in
            try await pool.query("SELECT 1")
            try await server.kill()

            // Refused for as long as there is no server, and quickly: not after the acquire timeout.
            try await eventually("the circuit opens") {
                do throws(PGError) {
                    // A backend may outlive its server for a moment and answer.
                    try await pool.query("SELECT 1")
                } catch {
                    #expect(error.code == .connectionFailed || error.code == .connectionLost)
                }
                return await pool.statistics.circuit != .closed
            }
            let statistics = await pool.statistics
            #expect(statistics.connectFailures >= 3 && statistics.connectRefusals >= 1)
            #expect(statistics.lastConnectFailure != nil)

            try await server.restart()
            try await eventually("the pool finds the server") {
                (try? await pool.query("SELECT 1")) != nil
            }
            #expect(await pool.statistics.circuit == .closed)
            #expect(await pool.statistics.lastConnectFailure == nil)
        }
    }

    @Test func whatIsKeptComesBackWithoutCallersWhenTheServerDoes() async throws {
        try await withServer({ $0.minimumConnections = 2 }) { server, pool in
            try await pool.warmUp()
            try await server.kill()
            try await eventually("the circuit opens") {
                await pool.statistics.circuit != .closed
            }
            try await server.restart()
            try await eventually("both are back") { await pool.statistics.idle == 2 }
        }
    }

    @Test func underLoadEveryCallerIsAnsweredWhenBackendsAreKilled() async throws {
        try await withServer({ $0.maximumConnections = 4 }) { server, pool in
            // Of one connection: it would kill its own others.
            var alone = PoolConfiguration()
            alone.maximumConnections = 1
            let killer = try ConnectionPool(.url(server.url), configuration: alone)
            let outcomes = try await withThrowingTaskGroup(of: [PGError.Code?].self) { group in
                for number in 0..<16 {
                    group.addTask { try await Self.work(on: pool, number) }
                }
                // So that one kill at least meets a connection.
                try await eventually("the pool has a connection") {
                    await pool.statistics.connections > 0
                }
                for _ in 0..<8 {
                    try await killer.query(
                        """
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
                        """)
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(outcomes.count == 16 * 30)
            #expect(outcomes.allSatisfy { $0 == nil || $0 == .connectionLost })
            #expect(outcomes.contains(nil))
            let statistics = await pool.statistics
            #expect(statistics.lost > 0 && statistics.leased == 0 && statistics.waiters == 0)
            #expect(statistics.connections <= 4)
            await killer.close()
        }
    }

    /// Thirty statements; each returns the number it sent, and nobody else's.
    private static func work(on pool: ConnectionPool, _ task: Int) async throws -> [PGError.Code?] {
        var outcomes: [PGError.Code?] = []
        for round in 0..<30 {
            let number = task * 1000 + round
            do {
                let rows =
                    round % 3 == 0
                    ? try await pool.withConnection {
                        try await $0.query("SELECT \(number)::int4, pg_sleep(0.001)::text")
                    } : try await pool.query("SELECT \(number)::int4, pg_sleep(0.001)::text")
                #expect(try rows.decode(Int.self, String.self).map(\.0) == [number])
                outcomes.append(nil)
            } catch let error as PGError {
                outcomes.append(error.code)
            }
        }
        return outcomes
    }

    @Test func aPeerThatIsGoneWithoutAWordIsFoundBeforeItIsLent() async throws {
        try await withServer({
            $0.maximumConnections = 3
            $0.checkAfter = .milliseconds(20)
            $0.checkTimeout = .milliseconds(150)
        }) { server, pool in
            let frozen = try await withLeases(3, on: pool)
            // The processes stay and answer nothing: as machines do that have lost their network.
            for process in frozen { #expect(kill(process, SIGSTOP) == 0) }
            defer { for process in frozen { _ = kill(process, SIGKILL) } }
            try await eventually("all have rested") { await pool.statistics.resting == 3 }

            let rows = try await withDeadline(.seconds(5)) {
                try await pool.query("SELECT pg_backend_pid()")
            }

            #expect(!frozen.contains(Int32(try rows.decode(Int.self)[0])))
            try await eventually("all are found out") { await pool.statistics.failedChecks == 3 }
            #expect(await pool.statistics.checks == 3)
        }
    }

    /// Opens so many connections, gives them back, and returns their processes.
    private func withLeases(_ count: Int, on pool: ConnectionPool) async throws -> [Int32] {
        var held: [Connection] = []
        for _ in 0..<count { held.append(try await pool.lease()) }
        for connection in held { await pool.release(connection) }
        return held.map(\.backendProcessID)
    }

    @Test func aHealthyConnectionThatRestedIsCheckedAndLent() async throws {
        try await withServer({
            $0.maximumConnections = 1
            $0.checkAfter = .milliseconds(10)
        }) { _, pool in
            let before = try await pool.query("SELECT pg_backend_pid()").decode(Int.self)
            try await eventually("it has rested") { await pool.statistics.resting == 1 }
            let after = try await pool.query("SELECT pg_backend_pid()").decode(Int.self)
            #expect(after == before)
            let statistics = await pool.statistics
            #expect(statistics.checks >= 1 && statistics.failedChecks == 0)
        }
    }

    @Test func cancellingManyAtOnceCausesNoStormOfConnections() async throws {
        try await withServer({ $0.maximumConnections = 4 }) { server, pool in
            try await pool.warmUp()
            for round in 0..<5 {
                let tasks = (0..<200).map { number in
                    Task {
                        number % 2 == 0
                            ? try await pool.withConnection {
                                try await $0.query("SELECT pg_sleep(30)")
                            } : try await pool.query("SELECT pg_sleep(30)")
                    }
                }
                try await eventually("all are here, round \(round)") {
                    let now = await pool.statistics
                    return now.leased + now.shared == 4
                }
                for task in tasks { task.cancel() }
                for task in tasks { _ = await task.result }
            }
            let statistics = await pool.statistics
            #expect(statistics.waiters == 0 && statistics.leased == 0)
            // Cancelled statements end on the server and leave their connections in order.
            #expect(statistics.connects == 4 && statistics.lost == 0)
            #expect(try await pool.query("SELECT 1").count == 1)
        }
    }

    @Test func tooManyConnectionsForTheServerAreSharedInstead() async throws {
        var limited = LocalPostgres.Configuration.throwaway
        limited.maxConnections = 5
        limited.settings["superuser_reserved_connections"] = "0"
        try await LocalPostgres.withServer(limited) { server in
            var configuration = PoolConfiguration()
            configuration.maximumConnections = 20
            let pool = try ConnectionPool(.url(server.url), configuration: configuration)
            try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        try await pool.query("SELECT \(number)::int4, pg_sleep(0.01)::text")
                            .decode(Int.self, String.self)[0].0
                    }
                }
                let numbers = try await group.reduce(into: Set<Int>()) { $0.insert($1) }
                #expect(numbers.count == 60)
            }
            await pool.close()
        }
    }
}
