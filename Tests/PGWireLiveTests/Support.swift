import PGCore
import PGTestKit
import PGWire
import Testing

/// Waits until a condition holds, by asking again and again; fails the test when it does not in time.
func eventually(
    _ what: String, within limit: Duration = .seconds(30),
    sourceLocation: SourceLocation = #_sourceLocation, _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
        if try await condition() { return }
        await Task.yield()
    }
    Issue.record("never happened: \(what)", sourceLocation: sourceLocation)
}

struct TaskHangs: Error {}

/// Waits for a task, but not for ever: one that hangs fails the test, with its place, and is left alone.
///
/// A test's time limit cancels only the test's own task. It does not reach one that was made with
/// `Task { … }`, and so does not end the wait for it.
func result<Value: Sendable>(
    of task: Task<Value, any Error>, within limit: Duration,
    sourceLocation: SourceLocation = #_sourceLocation
) async -> Result<Value, any Error> {
    let (outcomes, first) = AsyncStream.makeStream(of: Result<Value, any Error>.self)
    let waiter = Task { first.yield(await task.result) }
    let alarm = Task {
        try await Task.sleep(for: limit)
        Issue.record("a task did not end within \(limit)", sourceLocation: sourceLocation)
        task.cancel()
        first.yield(.failure(TaskHangs()))
    }
    defer {
        alarm.cancel()
        waiter.cancel()
    }
    for await outcome in outcomes { return outcome }
    // The test itself was cancelled: its time is up.
    task.cancel()
    return .failure(CancellationError())
}

/// Whether a statement containing `marker` is running in the observer's database: other tests use the
/// same server.
func isRunning(_ marker: String, on pool: ConnectionPool) async throws -> Bool {
    let rows = try await pool.query(
        """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()
        AND query LIKE \("%" + marker + "%")
        """)
    return try rows.decode(Int.self) != [0]
}

/// Runs `body` while another session holds an advisory lock, and lets go when `body` says so.
///
/// A statement that asks for the lock (`SELECT pg_advisory_xact_lock(1)`) runs until then.
func whileLockIsHeld<Result>(
    _ body: (_ release: () async throws -> Void) async throws -> Result
) async throws -> Result {
    let holder = try await TestDatabase.current.connect()
    try await holder.query("SELECT pg_advisory_lock(1)")
    do {
        let result = try await body { try await holder.query("SELECT pg_advisory_unlock(1)") }
        await holder.close()
        return result
    } catch {
        await holder.close()
        throw error
    }
}

/// A second pool on the test's database, for looking on from outside.
func observer() throws -> ConnectionPool {
    var configuration = PoolConfiguration()
    configuration.maximumConnections = 1
    return try ConnectionPool(.url(TestDatabase.current.url), configuration: configuration)
}

/// A pool on the test's database with settings of its own, closed after `body`.
func withPool<Result>(
    _ change: (inout PoolConfiguration) -> Void, _ body: (ConnectionPool) async throws -> Result
) async throws -> Result {
    var configuration = PoolConfiguration()
    change(&configuration)
    let pool = try ConnectionPool(.url(TestDatabase.current.url), configuration: configuration)
    do {
        let result = try await body(pool)
        await pool.close()
        return result
    } catch {
        await pool.close()
        throw error
    }
}

/// Runs `body` in a transaction, and takes back what it did.
func inTransactionTakenBack(
    _ pool: ConnectionPool, _ body: (Transaction) async throws -> Void
) async throws {
    struct TakeBack: Error {}
    do {
        _ = try await pool.withTransaction { transaction -> Bool in
            try await body(transaction)
            throw TakeBack()
        }
    } catch is TakeBack {}
}
