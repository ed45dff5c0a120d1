import PGCore
import PGTestKit
import PGWire
import Synchronization
import Testing

@Suite("Pool hooks", .liveDatabase, .timeLimit(.minutes(1)))
struct PoolHookTests {
    private struct Refused: Error {}

    @Test func theConnectHookRunsOnceForEachConnectionBeforeAnybodyGetsIt() async throws {
        let calls = Atomic<Int>(0)
        try await withPool({
            $0.maximumConnections = 1
            $0.hooks.connect = { connection in
                calls.add(1, ordering: .relaxed)
                try await connection.executeOnce("SET application_name = 'hooked'")
            }
        }) { pool in
            for _ in 0..<3 {
                let name = try await pool.query("SELECT current_setting('application_name')")
                #expect(try name.decode(String.self) == ["hooked"])
            }
            #expect(calls.load(ordering: .relaxed) == 1)
            #expect(await pool.statistics.resets == 0)
        }
    }

    @Test func whatTheConnectHookHasSetIsThereAgainAfterAReset() async throws {
        try await withPool({
            $0.maximumConnections = 1
            $0.hooks.connect = { try await $0.executeOnce("SET search_path = pg_catalog") }
        }) { pool in
            try await pool.withConnection { try await $0.query("SET search_path = public") }
            let path = try await pool.query("SELECT current_setting('search_path')")
            #expect(try path.decode(String.self) == ["pg_catalog"])
            #expect(await pool.statistics.resets == 1)
        }
    }

    @Test func aConnectHookThatFailsIsAFailureToConnect() async throws {
        try await withPool({
            $0.reconnect.initialPause = .milliseconds(1)
            $0.hooks.connect = { _ in throw Refused() }
        }) { pool in
            let error = await #expect(throws: PGError.self) { try await pool.query("SELECT 1") }
            #expect(error?.code == .poolHookFailed && error?.underlying is Refused)
            #expect(await pool.statistics.connections == 0)
        }
    }

    @Test func theSetupHookRunsBeforeEachLease() async throws {
        let calls = Atomic<Int>(0)
        try await withPool({
            $0.hooks.setup = { connection in
                calls.add(1, ordering: .relaxed)
                try await connection.query("SELECT 1")
            }
        }) { pool in
            for _ in 0..<3 { try await pool.withConnection { _ in } }
            try await pool.query("SELECT 1")
            #expect(calls.load(ordering: .relaxed) == 3)
        }
    }

    @Test func aSetupHookThatFailsGivesTheConnectionBack() async throws {
        let fails = Atomic<Bool>(true)
        try await withPool({
            $0.maximumConnections = 1
            $0.hooks.setup = { _ in if fails.load(ordering: .relaxed) { throw Refused() } }
        }) { pool in
            let error = await #expect(throws: PGError.self) {
                try await pool.withConnection { _ in }
            }
            #expect(error?.code == .poolHookFailed)
            #expect(await pool.statistics.leased == 0)
            fails.store(false, ordering: .relaxed)
            try await pool.withConnection { _ in }
            #expect(await pool.statistics.connects == 1)
        }
    }

    @Test func aConnectionThatTheSetupHookFindsDeadIsReplaced() async throws {
        let kills = Atomic<Bool>(true)
        try await withPool({
            $0.hooks.setup = { connection in
                guard kills.exchange(false, ordering: .relaxed) else { return }
                await connection.close()
                throw Refused()
            }
        }) { pool in
            let count = try await pool.withConnection { try await $0.query("SELECT 1").count }
            #expect(count == 1)
        }
    }

    @Test func theResetHookRunsOutsideATransactionAlsoForACancelledTask() async throws {
        let seen = Mutex<[Bool]>([])
        try await withPool({
            $0.maximumConnections = 1
            $0.hooks.reset = { connection in
                let error = await #expect(throws: PGError.self) {
                    try await connection.executeOnce("SAVEPOINT only_in_a_transaction")
                }
                let isOutside = error?.sqlState == "25P01" && !Task.isCancelled
                seen.withLock { $0.append(isOutside) }
            }
        }) { pool in
            try await pool.withConnection { try await $0.executeOnce("BEGIN") }
            let cancelled = Task {
                try await pool.withConnection { try await $0.query("SELECT pg_sleep(60)") }
            }
            try await eventually("it is lent") { await pool.statistics.leased == 1 }
            cancelled.cancel()
            _ = await cancelled.result
            #expect(seen.withLock { $0 } == [true, true])
        }
    }

    @Test func aResetHookThatFailsCostsTheConnectionOnly() async throws {
        try await withPool({
            $0.maximumConnections = 1
            $0.hooks.reset = { _ in throw Refused() }
        }) { pool in
            for _ in 0..<2 { try await pool.withConnection { _ in } }
            let statistics = await pool.statistics
            #expect(statistics.failedResets == 2 && statistics.connects == 2)
        }
    }

    @Test func theCloseHookIsToldWhy() async throws {
        let reasons = Mutex<[ClosedConnection.Reason]>([])
        try await withPool({
            $0.maximumConnections = 1
            $0.hooks.close = { closed in
                #expect(closed.backendProcessID > 0)
                reasons.withLock { $0.append(closed.reason) }
            }
        }) { pool in
            try await pool.query("SELECT 1")
            await pool.refresh()
            try await eventually("the first is told") { reasons.withLock { $0 } == [.refreshed] }
            try await pool.withConnection { await $0.close() }
            try await eventually("the second is told") {
                reasons.withLock { $0 } == [.refreshed, .lost]
            }
            try await pool.query("SELECT 1")
            await pool.close()
            try await eventually("the last is told") {
                reasons.withLock { $0 } == [.refreshed, .lost, .poolClosed]
            }
        }
    }
}
