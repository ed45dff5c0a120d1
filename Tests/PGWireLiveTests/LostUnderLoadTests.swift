import LocalPostgres
import PGCore
import PGTestKit
import PGWire
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

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
        /// `kill -STOP` of all its processes: nothing is heard of them, and nobody is told.
        case theServerFreezes

        /// What a caller has. Where the loss is seen it has to be told long before.
        var deadline: Duration { self == .theServerFreezes ? .seconds(6) : .seconds(30) }

        /// When the last caller has to know, the time for giving connections up included.
        var told: Duration { self == .theServerFreezes ? .seconds(11) : .seconds(10) }

        /// What those at work are told.
        var code: PGError.Code {
            self == .theServerFreezes ? .deadlineExceeded : .connectionLost
        }

        /// What those are told who wait for a connection; after a loss of sessions there is another.
        var codesOfWaiters: Set<PGError.Code> {
            switch self {
            case .everySessionIsTerminated: []
            case .theServerIsKilled: [.connectionLost, .connectionFailed]
            case .theServerFreezes: [.deadlineExceeded]
            }
        }
    }

    private static let waiters = 5

    @Test(arguments: Loss.allCases)
    func everyCallerIsToldAndThePoolRecovers(loss: Loss) async throws {
        try await LocalPostgres.withServer(.throwaway) { server in
            try await withPool(on: server) { pool in
                try await pool.query("CREATE TABLE texts (text text)")
                let workers = EndlessWork.all.map { work in
                    Task { try await withDeadline(loss.deadline) { try await work.run(pool) } }
                }
                try await eventually("all are at work") {
                    let now = await pool.statistics
                    return now.leased + now.shared == workers.count
                }
                let waiting = (0..<Self.waiters).map { number in
                    Task {
                        try await withDeadline(loss.deadline) { try await echo(number, on: pool) }
                    }
                }
                try await eventually("some wait") {
                    await pool.statistics.waiters == Self.waiters
                }

                let frozen = try await strike(loss, server)
                defer { thaw(frozen, server) }

                for (work, worker) in zip(EndlessWork.all, workers) {
                    check(await result(of: worker, within: loss.told), work.name, loss)
                }
                for (number, waiter) in waiting.enumerated() {
                    check(await result(of: waiter, within: loss.told), number, loss)
                }
                let statistics = await pool.statistics
                #expect(statistics.leased == 0 && statistics.waiters == 0)

                if loss == .theServerIsKilled { try await server.restart() }
                thaw(frozen, server)
                try await eventually("the pool finds the server") {
                    (try? await echo(7, on: pool)) == 7
                }
            }
        }
    }

    /// Returns the processes that were stopped.
    private func strike(_ loss: Loss, _ server: LocalPostgres) async throws -> [Int32] {
        guard loss != .theServerIsKilled else {
            try await server.kill()
            return []
        }
        let outside = try await Connection.connect(.url(server.url))
        let others: SQLStatement = """
            FROM pg_stat_activity
            WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
            """
        guard loss == .theServerFreezes else {
            try await outside.query("SELECT pg_terminate_backend(pid) \(others)")
            await outside.close()
            return []
        }
        let sessions = try await outside.query("SELECT pid \(others)").decode(Int32.self)
        await outside.close()
        for session in sessions { #expect(kill(session, SIGSTOP) == 0) }
        server.pause()
        return sessions
    }

    private func thaw(_ sessions: [Int32], _ server: LocalPostgres) {
        guard !sessions.isEmpty else { return }
        for session in sessions { _ = kill(session, SIGCONT) }
        server.resume()
    }

    /// Alone on a connection, for which the caller has to wait.
    private func echo(_ number: Int, on pool: ConnectionPool) async throws -> Int {
        try await pool.withConnection { connection in
            try await connection.query("SELECT \(number)::int4").one(Int.self)
        }
    }

    private func check(_ outcome: Result<Void, any Error>, _ name: String, _ loss: Loss) {
        switch outcome {
        case .success:
            Issue.record("\(name) ended as if nothing had happened")
        case .failure(let error as PGError):
            #expect(error.code == loss.code, "\(name): \(error)")
        case .failure(let error):
            Issue.record("\(name): \(error)")
        }
    }

    private func check(_ outcome: Result<Int, any Error>, _ number: Int, _ loss: Loss) {
        switch outcome {
        case .success(let answer):
            #expect(answer == number)
        case .failure(let error as PGError):
            #expect(loss.codesOfWaiters.contains(error.code), "\(error)")
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
        configuration.connection.cancelTimeout = .milliseconds(500)
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
