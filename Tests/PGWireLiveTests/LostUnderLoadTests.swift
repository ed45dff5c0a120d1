import LocalPostgres
import PGCore
import PGTestKit
import PGWire
import Testing

/// The server goes while everything that can be under way is.
@Suite(
    "A server lost under load", .timeLimit(.minutes(1)),
    .enabled(if: (try? PostgresInstallation.find()) != nil, "no server programs are installed"))
struct LostUnderLoadTests {
    enum Loss: CaseIterable {
        /// `pg_terminate_backend` of every session but the one that asks.
        case everySessionIsTerminated
        /// `kill -9` of the server.
        case theServerIsKilled
    }

    /// What a caller has; it has to be told long before.
    private static let deadline = Duration.seconds(30)
    private static let told = Duration.seconds(10)
    private static let waiters = 5

    @Test(arguments: Loss.allCases)
    func everyCallerIsToldAndThePoolRecovers(loss: Loss) async throws {
        try await LocalPostgres.withServer(.throwaway) { server in
            try await withPool(on: server) { pool in
                try await pool.query("CREATE TABLE texts (text text)")
                let workers = EndlessWork.all.map { work in
                    Task { try await withDeadline(Self.deadline) { try await work.run(pool) } }
                }
                try await eventually("all are at work") {
                    let now = await pool.statistics
                    return now.leased + now.shared == workers.count
                }
                let waiting = (0..<Self.waiters).map { number in
                    Task {
                        try await withDeadline(Self.deadline) { try await echo(number, on: pool) }
                    }
                }
                try await eventually("some wait") {
                    await pool.statistics.waiters == Self.waiters
                }

                try await strike(loss, server)

                for (work, worker) in zip(EndlessWork.all, workers) {
                    check(await result(of: worker, within: Self.told), work.name)
                }
                for (number, waiter) in waiting.enumerated() {
                    check(await result(of: waiter, within: Self.told), number, after: loss)
                }
                let statistics = await pool.statistics
                #expect(statistics.leased == 0 && statistics.waiters == 0)

                if loss == .theServerIsKilled { try await server.restart() }
                try await eventually("the pool finds the server") {
                    (try? await echo(7, on: pool)) == 7
                }
            }
        }
    }

    private func strike(_ loss: Loss, _ server: LocalPostgres) async throws {
        guard loss == .everySessionIsTerminated else { return try await server.kill() }
        let killer = try await Connection.connect(.url(server.url))
        try await killer.query(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
            """)
        await killer.close()
    }

    /// Alone on a connection, for which the caller has to wait.
    private func echo(_ number: Int, on pool: ConnectionPool) async throws -> Int {
        try await pool.withConnection { connection in
            try await connection.query("SELECT \(number)::int4").one(Int.self)
        }
    }

    private func check(_ outcome: Result<Void, any Error>, _ name: String) {
        switch outcome {
        case .success:
            Issue.record("\(name) ended as if nothing had happened")
        case .failure(let error as PGError):
            #expect(error.code == .connectionLost, "\(name): \(error)")
        case .failure(let error):
            Issue.record("\(name): \(error)")
        }
    }

    /// Who waited may be lucky: there is another connection, or there was one.
    private func check(_ outcome: Result<Int, any Error>, _ number: Int, after loss: Loss) {
        switch outcome {
        case .success(let answer):
            #expect(answer == number)
        case .failure(let error as PGError):
            #expect([.connectionLost, .connectionFailed].contains(error.code), "\(error)")
            #expect(loss == .theServerIsKilled, "\(error)")
        case .failure(let error):
            Issue.record("\(error)")
        }
    }

    /// A pool with a connection for each that is at work, and none for those who wait.
    private func withPool(
        on server: LocalPostgres, _ body: (ConnectionPool) async throws -> Void
    ) async throws {
        var configuration = PoolConfiguration()
        configuration.maximumConnections = EndlessWork.all.count
        configuration.reconnect.initialPause = .milliseconds(5)
        configuration.reconnect.maximumPause = .milliseconds(40)
        let pool = try ConnectionPool(
            .url(server.url), configuration: configuration, logger: nil,
            loops: Array(EventLoop.shared.prefix(1)))
        do {
            try await body(pool)
            await pool.close(within: .seconds(1))
        } catch {
            await pool.close(within: .zero)
            throw error
        }
    }
}
