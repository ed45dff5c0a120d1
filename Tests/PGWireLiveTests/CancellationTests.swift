import PGCore
import PGTestKit
import PGWire
import Synchronization
import Testing

@Suite("Cancellation and deadlines", .liveDatabase, .timeLimit(.minutes(1)))
struct CancellationTests {
    @Test func cancellingARunningStatementStopsItOnTheServer() async throws {
        let outside = try observer()
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            let task = Task { try await pool.query("SELECT pg_sleep(60) AS cancel_me_1") }
            try await eventually("the statement runs") {
                try await isRunning("cancel_me_1", on: outside)
            }

            task.cancel()

            let error = await #expect(throws: PGError.self) { try await task.value }
            #expect(error?.code == .cancelled)
            #expect(error?.execution != .mayHaveRun)
            #expect(try await !isRunning("cancel_me_1", on: outside))
            let pid = try await pool.query("SELECT pg_backend_pid()").decode(Int.self)
            #expect(try await pool.query("SELECT pg_backend_pid()").decode(Int.self) == pid)
        }
        await outside.close()
    }

    @Test func aDeadlineStopsTheStatementAndKeepsTheConnection() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            let before = try await pool.query("SELECT pg_backend_pid()").decode(Int.self)

            let error = await #expect(throws: PGError.self) {
                try await withDeadline(.milliseconds(50)) {
                    try await pool.query("SELECT pg_sleep(60)")
                }
            }

            #expect(error?.code == .deadlineExceeded)
            #expect(try await pool.query("SELECT pg_backend_pid()").decode(Int.self) == before)
        }
    }

    @Test func theConfiguredStatementTimeoutApplies() async throws {
        try await withPool({ $0.connection.statementTimeout = .milliseconds(50) }) { pool in
            let error = await #expect(throws: PGError.self) {
                try await pool.query("SELECT pg_sleep(60)")
            }
            #expect(error?.code == .deadlineExceeded)
        }
    }

    @Test func aCancelledTaskSendsNothing() async throws {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE TABLE t (n int)")
        let task = Task {
            // Cancelled before it starts: the gate opens only after the cancellation.
            while !Task.isCancelled { await Task.yield() }
            return try await pool.query("INSERT INTO t VALUES (1)")
        }

        task.cancel()

        let error = await #expect(throws: PGError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        #expect(error?.execution == .notSent)
        #expect(try await pool.query("SELECT count(*) FROM t").decode(Int.self) == [0])
    }

    @Test func cancellingOneBehindOthersLeavesThemAlone() async throws {
        let connection = try await TestDatabase.current.connect()
        try await whileLockIsHeld { release in
            let first = Task { try await connection.query("SELECT pg_advisory_xact_lock(1)") }
            try await eventually("the first is under way") { await connection.pendingCount == 1 }
            let second = Task { try await connection.query("SELECT 'second', pg_sleep(60)") }
            let third = Task { try await connection.query("SELECT 'third'") }
            try await eventually("all are under way") { await connection.pendingCount == 3 }

            second.cancel()

            let error = await #expect(throws: PGError.self) { try await second.value }
            #expect(error?.code == .cancelled)
            try await release()
            #expect(try await first.value.count == 1)
            #expect(try await third.value.decode(String.self) == ["third"])
        }
        #expect(try await connection.query("SELECT 1").decode(Int.self) == [1])
        await connection.close()
    }

    @Test func aWriteBehindOthersIsAnsweredWhenItsFateIsKnown() async throws {
        let outside = try observer()
        let connection = try await TestDatabase.current.connect()
        try await outside.query("CREATE TABLE t (n int)")
        try await whileLockIsHeld { release in
            let isReleased = Atomic(false)
            let first = Task { try await connection.query("SELECT pg_advisory_xact_lock(1)") }
            try await eventually("the first is under way") { await connection.pendingCount == 1 }
            let write = Task { try await connection.query("INSERT INTO t VALUES (1)") }
            try await eventually("both are under way") { await connection.pendingCount == 2 }

            write.cancel()
            let end = Task {
                let result = await write.result
                return (result, wasReleased: isReleased.load(ordering: .sequentiallyConsistent))
            }
            for _ in 0..<20 { try await outside.query("SELECT 1") }
            isReleased.store(true, ordering: .sequentiallyConsistent)
            try await release()

            let (result, wasReleased) = await end.value
            #expect(wasReleased)
            let error = #expect(throws: PGError.self) { try result.get() }
            #expect(error?.code == .cancelled)
            let rows = try await outside.query("SELECT count(*) FROM t").decode(Int.self)
            #expect(rows == [error?.execution == .rolledBack ? 0 : 1])
            #expect(try await first.value.count == 1)
        }
        await connection.close()
        await outside.close()
    }

    @Test func theWaitForAWritesFateIsBounded() async throws {
        var configuration = ConnectionConfiguration()
        // The server has as long to end the write, too, once that is next.
        configuration.cancelTimeout = .seconds(2)
        let connection = try await Connection.connect(
            .url(TestDatabase.current.url), configuration: configuration)
        try await connection.query("CREATE TABLE t (n int)")
        try await whileLockIsHeld { release in
            let first = Task { try await connection.query("SELECT pg_advisory_xact_lock(1)") }
            try await eventually("the first is under way") { await connection.pendingCount == 1 }
            let write = Task { try await connection.query("INSERT INTO t VALUES (1)") }
            try await eventually("both are under way") { await connection.pendingCount == 2 }

            write.cancel()

            let error = await #expect(throws: PGError.self) { try await write.value }
            #expect(error?.code == .cancelled)
            #expect(error?.execution == .mayHaveRun)
            try await release()
            #expect(try await first.value.count == 1)
        }
        #expect(try await connection.query("SELECT 1").decode(Int.self) == [1])
        await connection.close()
    }

    @Test func aCancelThatComesTooEarlyForTheServerIsRepeated() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            // Cancelled at random moments around the sending: some requests come before the statement.
            for round in 0..<40 {
                let task = Task { try await pool.query("SELECT pg_sleep(600), \(round)::int4") }
                for _ in 0..<(round * 25) { await Task.yield() }
                task.cancel()
                let error = await #expect(throws: PGError.self) { try await task.value }
                #expect(error?.code == .cancelled)
            }
            let rows = try await pool.query("SELECT 1")
            #expect(rows.count == 1)
        }
    }

    @Test func aLateCancelNeverHitsTheNextStatement() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            for round in 0..<60 {
                // The statement ends at about the moment it is cancelled.
                let victim = Task { try await pool.query("SELECT pg_sleep(0.002)") }
                let canceller = Task {
                    for _ in 0..<(round * 40) { await Task.yield() }
                    victim.cancel()
                }
                let strangers = (0..<3).map { number in
                    Task { try await pool.query("SELECT \(number)::int4").decode(Int.self) }
                }
                await canceller.value
                _ = await victim.result
                for (number, stranger) in strangers.enumerated() {
                    let value = try await stranger.value
                    #expect(value == [number])
                }
            }
        }
    }

    @Test func aPipelineOfCancelledStatementsIsNotSeenThrough() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            // Described before, so that all are sent at once.
            try await pool.query("SELECT pg_sleep(\(0.0))")
            let tasks = (0..<12).map { _ in
                Task { try await pool.query("SELECT pg_sleep(\(20.0))") }
            }
            try await eventually("all are sent") { await pool.statistics.waiters == 0 }
            try await eventually("they share") { await pool.statistics.shared == 1 }
            for task in tasks { task.cancel() }
            for task in tasks { _ = await task.result }

            // Each would take twenty seconds.
            let rows = try await withDeadline(.seconds(15)) { try await pool.query("SELECT 1") }

            #expect(rows.count == 1)
            #expect(await pool.statistics.connects == 1)
        }
    }

    @Test func manyCancellationsLeakNothing() async throws {
        try await withPool({ $0.maximumConnections = 3 }) { pool in
            let tasks = (0..<100).map { number in
                Task { try await pool.query("SELECT pg_sleep(0.01), \(number)::int4") }
            }
            for (index, task) in tasks.enumerated() where index % 2 == 0 { task.cancel() }
            for (index, task) in tasks.enumerated() where index % 2 == 1 {
                let rows = try await task.value
                #expect(rows.count == 1)
            }
            for task in tasks { _ = await task.result }

            let rows = try await pool.query("SELECT 1")
            #expect(rows.count == 1)
            let statistics = await pool.statistics
            #expect(statistics.waiters == 0)
            #expect(statistics.connections <= 3)
        }
    }

    @Test func cancellingWhileWaitingForALeaseFreesThePlace() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            try await pool.withConnection { held in
                let waiting = Task { try await pool.withConnection { _ in 1 } }
                try await eventually("somebody waits") { await pool.statistics.waiters == 1 }

                waiting.cancel()

                let error = await #expect(throws: PGError.self) { try await waiting.value }
                #expect(error?.code == .cancelled)
                #expect(await pool.statistics.waiters == 0)
                try await held.query("SELECT 1")
            }
            #expect(try await pool.withConnection { _ in 2 } == 2)
        }
    }

    @Test func cancellingWhileReadingAStreamStopsTheServer() async throws {
        let outside = try observer()
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            let task = Task {
                var count = 0
                for try await rows in pool.stream(
                    "SELECT i, pg_sleep(0.001) AS stream_me FROM generate_series(1, 1000000) i",
                    chunk: 5)
                {
                    count += rows.count
                }
                return count
            }
            try await eventually("the stream runs") {
                try await isRunning("stream_me", on: outside)
            }

            task.cancel()

            let error = await #expect(throws: PGError.self) { try await task.value }
            #expect(error?.code == .cancelled)
            #expect(try await !isRunning("stream_me", on: outside))
            #expect(try await pool.query("SELECT 1").count == 1)
        }
        await outside.close()
    }

    @Test func cancellingATransactionRollsItBack() async throws {
        let outside = try observer()
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            try await pool.query("CREATE TABLE t (n int)")
            let task = Task {
                try await pool.withTransaction { transaction in
                    try await transaction.query("INSERT INTO t VALUES (1)")
                    try await transaction.query("SELECT pg_sleep(60) AS in_transaction")
                }
            }
            try await eventually("it runs") { try await isRunning("in_transaction", on: outside) }

            task.cancel()

            let error = await #expect(throws: PGError.self) { try await task.value }
            #expect(error?.code == .cancelled)
            #expect(try await pool.query("SELECT count(*) FROM t").decode(Int.self) == [0])
        }
        await outside.close()
    }

    @Test func cancellingWhileConnectingEndsTheWait() async throws {
        // Accepts the connection and never says a word.
        let silent = try SilentServer()
        let task = Task {
            try await Connection.connect(
                .url("postgresql://x@127.0.0.1:\(silent.port)/x?sslmode=disable"))
        }
        try await eventually("the client has connected") { silent.hasClient }

        task.cancel()

        let error = await #expect(throws: PGError.self) { try await task.value }
        #expect(error?.code == .cancelled)
    }

    @Test func connectingHasATimeLimit() async throws {
        let silent = try SilentServer()
        var configuration = ConnectionConfiguration()
        configuration.connectTimeout = .milliseconds(100)

        let error = await #expect(throws: PGError.self) {
            try await Connection.connect(
                .url("postgresql://x@127.0.0.1:\(silent.port)/x?sslmode=disable"),
                configuration: configuration)
        }

        #expect(error?.code == .connectionFailed)
        #expect(error?.message.contains("in time") == true)
    }
}
