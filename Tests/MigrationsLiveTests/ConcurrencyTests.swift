import Migrations
import PGCore
import PGTestKit
import PGWire
import Synchronization
import Testing

@Suite("Runners at the same time", .liveDatabase, .timeLimit(.minutes(1)))
struct ConcurrencyTests {
    /// A transaction that keeps others from a table until it is told to end.
    private func blockingTable(
        _ name: String, _ body: (Connection) async throws -> Void
    ) async throws {
        let connection = try await TestDatabase.current.connect()
        try await connection.executeOnce("CREATE TABLE \(identifier: name) (id int)")
        try await connection.executeOnce("BEGIN")
        try await connection.executeOnce("LOCK TABLE \(identifier: name)")
        try await body(connection)
        await connection.close()
    }

    /// Waits until some session of the test's database waits for a lock on a table.
    private func waitUntilSomebodyIsBlocked() async throws {
        while true {
            let rows = try await TestDatabase.pool.query(
                """
                SELECT count(*) FROM pg_locks WHERE NOT granted AND database =
                (SELECT oid FROM pg_database WHERE datname = current_database())
                """)
            if try rows.decodeColumn(Int.self, at: 0)[0] > 0 { return }
            await Task.yield()
        }
    }

    @Test func `apply each migration once`() async throws {
        let files = try TemporaryMigrations([
            "1_a.up": "create table a (id int);", "2_b.up": "insert into a values (1);",
            "3_i.up": "-- strata: no-transaction\ncreate index concurrently i on a (id);",
        ])
        let migrator = try files.migrator()

        let plans = try await withThrowingTaskGroup(of: [Int].self) { group in
            for _ in 0..<4 { group.addTask { try await migrator.up().versions } }
            return try await group.reduce(into: []) { $0.append($1) }
        }

        #expect(plans.filter { !$0.isEmpty } == [[1, 2, 3]])
        #expect(try await TestDatabase.pool.query("SELECT id FROM a").count == 1)
    }

    @Test func `the second waits no longer than it is told, and learns who has the lock`()
        async throws
    {
        let files = try TemporaryMigrations(["1_a.up": "insert into t values (1);"])
        let first = try files.migrator()
        let second = try files.migrator { $0.lockWait = .milliseconds(30) }

        try await blockingTable("t") { blocker in
            let running = Task { try await first.up().versions }
            try await waitUntilSomebodyIsBlocked()
            let holder = Mutex<String?>(nil)

            let error = await #expect(throws: MigrationError.self) {
                try await second.up { event in
                    if case .waitingForLock(let who) = event { holder.withLock { $0 = who } }
                }
            }
            try await blocker.executeOnce("ROLLBACK")

            #expect(error?.code == .lockNotObtained)
            #expect(holder.withLock { $0 }?.hasPrefix("process ") == true)
            #expect(try await running.value == [1])
        }
    }

    @Test func `waiting for the lock can be cancelled`() async throws {
        let files = try TemporaryMigrations(["1_a.up": "insert into t values (1);"])
        let migrator = try files.migrator()

        try await blockingTable("t") { blocker in
            let running = Task { try await migrator.up() }
            try await waitUntilSomebodyIsBlocked()
            let (waits, continuation) = AsyncStream.makeStream(of: Void.self)
            let waiting = Task {
                try await migrator.up { event in
                    if case .waitingForLock = event { continuation.yield() }
                }
            }
            for await _ in waits { break }
            waiting.cancel()

            let error = await #expect(throws: MigrationError.self) { try await waiting.value }
            try await blocker.executeOnce("ROLLBACK")
            _ = try await running.value

            #expect(error?.code == .cancelled)
        }
    }

    @Test func `cancelling a run stops the statement and keeps nothing of it`() async throws {
        let files = try TemporaryMigrations([
            "1_a.up": "create table a (id int); insert into t values (1);"
        ])
        let migrator = try files.migrator()

        try await blockingTable("t") { blocker in
            let running = Task { try await migrator.up() }
            try await waitUntilSomebodyIsBlocked()
            running.cancel()

            let error = await #expect(throws: MigrationError.self) { try await running.value }
            try await blocker.executeOnce("ROLLBACK")

            #expect(error?.code == .cancelled)
            #expect(try await !relationExists("a"))
            #expect(try await migrator.up().versions == [1])
        }
    }

    @Test func `a runner killed in the middle leaves nothing half applied`() async throws {
        let files = try TemporaryMigrations([
            "1_a.up": "create table a (id int); insert into t values (1);"
        ])
        let migrator = try files.migrator()

        try await blockingTable("t") { blocker in
            let running = Task { try await migrator.up() }
            try await waitUntilSomebodyIsBlocked()
            try await TestDatabase.pool.query(
                """
                SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
                WHERE application_name = 'strata migrate' AND datname = current_database()
                """)

            await #expect(throws: MigrationError.self) { try await running.value }
            try await blocker.executeOnce("ROLLBACK")

            #expect(try await !relationExists("a"))
            #expect(try await migrator.status().lines.map(\.state) == [.pending])
            #expect(try await migrator.up().versions == [1])
        }
    }

    @Test func `a run that lost its lock does not go on`() async throws {
        let files = try TemporaryMigrations([
            "1_a.up": """
            select pg_terminate_backend(pid, 10000) from pg_locks where locktype = 'advisory'
            and database = (select oid from pg_database where datname = current_database());
            """,
            "2_b.up": "create table b (id int);",
        ])
        let migrator = try files.migrator()

        let error = await #expect(throws: MigrationError.self) { try await migrator.up() }

        #expect(error?.code == .lockLost)
        #expect(try await !relationExists("b"))
        #expect(try await migrator.status().lines.map(\.state) == [.applied, .pending])
        withExtendedLifetime(files) {}
    }

    @Test func `a migration cannot release the lock`() async throws {
        let files = try TemporaryMigrations([
            "1_a.up": "-- strata: no-transaction\nselect pg_advisory_unlock_all(); discard all;",
            "2_b.up": "create table b (id int);",
        ])

        #expect(try await files.migrator().up().versions == [1, 2])
    }

    @Test func `a statement waits for a table no longer than it is told`() async throws {
        let files = try TemporaryMigrations(["1_a.up": "insert into t values (1);"])

        try await blockingTable("t") { _ in
            let error = await #expect(throws: MigrationError.self) {
                try await files.migrator { $0.lockTimeout = .milliseconds(20) }.up()
            }

            #expect(error?.underlying?.sqlState == .lockNotAvailable)
        }
    }
}
