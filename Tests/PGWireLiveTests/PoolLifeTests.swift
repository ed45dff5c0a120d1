import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("A pool's connections as time goes by", .liveDatabase, .timeLimit(.minutes(1)))
struct PoolLifeTests {
    private func backend(_ pool: ConnectionPool) async throws -> Int {
        try await pool.query("SELECT pg_backend_pid()").decode(Int.self)[0]
    }

    @Test func warmingUpOpensWhatIsKept() async throws {
        try await withPool({ $0.minimumConnections = 3 }) { pool in
            try await pool.warmUp()

            let statistics = await pool.statistics
            #expect(statistics.connections == 3 && statistics.idle == 3)
            #expect(statistics.connects == 3)
        }
    }

    @Test func warmingUpFailsWhereThereIsNoServer() async throws {
        let pool = try ConnectionPool(.url("postgresql://x@127.0.0.1:1/x"))
        let error = await #expect(throws: PGError.self) { try await pool.warmUp() }
        #expect(error?.code == .connectionFailed)
        await pool.close()
    }

    @Test func closingNeverMissesThatTheLastConnectionIsGone() async throws {
        let silent = try SilentServer()
        let url = "postgresql://x@127.0.0.1:\(silent.port)/x"
        // Off the loop, and many at once: the end of an attempt to connect then meets the wait for it at
        // every possible point.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<400 {
                group.addTask {
                    let pool = try ConnectionPool(.url(url))
                    let caller = Task { try await pool.query("SELECT 1") }
                    for _ in 0..<number % 20 { await Task.yield() }
                    await pool.close(within: .milliseconds(number % 3))
                    await #expect(throws: PGError.self) { try await caller.value }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func whatIsKeptComesBackAfterALoss() async throws {
        let outside = try observer()
        try await withPool({
            $0.minimumConnections = 2
            $0.maximumConnections = 2
        }) { pool in
            try await pool.warmUp()
            try await outside.query(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """)
            try await eventually("both are replaced") {
                let statistics = await pool.statistics
                return statistics.lost == 2 && statistics.idle == 2
            }
        }
        await outside.close()
    }

    @Test func anIdleConnectionIsClosedAfterAWhile() async throws {
        try await withPool({ $0.idleTimeout = .milliseconds(100) }) { pool in
            try await pool.query("SELECT 1")
            try await eventually("it closes") { await pool.statistics.connections == 0 }
            #expect(await pool.statistics.closedByIdleTimeout == 1)
            try await pool.query("SELECT 1")
        }
    }

    @Test func anOldConnectionIsReplacedAndNobodyNotices() async throws {
        try await withPool({
            $0.lifetime = .milliseconds(60)
            $0.maximumConnections = 2
        }) { pool in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        while await pool.statistics.closedByLifetime < 4 {
                            try await pool.query("SELECT 1")
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func aRefreshReplacesConnectionsAsTheyBecomeFree() async throws {
        try await withPool({ $0.maximumConnections = 2 }) { pool in
            let leased = try await pool.withConnection { held in
                await pool.refresh()
                try await held.query("SELECT 1")
                return held.backendProcessID
            }
            #expect(try await backend(pool) != Int(leased))
            try await eventually("it is counted") { await pool.statistics.closedByRefresh >= 1 }
        }
    }

    @Test func aPoolThatKeepsNothingClosesAtOnce() async throws {
        let pool = try ConnectionPool(
            .url(TestDatabase.current.url), configuration: .unpooled)
        let first = try await backend(pool)
        #expect(await pool.statistics.connections == 0)
        #expect(try await backend(pool) != first)
        await pool.close()
    }

    @Test func aClosingPoolGivesThoseAtWorkOnlySoMuchTime() async throws {
        let outside = try observer()
        let pool = try ConnectionPool(.url(TestDatabase.current.url))
        let atWork = Task { try await pool.query("SELECT pg_sleep(60) AS at_work") }
        try await eventually("it runs") { try await isRunning("at_work", on: outside) }

        await pool.close(within: .milliseconds(20))

        let error = await #expect(throws: PGError.self) { try await atWork.value }
        #expect(error?.code == .connectionClosed)
        #expect(error?.execution == .mayHaveRun)
        #expect(await pool.statistics.connections == 0)
        await outside.close()
    }

    @Test func closingDoesNotWaitForAServerThatNeverAnswers() async throws {
        let silent = try SilentServer()
        let pool = try ConnectionPool(.url("postgresql://x@127.0.0.1:\(silent.port)/x"))
        let waiting = Task { try await pool.query("SELECT 1") }
        try await eventually("it connects") { silent.hasClient }

        await pool.close()

        let error = await #expect(throws: PGError.self) { try await waiting.value }
        #expect(error?.code == .poolClosed)
    }

    @Test func asAServiceItOpensWhatIsKeptAndClosesWhenCancelled() async throws {
        var configuration = PoolConfiguration()
        configuration.minimumConnections = 1
        let pool = try ConnectionPool(
            .url(TestDatabase.current.url), configuration: configuration)
        let running = Task { try await pool.run() }
        try await eventually("it is warm") { await pool.statistics.idle == 1 }

        running.cancel()
        try await running.value

        let late = await #expect(throws: PGError.self) { try await pool.query("SELECT 1") }
        #expect(late?.code == .poolClosed)
    }

    @Test func aPoolThatWasClosedIsNotKept() async throws {
        weak var kept: AnyObject?
        do {
            let observer = Observer()
            kept = observer
            var configuration = PoolConfiguration()
            configuration.connection.observers = [observer]
            let pool = try ConnectionPool(
                .url(TestDatabase.current.url), configuration: configuration)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 { group.addTask { try await pool.query("SELECT pg_sleep(0.001)") } }
                try await group.waitForAll()
            }
            // So that there is something to wait for.
            let atWork = Task { try await pool.query("SELECT pg_sleep(0.05)") }
            try await eventually("it runs") { await pool.statistics.shared == 1 }
            await pool.close(within: .seconds(600))
            _ = try await atWork.value
        }
        try await eventually("it is gone") { kept == nil }
    }

    private final class Observer: StatementObserver {}
}
