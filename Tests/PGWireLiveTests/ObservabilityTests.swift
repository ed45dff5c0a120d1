import Logging
import PGCore
import PGTestKit
import PGWire
import Synchronization
import Testing

@Suite("Observing statements", .liveDatabase, .timeLimit(.minutes(1)))
struct ObservabilityTests {
    /// Keeps what it is told.
    final class Recorder: StatementObserver {
        private let executions = Mutex<[StatementExecution]>([])
        private let noticesSeen = Mutex<[ServerError]>([])

        func ended(_ execution: StatementExecution) {
            executions.withLock { $0.append(execution) }
        }

        func noticed(_ notice: ServerError, on server: ServerEndpoint) {
            noticesSeen.withLock { $0.append(notice) }
        }

        var all: [StatementExecution] { executions.withLock { $0 } }
        var notices: [ServerError] { noticesSeen.withLock { $0 } }
    }

    @Test func everyStatementIsReportedOnce() async throws {
        let recorder = Recorder()
        try await withPool({ $0.connection.observers = [recorder] }) { pool in
            try await pool.query("SELECT generate_series(1, \(3)::int4)")
            _ = try? await pool.query("SELECT 1 / \(0)::int4")
            try await pool.withTransaction { transaction in
                try await transaction.query("CREATE TABLE t (n int)")
                try await transaction.query("INSERT INTO t VALUES (\(1)), (\(2))")
            }
        }
        let all = recorder.all
        #expect(all.map(\.operation) == ["SELECT", "SELECT", "CREATE", "INSERT", "COMMIT"])
        #expect(all.map(\.rowCount) == [3, 0, 0, 2, 0])
        #expect(all.map(\.error?.sqlState) == [nil, "22012", nil, nil, nil])
        #expect(all.allSatisfy { $0.duration > .zero && $0.queued >= .zero && $0.wire > .zero })
        let name = try TestDatabase.current.name
        #expect(all.allSatisfy { $0.server.database == name && $0.server.port > 0 })
        #expect(all[0].statement.text == "SELECT generate_series(1, $1::int4)")
    }

    @Test func aCancelledStatementIsReported() async throws {
        let recorder = Recorder()
        let outside = try observer()
        try await withPool({ $0.connection.observers = [recorder] }) { pool in
            let task = Task { try await pool.query("SELECT pg_sleep(60) AS observed_sleep") }
            try await eventually("it runs") { try await isRunning("observed_sleep", on: outside) }
            task.cancel()
            _ = await task.result
        }
        #expect(recorder.all.map(\.error?.code) == [.cancelled])
        await outside.close()
    }

    @Test func timeBehindAHeldStatementCountsAsQueued() async throws {
        let recorder = Recorder()
        var configuration = ConnectionConfiguration()
        configuration.observers = [recorder]
        let connection = try await TestDatabase.current.connect(configuration: configuration)
        try await connection.query("SELECT 1")
        #expect(recorder.all.count == 1)
        #expect(recorder.all[0].queued < recorder.all[0].duration)
        await connection.close()
    }

    @Test func noticesReachTheObserver() async throws {
        let recorder = Recorder()
        _ = try await withPool({ $0.connection.observers = [recorder] }) { pool in
            try await pool.query(
                "DO $$ BEGIN RAISE NOTICE 'hello %', 1; RAISE WARNING 'careful'; END $$")
        }
        #expect(recorder.notices.map(\.message) == ["hello 1", "careful"])
        #expect(recorder.notices.map(\.severity) == ["NOTICE", "WARNING"])
        #expect(recorder.notices.first?.sqlState == "00000")
    }

    @Test func reportedSettingsAreLive() async throws {
        let connection = try await TestDatabase.current.connect()
        try await connection.executeOnce("SET TimeZone = 'Asia/Tokyo'")
        #expect(await connection.parameterStatus("TimeZone") == "Asia/Tokyo")
        try await connection.executeOnce("SET application_name = 'renamed'")
        let all = await connection.parameterStatuses
        #expect(all["application_name"] == "renamed")
        #expect(all["TimeZone"] == "Asia/Tokyo")
        #expect(all["client_encoding"] == "UTF8")
        #expect(all["integer_datetimes"] == "on")
        #expect(await connection.parameterStatus("no_such_setting") == nil)
        await connection.close()
    }

    // MARK: Slow statements

    /// Collects what is logged.
    struct CapturedLog: LogHandler {
        final class Lines: Sendable {
            let all = Mutex<[(level: Logger.Level, message: String, metadata: Logger.Metadata)]>([])
        }

