import PGCore
import PGTestKit
import PGWire
import Testing

/// A pool's connection that somebody kept after giving it back.
@Suite("Connections that were given back", .liveDatabase, .timeLimit(.minutes(1)))
struct LeaseTests {
    /// What might be asked of a connection.
    struct Use: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let run: @Sendable (Connection) async throws -> Void

        init(_ name: String, _ run: @escaping @Sendable (Connection) async throws -> Void) {
            testDescription = name
            self.run = run
        }
    }

    static let uses: [Use] = [
        Use("a query") { try await $0.query("SELECT \(1) + 1") },
        Use("a statement of once") { try await $0.executeOnce("SET work_mem = '1MB'") },
        Use("a transaction") { connection in
            _ = try await connection.withTransaction { try await $0.query("SELECT 1") }
        },
        Use("a batch") { connection in
            var batch = Batch(.oneTransaction)
            batch.add("SELECT 1")
            _ = try await connection.run(batch)
        },
        Use("a stream") { for try await _ in $0.stream("SELECT 1") {} },
        Use("many rows") {
            _ = try await $0.executeMany("SELECT $1::int", rows: [[1 as any ParameterEncodable]])
        },
        Use("a prepared statement") { _ = try await $0.prepare("SELECT $1::int") },
        Use("a script") { _ = try await $0.executeScript("SELECT 1; SELECT 2") },
        Use("a cursor") { connection in
            try await connection.withCursor("SELECT 1") { _ = try await $0.fetch(1) }
        },
        Use("an advisory lock") { try await $0.withAdvisoryLock(AdvisoryKey(1)) {} },
        Use("listening") { for try await _ in $0.listen("never_listened") {} },
    ]

    private func isLeaseEnded(_ error: PGError?) -> Bool {
        error?.code == .leaseEnded && error?.execution == .notSent
            && error?.hint?.contains("closure") == true
    }

    @Test(arguments: uses)
    func refuseWhoeverKeptThem(_ use: Use) async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            let kept = try await pool.withConnection { connection in
                try await use.checked(connection)
                return connection
            }
            let error = await #expect(throws: PGError.self) { try await use.run(kept) }
            #expect(isLeaseEnded(error))
            // Nothing has become of the connection.
            let process = try await pool.queryValue("SELECT pg_backend_pid()", as: Int32.self)
            #expect(process == kept.backendProcessID)
        }
    }

    @Test func refuseAKeptPreparedStatement() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            let kept = try await pool.withConnection { try await $0.prepare("SELECT $1::int") }
            let error = await #expect(throws: PGError.self) { try await kept.query(1) }
            #expect(isLeaseEnded(error))
        }
    }

    @Test func refuseATaskThatOutlivedItsBorrower() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            let gate = AsyncStream.makeStream(of: Void.self)
            let task = try await pool.withConnection { connection in
                let signals = gate.stream
                return Task { [connection] in
                    for await _ in signals {}
                    return try await connection.query("SELECT 1").one(Int.self)
                }
            }
            // Somebody else's transaction is open by now, which the statement must not get into.
            try await pool.withTransaction { transaction in
                try await transaction.query("SELECT 1")
                gate.continuation.finish()
                let error = await #expect(throws: PGError.self) { try await task.value }
                #expect(isLeaseEnded(error))
                try await transaction.query("SELECT 1")
            }
        }
    }

    @Test func serveATaskThatOutlivedItsBorrowerThroughThePool() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            let gate = AsyncStream.makeStream(of: Void.self)
            let task = try await pool.withConnection { _ in
                let signals = gate.stream
                return Task {
                    for await _ in signals {}
                    var sum = 0
                    // Each borrows the very connection again, in a way of its own.
                    for try await rows in pool.stream("SELECT generate_series(1, 10)", chunk: 3) {
                        sum += try rows.decode(Int.self).reduce(0, +)
                    }
                    sum += try await pool.query("SELECT 1").one(Int.self)
                    sum += try await pool.withConnection {
                        try await $0.query("SELECT 2").one(Int.self)
                    }
                    let connection = try await pool.lease()
                    sum += try await connection.query("SELECT 3").one(Int.self)
                    await pool.release(connection)
                    _ = try await pool.executeScript("SELECT 1")
                    return sum
                }
            }
            gate.continuation.finish()
            #expect(try await task.value == 61)
        }
    }

    @Test func refuseWhileOthersShareThem() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            let kept = try await pool.withConnection { $0 }
            try await whileLockIsHeld { release in
                let busy = Task { try await pool.query("SELECT pg_advisory_xact_lock(1)") }
                let outside = try observer()
                try await eventually("it waits") {
                    try await isRunning("pg_advisory_xact_lock(1)", on: outside)
                }
                let error = await #expect(throws: PGError.self) { try await kept.query("BEGIN") }
                #expect(isLeaseEnded(error))
                try await release()
                _ = try await busy.value
                await outside.close()
            }
        }
    }

    @Test func serveTheTasksOfTheirBorrower() async throws {
        try await withPool({ $0.maximumConnections = 2 }) { pool in
            try await pool.withConnection { outer in
                try await pool.withConnection { inner in
                    // Nested, in child tasks, and in tasks that know nothing of the lending.
                    try await outer.query("SELECT 1")
                    async let one = outer.query("SELECT 1").one(Int.self)
                    async let two = inner.query("SELECT 2").one(Int.self)
                    let three = Task.detached { try await outer.query("SELECT 3").one(Int.self) }
                    #expect(try await one + two + three.value == 6)
                }
                try await outer.query("SELECT 1")
            }
        }
    }

    @Test func areLentToHooksAsWell() async throws {
        try await withPool({
            $0.maximumConnections = 1
            $0.reset = .always
            $0.hooks.connect = { try await $0.executeOnce("SET search_path = pg_catalog") }
            $0.hooks.setup = { try await $0.query("SELECT \(1) + 1") }
            $0.hooks.reset = { try await $0.query("SELECT 3") }
        }) { pool in
            for _ in 1...3 {
                try await pool.withConnection { try await $0.query("SELECT 1") }
                try await pool.query("SELECT 2")
            }
        }
    }

    @Test func ofOnesOwnAreNobodyElses() async throws {
        let connection = try await TestDatabase.current.connect()
        try await connection.query("SELECT 1")
        let task = Task.detached { try await connection.query("SELECT 2").one(Int.self) }
        #expect(try await task.value == 2)
        await connection.close()
    }
}

extension LeaseTests.Use {
    /// Does it while it is allowed, but for what never ends.
    fileprivate func checked(_ connection: Connection) async throws {
        if testDescription != "listening" { try await run(connection) }
    }
}
