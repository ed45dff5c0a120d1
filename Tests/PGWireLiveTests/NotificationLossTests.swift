import LocalPostgres
import PGCore
import PGTestKit
import PGWire
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite("Listening through lost connections", .timeLimit(.minutes(1)))
struct NotificationLossTests {
    @Test(.liveDatabase) func aKilledListenerListensAgainAndTellsOfTheGap() async throws {
        let pool = try TestDatabase.pool
        let start = Date()
        try await pool.withListener { listener in
            try await listener.listen("jobs", "other")
            var events = listener.events.makeAsyncIterator()
            try await pool.notify("jobs", "before")
            #expect(try await events.next().isFrom("jobs", "before"))

            for round in 1...3 {
                try await pool.query(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND query LIKE 'LISTEN%'
                    """)

                // The first thing heard is the gap, and after it nothing is missed.
                guard case .gap(let since)? = try await events.next() else {
                    Issue.record("no gap was told")
                    return
                }
                #expect(since > start)
                #expect(since <= Date())
                try await pool.notify("jobs", "after \(round)")
                try await pool.notify("other", "also \(round)")
                #expect(try await events.next().isFrom("jobs", "after \(round)"))
                #expect(try await events.next().isFrom("other", "also \(round)"))
            }
        }
    }

    @Test func listeningSurvivesARestartOfTheServer() async throws {
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("strata-listen-\(UInt64.random(in: 0 ... .max))").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        var server = try await LocalPostgres.start(.durable(directory: directory))
        let pool = try ConnectionPool(.url(server.url))
        try await pool.withListener { listener in
            try await listener.listen("jobs")
            var events = listener.events.makeAsyncIterator()

            try await server.stop()
            server = try await LocalPostgres.start(.durable(directory: directory))

            guard case .gap? = try await events.next() else {
                Issue.record("no gap was told")
                return
            }
            try await eventually("the pool is back") {
                do {
                    try await pool.notify("jobs", "after the restart")
                    return true
                } catch {
                    return false
                }
            }
            #expect(try await events.next().isFrom("jobs", "after the restart"))
        }
        await pool.close()
        try await server.stop()
    }

    @Test(.liveDatabase) func aListenerThatComesWhileTheServerIsAwayIsTold() async throws {
        let proxyless = try ConnectionPool(.url("postgresql://x@127.0.0.1:1/x"))
        try await proxyless.withListener { listener in
            // Each attempt fails by itself; the listener is usable for the next.
            for _ in 0..<3 {
                let error = await #expect(throws: PGError.self) {
                    try await listener.listen("jobs")
                }
                #expect(error?.code == .connectionFailed)
            }
        }
        await proxyless.close()
    }
}

extension NotificationEvent? {
    /// Whether it is this message, whoever sent it.
    func isFrom(_ channel: String, _ payload: String) -> Bool {
        guard case .notification(let notification)? = self else { return false }
        return notification.channel == channel && notification.payload == payload
    }
}