        let lines: Lines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.all.withLock {
                $0.append((event.level, event.message.description, event.metadata ?? [:]))
            }
        }
    }

    private func slowPool(
        _ lines: CapturedLog.Lines, explains: Bool,
        _ body: (ConnectionPool) async throws -> Void
    ) async throws {
        var configuration = PoolConfiguration()
        configuration.connection.slowStatements = SlowStatements(
            threshold: .milliseconds(5), explains: explains)
        configuration.connection.slowStatements?.explainTimeout = .seconds(30)
        let logger = Logger(label: "test") { _ in CapturedLog(lines: lines) }
        let pool = try ConnectionPool(
            .url(TestDatabase.current.url), configuration: configuration, logger: logger)
        do {
            try await body(pool)
            await pool.close()
        } catch {
            await pool.close()
            throw error
        }
    }

    @Test func aSlowStatementIsLoggedWithItsPlan() async throws {
        let lines = CapturedLog.Lines()
        try await slowPool(lines, explains: true) { pool in
            try await pool.query("CREATE TABLE t (n int PRIMARY KEY)")
            try await pool.query(
                "SELECT n, pg_sleep(0.01) FROM t WHERE n = \(7) UNION ALL SELECT 1, pg_sleep(0.01)")
            // The plan's own statement left nothing behind.
            #expect(try await pool.query("SELECT 1").count == 1)
        }
        let slow = lines.all.withLock {
            $0.filter { "\($0.metadata["db.query.text"] ?? "")".contains("pg_sleep") }
        }
        #expect(slow.count == 1)
        let line = try #require(slow.first)
        #expect(line.level == .warning)
        #expect(line.message == "slow statement")
        #expect("\(line.metadata["plan"] ?? "")".contains("Index"))
        #expect(line.metadata["db.operation.name"] == "SELECT")
        #expect(line.metadata["db.response.returned_rows"] == "1")
        #expect(!"\(line.metadata["db.query.text"] ?? "")".contains("7"))
    }

    @Test func explainingASlowChangeDoesNotRepeatIt() async throws {
        let lines = CapturedLog.Lines()
        try await slowPool(lines, explains: true) { pool in
            try await pool.query("CREATE TABLE t (n int)")
            try await pool.query(
                "INSERT INTO t SELECT \(1)::int4 FROM (SELECT pg_sleep(0.01)) s")
            #expect(try await pool.query("SELECT count(*) FROM t").decode(Int.self) == [1])
        }
        let plans = lines.all.withLock { $0.compactMap { $0.metadata["plan"] } }
        #expect(plans.contains { "\($0)".contains("Insert on t") })
    }

    @Test func nothingIsExplainedInATransaction() async throws {
        let lines = CapturedLog.Lines()
        try await slowPool(lines, explains: true) { pool in
            try await pool.withTransaction { _ = try await $0.query("SELECT pg_sleep(0.01)") }
        }
        let slow = lines.all.withLock { $0.filter { $0.message == "slow statement" } }
        #expect(!slow.isEmpty)
        #expect(slow.allSatisfy { $0.metadata["plan"] == nil })
    }

    // MARK: Ready-made observers

    @Test func theEchoShowsValuesOnlyWhenAsked() async throws {
        let plain = Mutex<[String]>([])
        let open = Mutex<[String]>([])
        try await withPool({
            $0.connection.observers = [
                StatementEcho { line in plain.withLock { $0.append(line) } },
                StatementEcho(showsParameters: true) { line in open.withLock { $0.append(line) } },
            ]
        }) { pool in
            try await pool.query("SELECT \("secret")::text")
            _ = try? await pool.query("SELECT nonsense")
        }
        let lines = plain.withLock { $0 }
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix("SELECT $1::text  -- 1 row, "))
        #expect(lines[0].hasSuffix(" ms"))
        #expect(lines[1].contains("failed (42703)"))
        #expect(!lines.joined().contains("secret"))
        #expect(open.withLock { $0[0] }.contains("$1 = secret"))
    }

    @Test func theLogTellsFailuresApart() async throws {
        let lines = CapturedLog.Lines()
        let logger = Logger(label: "test") { _ in CapturedLog(lines: lines) }
        try await withPool({ $0.connection.observers = [StatementLog(logger)] }) { pool in
            try await pool.query("SELECT \("secret")::text")
            _ = try? await pool.query("SELECT nonsense")
        }
        let seen = lines.all.withLock { $0 }
        #expect(seen.map(\.level) == [.debug, .info])
        #expect(seen.map(\.message) == ["statement", "statement failed"])
        #expect(seen[1].metadata["db.response.status_code"] == "42703")
        #expect(!seen.contains { "\($0)".contains("secret") })
    }
}
