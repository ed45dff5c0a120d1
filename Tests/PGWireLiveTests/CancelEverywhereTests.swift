#if DEBUG
import PGCore
import PGTestKit
import PGWire
import Synchronization
import Testing

/// Cancels a task before its first step on the event loop, before its second, and so on until it ends
/// by itself, and sees after each whether others can use the pool.
@Suite("Cancelled at every step", .liveDatabase(.numbers), .timeLimit(.minutes(2)))
struct CancelEverywhereTests {
    /// Where the operation's task runs.
    enum Place: CaseIterable {
        /// On the loop, where nothing happens beside it.
        case onTheLoop
        /// On Swift's threads, so that the cancellation comes in between.
        case elsewhere
    }

    @Test(arguments: CancellableOperation.all, Place.allCases)
    func thePoolWorksAfterACancellationAtAnyStep(
        operation: CancellableOperation, place: Place
    ) async throws {
        // Never stopped: what was cancelled may still be on its way back to it.
        let loop = EventLoop()
        var configuration = PoolConfiguration()
        configuration.maximumConnections = 2
        let pool = try ConnectionPool(
            .url(TestDatabase.current.url), configuration: configuration, logger: nil,
            loops: [loop])
        var step = 0
        while try await survives(operation, in: place, cancelledAt: step, on: pool, loop) {
            step += 1
        }
        // Otherwise it was not cancelled in its middle even once.
        #expect(step >= 2)
        await pool.close()
    }

    /// Connecting: each time with a new pool.
    @Test func thePoolConnectsAfterACancellationAtAnyStep() async throws {
        let loop = EventLoop()
        let url = try TestDatabase.current.url
        var isCancelled = true
        var step = 0
        while isCancelled {
            let pool = try ConnectionPool(
                .url(url), configuration: PoolConfiguration(), logger: nil, loops: [loop])
            isCancelled = try await survives(
                CancellableOperation("connecting") { pool, number in
                    try await pool.query("SELECT \(number)::int4")
                }, in: .onTheLoop, cancelledAt: step, on: pool, loop)
            await pool.close()
            step += 1
        }
        #expect(step > 3)
    }

    /// Runs and cancels an operation, then everything else.
    ///
    /// Returns whether the cancellation came before the operation's end.
    private func survives(
        _ operation: CancellableOperation, in place: Place, cancelledAt step: Int,
        on pool: ConnectionPool, _ loop: EventLoop
    ) async throws -> Bool {
        let start = ContinuousClock.now
        let (outcome, steps) = await run(
            operation, in: place, number: step, cancellingAt: step, on: pool, loop)
        let what = "\(operation.testDescription), step \(step)"
        if case .failure(let error) = outcome {
            let code = (error as? PGError)?.code
            #expect(code == .cancelled, "\(what): \(error)")
        }
        try await checkWriting(of: operation, outcome, step, on: pool)
        // Each comes first after some step.
        for index in NextOperation.all.indices {
            let next = NextOperation.all[(index + step) % NextOperation.all.count]
            let isRight = try await next.run(pool)
            #expect(isRight, "\(next.name) after \(what)")
        }
        try await eventually("every connection is back after \(what)") {
            await pool.statistics.leased == 0
        }
        try await eventually("no session is busy after \(what)") { try await busySessions() == 0 }
        #expect(start.duration(to: .now) < .seconds(10), "\(what)")
        return steps > step
    }

    private func checkWriting(
        of operation: CancellableOperation, _ outcome: Result<Void, any Error>, _ step: Int,
        on pool: ConnectionPool
    ) async throws {
        guard operation.writes != .never else { return }
        let what = "\(operation.testDescription), step \(step)"
        let isThere = try await !pool.query(
            "SELECT 1 FROM numbers WHERE n = \(step)::int4"
        ).isEmpty
        switch outcome {
        case .success:
            #expect(isThere, "\(what)")
        case .failure(let error):
            let execution = (error as? PGError)?.execution
            if operation.writes == .exactly || execution != .mayHaveRun {
                #expect(!isThere, "\(what): \(error)")
            }
        }
        // Also waits for whoever still has a lock on the table, which nobody may.
        try await withDeadline(.seconds(5)) {
            try await TestDatabase.pool.query("TRUNCATE numbers")
        }
    }

    /// Sessions in which something runs, or a transaction is open.
    private func busySessions() async throws -> Int {
        try await TestDatabase.pool.query(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND backend_type = 'client backend'
            AND pid <> pg_backend_pid() AND state <> 'idle'
            """
        ).one(Int.self)
    }

    /// Runs the operation, cancels it before the given step on the loop, and counts those steps.
    private func run(
        _ operation: CancellableOperation, in place: Place, number: Int,
        cancellingAt step: Int, on pool: ConnectionPool, _ loop: EventLoop
    ) async -> (Result<Void, any Error>, steps: Int) {
        let steps = Counter()
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        let task = Task(executorPreference: place == .onTheLoop ? loop.tasks : nil) {
            for await _ in gate { break }
            try await operation.run(pool, number)
        }
        loop.onStep { if steps.next() == step { task.cancel() } }
        opener.yield()
        let outcome = await result(of: task, within: .seconds(30))
        loop.onStep(nil)
        return (outcome, steps.count)
    }
}

private final class Counter: Sendable {
    private let value = Atomic<Int>(0)

    /// Returns how often it was called before.
    func next() -> Int { value.add(1, ordering: .relaxed).oldValue }

    var count: Int { value.load(ordering: .relaxed) }
}
#endif
