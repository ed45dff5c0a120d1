import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("Pool", .liveDatabase, .timeLimit(.minutes(1)))
struct PoolTests {
    @Test func aCallerThatWaitsTooLongIsToldWho() async throws {
        try await withPool({
            $0.maximumConnections = 1
            $0.acquireTimeout = .seconds(2)
        }) { pool in
            try await pool.withConnection { _ in
                let error = await #expect(throws: PGError.self) { try await pool.query("SELECT 1") }
                #expect(error?.code == .poolTimeout)
                #expect(error?.message.contains("1 leased") == true)
            }
        }
    }

    @Test func tooManyWaitersAreRefusedAtOnce() async throws {
        try await withPool({
            $0.maximumConnections = 1
            $0.maximumWaiters = 1
        }) { pool in
            try await pool.withConnection { _ in
                let waiting = Task { try await pool.query("SELECT 1") }
                try await eventually("one waits") { await pool.statistics.waiters == 1 }

                let error = await #expect(throws: PGError.self) { try await pool.query("SELECT 2") }

                #expect(error?.code == .poolExhausted)
                waiting.cancel()
                _ = await waiting.result
            }
        }
    }

    @Test func closingAnswersThoseWhoWaitAndLetsThoseAtWorkFinish() async throws {
        var configuration = PoolConfiguration()
        configuration.maximumConnections = 1
        let pool = try ConnectionPool(.url(TestDatabase.current.url), configuration: configuration)
        try await whileLockIsHeld { release in
            let atWork = Task {
                try await pool.withConnection { connection in
                    try await connection.query("SELECT pg_advisory_xact_lock(1)").count
                }
            }
            try await eventually("the lease is out") { await pool.statistics.leased == 1 }
            let waiting = Task { try await pool.query("SELECT 1") }
            try await eventually("one waits") { await pool.statistics.waiters == 1 }

            let closing = Task { await pool.close() }

            let error = await #expect(throws: PGError.self) { try await waiting.value }
            #expect(error?.code == .poolClosed)
            try await release()
            #expect(try await atWork.value == 1)
            await closing.value
        }
        let late = await #expect(throws: PGError.self) { try await pool.query("SELECT 1") }
        #expect(late?.code == .poolClosed)
    }

    @Test func whatABorrowerLeavesBehindIsUndone() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            try await pool.withConnection { connection in
                try await connection.query("SET application_name = 'left behind'")
                try await connection.query("CREATE TEMP TABLE scratch (n int)")
                try await connection.executeOnce("BEGIN")
            }

            let rows = try await pool.query(
                "SELECT current_setting('application_name'), to_regclass('pg_temp.scratch') IS NULL"
            )

            let row = try #require(try rows.decode(String.self, Bool.self).first)
            #expect(row.0 == "strata" && row.1)
        }
    }

    @Test func aLeaseIsNotStarvedByStatements() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            let stop = Task {
                while !Task.isCancelled { try await pool.query("SELECT 1") }
            }
            let more = Task {
                while !Task.isCancelled { try await pool.query("SELECT 2") }
            }
            try await eventually("both run") { await pool.statistics.statements > 10 }

            let value = try await withDeadline(.seconds(5)) {
                try await pool.withConnection { _ in 7 }
            }

            #expect(value == 7)
            stop.cancel()
            more.cancel()
            _ = await (stop.result, more.result)
        }
    }

    @Test func poolsGrowOnlyToTheirMaximum() async throws {
        try await withPool({ $0.maximumConnections = 4 }) { pool in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        _ = try await pool.withConnection {
                            try await $0.query("SELECT pg_sleep(0.005)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            let statistics = await pool.statistics
            #expect(statistics.connections <= 4 && statistics.connections > 1)
            #expect(statistics.leased == 0)
        }
    }

    @Test func codeOnTheLoopUsesThePoolAsAnyOther() async throws {
        let pool = try TestDatabase.pool
        let total = try await pool.withExecutor {
            var total = 0
            for number in 1...10 {
                total += try await pool.query("SELECT \(number)::int4").decode(Int.self)[0]
            }
            return total
        }
        #expect(total == 55)
    }

    @Test func blockingCallsWorkOffTheLoopOnly() async throws {
        let connection = try await TestDatabase.current.connect()
        let blocking = { @Sendable () throws -> Int in
            try connection.executeBlocking("SELECT 5").decode(Int.self)[0]
        }
        #expect(try blocking() == 5)

        let error = await #expect(throws: PGError.self) {
            try await TestDatabase.pool.withExecutor { try blocking() }
        }

        #expect(error?.code == .blockingOnEventLoop)
        await connection.close()
    }
}
