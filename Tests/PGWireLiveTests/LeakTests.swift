import PGCore
import PGTestKit
import PGWire
import Testing

/// Thousands of operations leave nothing behind.
///
/// In a process of its own, whose descriptors and memory are nobody else's.
@Suite("Leaks", .liveDatabase(.numbers), .timeLimit(.minutes(5)))
struct LeakTests {
    @Test func nothingIsLeftOfThousandsOfOperations() async throws {
        let url = try TestDatabase.current.url
        await #expect(processExitsWith: .success) { [url = url as String] in
            do {
                try await LeakRun(url: url).run()
            } catch {
                // Thrown, it would only be seen to end the process.
                Issue.record("\(error)")
            }
        }
    }
}

private struct LeakRun: Sendable {
    let url: String

    private static let rounds = 20
    /// What threads keep for themselves, and caches that are not full yet; a leak of some 80 bytes for
    /// each operation is more.
    private static let tolerance = 160 * 1024

    private var connection: ConnectionConfiguration {
        var configuration = ConnectionConfiguration()
        configuration.connectTimeout = .seconds(4)
        return configuration
    }

    /// What is allocated once everything that only waits for its time has gone; 0 where nobody counts.
    ///
    /// Swift keeps a sleep that was cancelled until its time has come: that of connecting is the longest.
    private func heapAtRest() async throws -> Int {
        try await Task.sleep(for: connection.connectTimeout + .milliseconds(500))
        return Heap.bytesInUse ?? 0
    }

    func run() async throws {
        let observer = try ConnectionPool(.url(url))
        // Threads, caches and much else are made when they are first needed.
        for round in 0..<4 { try await everything(round) }
        let before = try await Holdings.now(askedOn: observer)
        let heapBefore = try await heapAtRest()

        for round in 4..<(4 + Self.rounds) { try await everything(round) }

        // Side threads end a moment later.
        try await eventually("all descriptors and sessions are given back") {
            let after = try await Holdings.now(askedOn: observer)
            return after.descriptors <= before.descriptors && after.sessions <= before.sessions
        }
        let growth = try await heapAtRest() - heapBefore
        #expect(growth < Self.tolerance, "\(growth) bytes were not given back")
        await observer.close()
    }

    /// Some hundred operations.
    private func everything(_ round: Int) async throws {
        try await operations(round)
        try await connecting(round)
        try await faults(round)
    }

    /// Each once to its end, and once cancelled somewhere in the middle.
    private func operations(_ round: Int) async throws {
        var configuration = PoolConfiguration()
        configuration.maximumConnections = 3
        configuration.connection = connection
        let pool = try ConnectionPool(.url(url), configuration: configuration)
        for operation in CancellableOperation.all {
            let number = round * 2
            try await operation.run(pool, number)
            let task = Task { try await operation.run(pool, number + 1) }
            for _ in 0..<round { await Task.yield() }
            task.cancel()
            _ = await task.result
        }
        try await pool.query("TRUNCATE numbers")
        await pool.close()
    }

    private func connecting(_ round: Int) async throws {
        for _ in 0..<5 {
            let connection = try await Connection.connect(
                .url(url), configuration: self.connection)
            try await connection.query("SELECT 1")
            await connection.close()
        }
        let hopeless = [
            "postgresql://x@127.0.0.1:1/x", url + " dbname=no_such_database",
            url + " user=no_such_user",
        ]
        for source in hopeless {
            await #expect(throws: PGError.self) {
                try await Connection.connect(.url(source), configuration: connection)
            }
        }
        for pauses in 0..<5 {
            let task = Task {
                try await Connection.connect(.url(url), configuration: connection).close()
            }
            for _ in 0..<pauses * round { await Task.yield() }
            task.cancel()
            _ = await task.result
        }
    }

    private func faults(_ round: Int) async throws {
        let proxy = try FaultProxy(to: url)
        var configuration = PoolConfiguration()
        configuration.maximumConnections = 1
        configuration.connection = connection
        configuration.connection.cancelTimeout = .milliseconds(50)
        let pool = try ConnectionPool(.url(proxy.url), configuration: configuration)
        for fault in Fault.everyKind {
            for direction in FaultProxy.Direction.allCases {
                // It may wait behind what became of the one before.
                _ = try? await pool.query("SELECT 1")
                proxy.arm(fault, direction, after: round)
                _ = try? await withDeadline(.milliseconds(20)) { try await pool.query("SELECT 2") }
                proxy.disarm()
            }
        }
        await pool.close(within: .zero)
        proxy.close()
    }
}
