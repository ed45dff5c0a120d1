import Logging
import PGCore
import PGTestKit
import PGWire
import Synchronization
import Testing

/// What a pool says about who has its connections.
@Suite("Pool reports", .liveDatabase, .timeLimit(.minutes(1)))
struct PoolReportTests {
    @Test func whoWaitsInVainLearnsWhoHoldsWhatAndWhatRuns() async throws {
        try await withPool({
            $0.maximumConnections = 2
            $0.acquireTimeout = .seconds(2)
        }) { pool in
            let gate = Gate()
            let line: UInt = #line + 2
            let holder = Task {
                try await pool.withConnection { connection in
                    try await connection.executeOnce("BEGIN")
                    await gate.wait()
                }
            }
            let runner = Task {
                try await pool.withConnection(fileID: "App/Slow.swift", line: 7) { connection in
                    try await connection.query("SELECT pg_sleep(60), \("s3cret")")
                }
            }
            try await eventually("both are out") { await pool.statistics.leased == 2 }

            let error = await #expect(throws: PGError.self) {
                try await pool.withConnection { _ in }
            }

            #expect(error?.code == .poolTimeout && error?.execution == .notSent)
            let details = try #require(error?.poolTimeout)
            #expect(details.connections == 2 && details.maximumConnections == 2)
            let places = details.leases.map(\.place)
            #expect(places.contains(.init(fileID: #fileID, line: line)))
            #expect(places.contains(.init(fileID: "App/Slow.swift", line: 7)))
            #expect(details.leases.contains { $0.activity == .idleInTransaction })
            #expect(
                details.leases.contains { $0.activity == .running("SELECT pg_sleep(60), $1") })
            let text = String(reflecting: error)
            #expect(text.contains("App/Slow.swift:7") && text.contains("pg_sleep"))
            #expect(!text.contains("s3cret"))
            #expect(details.leases.allSatisfy { $0.duration > .milliseconds(100) })
            runner.cancel()
            _ = await runner.result
            await gate.open()
            try await holder.value
        }
    }

    @Test func aLeaseForgottenIsReportedOnceWithItsPlace() async throws {
        let log = LogLines()
        var configuration = PoolConfiguration()
        configuration.leakThreshold = .milliseconds(50)
        let pool = try ConnectionPool(
            .url(TestDatabase.current.url), configuration: configuration, logger: log.logger)
        let line: UInt = #line + 1
        try await pool.withConnection { _ in
            try await eventually("it is reported") { await pool.statistics.leaks == 1 }
            let statistics = await pool.statistics
            #expect(statistics.leases.map(\.place) == [.init(fileID: #fileID, line: line)])
        }
        #expect(await pool.statistics.leaks == 1)
        #expect(await pool.statistics.leases.isEmpty)
        #expect(log.lines.count { $0.contains("PoolReportTests.swift:\(line)") } == 1)
        await pool.close()
    }

    @Test func aWaitThatWasTooLongTellsWhatSharedConnectionsRun() async throws {
        try await withPool({
            $0.maximumConnections = 1
            $0.acquireTimeout = .milliseconds(100)
        }) { pool in
            try await whileLockIsHeld { release in
                let statement: SQLStatement =
                    "SELECT pg_advisory_xact_lock(1), \("s3cret")::text IS NULL"
                let busy = Task { try await pool.query(statement) }
                try await eventually("it runs") { await pool.statistics.shared == 1 }

                let error = await #expect(throws: PGError.self) {
                    try await pool.withConnection { _ in }
                }

                let details = try #require(error?.poolTimeout)
                #expect(details.sharedStatements == [statement.text])
                #expect(details.leases.isEmpty && details.waiters == 1)
                #expect(await pool.statistics.timeouts == 1)
                #expect(!String(reflecting: error).contains("s3cret"))
                try await release()
                _ = try await busy.value
            }
        }
    }

    @Test func countersAddUp() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            for _ in 0..<3 { try await pool.query("SELECT 1") }
            try await pool.withConnection { connection in
                try await connection.query("SET work_mem = '1MB'")
                let waiting = Task { try await pool.query("SELECT 2") }
                try await eventually("it waits") { await pool.statistics.waiters == 1 }
                waiting.cancel()
                _ = await waiting.result
            }
            try await pool.withConnection { try await $0.executeOnce("BEGIN") }

            let statistics = await pool.statistics
            #expect(statistics.connects == 1 && statistics.connections == 1)
            #expect(statistics.statements == 3)
            #expect(statistics.leasesGranted == 2)
            #expect(statistics.waits == 1 && statistics.waitTime > .zero)
            #expect(statistics.longestWait == statistics.waitTime)
            #expect(statistics.cancelledWaits == 1)
            #expect(statistics.resets == 1 && statistics.rollbacks == 1)
            #expect(statistics.circuit == .closed && statistics.lastConnectFailure == nil)
        }
    }
}

/// A door that many may wait at.
actor Gate {
    private var isOpen = false
    private var waiters: [CheckedContinuation<Void, Never>] = []

    func open() {
        isOpen = true
        for waiter in waiters { waiter.resume() }
        waiters.removeAll()
    }

    func wait() async {
        if isOpen { return }
        await withCheckedContinuation { waiters.append($0) }
    }
}

/// Keeps what a logger is told.
final class LogLines: Sendable {
    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock { $0 } }

    func add(_ line: String) { kept.withLock { $0.append(line) } }

    var logger: Logger { Logger(label: "test") { _ in Handler(lines: self) } }

    private struct Handler: LogHandler {
        let lines: LogLines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.add("\(event.level): \(event.message) \(event.metadata ?? [:])")
        }
    }
}
