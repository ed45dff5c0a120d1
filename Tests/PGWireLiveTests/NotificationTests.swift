import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("LISTEN and NOTIFY", .liveDatabase, .timeLimit(.minutes(1)))
struct NotificationTests {
    /// Reads `count` payloads, and fails on anything else.
    private func payloads(_ events: Notifications, _ count: Int) async throws -> [String] {
        var found: [String] = []
        for try await event in events {
            guard case .notification(let notification) = event else {
                Issue.record("unexpected \(event)")
                continue
            }
            found.append(notification.payload)
            if found.count == count { break }
        }
        return found
    }

    /// Which sessions of the test's database listen: what they ran last.
    private func listeners(seenBy pool: ConnectionPool) async throws -> [Int32] {
        try await pool.query(
            """
            SELECT pid FROM pg_stat_activity
            WHERE datname = current_database() AND (query LIKE 'LISTEN%' OR query LIKE 'UNLISTEN%')
            """
        ).decode(Int32.self)
    }

    @Test func aThousandMessagesComeInOrder() async throws {
        let pool = try TestDatabase.pool
        try await pool.withListener { listener in
            try await listener.listen("jobs")
            _ = try await pool.withTransaction { transaction in
                try await transaction.query(
                    "SELECT pg_notify('jobs', i::text) FROM generate_series(1, 1000) i")
            }
            let found = try await payloads(listener.events, 1000)
            #expect(found == (1...1000).map(String.init))
        }
    }

    @Test func theSequenceListensByItself() async throws {
        let pool = try TestDatabase.pool
        let reader = Task { () async throws -> PGNotification? in
            for try await case .notification(let notification) in pool.listen("jobs") {
                return notification
            }
            return nil
        }
        // The sender cannot know when the reader is ready, so it says it until it is heard.
        let sender = Task {
            while !Task.isCancelled { try await pool.notify("jobs", "hello") }
        }

        let notification = try #require(try await reader.value)

        sender.cancel()
        #expect(notification.channel == "jobs")
        #expect(notification.payload == "hello")
        #expect(notification.backendProcessID > 0)
        try await eventually("nobody listens any more") {
            try await listeners(seenBy: pool).isEmpty
        }
    }

    @Test(arguments: [
        "plain", "Case Kept", "with \"quotes\"", "with 'apostrophes'", "günstig 🐘",
        "; DROP TABLE x",
        "$1", "new\nline", String(repeating: "x", count: 63),
    ])
    func anyNameOfUpTo63BytesIsAChannel(name: String) async throws {
        let pool = try TestDatabase.pool
        try await pool.withListener { listener in
            try await listener.listen(name)
            try await pool.notify(name, "für \(name)")
            var events = listener.events.makeAsyncIterator()
            guard case .notification(let heard)? = try await events.next() else {
                Issue.record("nothing came")
                return
            }
            #expect(heard.channel == name)
            #expect(heard.payload == "für \(name)")
        }
    }

    @Test(arguments: ["", String(repeating: "x", count: 64), "a\0b"])
    func aNameTheServerWouldCutIsRefused(name: String) async throws {
        let pool = try TestDatabase.pool
        let listening = await #expect(throws: PGError.self) {
            for try await _ in pool.listen(name) {}
        }
        #expect(listening?.code == .invalidChannel)
        let notifying = await #expect(throws: PGError.self) { try await pool.notify(name) }
        #expect(notifying?.code == .invalidChannel)
    }

    @Test func aPayloadTooLongIsTheServersError() async throws {
        let pool = try TestDatabase.pool
        let error = await #expect(throws: PGError.self) {
            try await pool.notify("jobs", String(repeating: "x", count: 8_000))
        }
        #expect(error?.sqlState == "22023")
    }

    @Test func allListenersShareOneConnection() async throws {
        let pool = try TestDatabase.pool
        try await pool.withListener { first in
            try await pool.withListener { second in
                try await first.listen("a", "both")
                try await second.listen("b", "both")
                #expect(try await listeners(seenBy: pool).count == 1)
                // The pool's own connections are not used up.
                #expect(await pool.statistics.leased == 0)

                try await pool.notify("a", "for a")
                try await pool.notify("b", "for b")
                try await pool.notify("both", "for both")

                #expect(try await payloads(first.events, 2) == ["for a", "for both"])
                #expect(try await payloads(second.events, 2) == ["for b", "for both"])
            }
        }
    }

    @Test func channelsComeAndGoWhileTheListenerReads() async throws {
        let pool = try TestDatabase.pool
        try await pool.withListener { listener in
            try await listener.listen("a")
            let events = listener.events
            try await pool.notify("a", "1")
            try await pool.notify("b", "unheard")
            #expect(try await payloads(events, 1) == ["1"])

            try await listener.listen("b")
            try await pool.notify("b", "2")
            #expect(try await payloads(events, 1) == ["2"])

            await listener.unlisten("a")
            try await pool.notify("a", "unheard")
            try await pool.notify("b", "3")
            #expect(try await payloads(events, 1) == ["3"])
        }
    }

    @Test func aMessageOfATransactionComesWhenItCommits() async throws {
        let pool = try TestDatabase.pool
        struct Failure: Error {}
        try await pool.withListener { listener in
            try await listener.listen("jobs")
            await #expect(throws: Failure.self) {
                try await pool.withTransaction { transaction in
                    try await transaction.notify("jobs", "rolled back")
                    throw Failure()
                }
            }
            try await pool.withTransaction { transaction in
                try await transaction.notify("jobs", "committed")
            }
            #expect(try await payloads(listener.events, 1) == ["committed"])
        }
    }

    @Test func cancellingEndsTheSequenceAndTheListening() async throws {
        let pool = try TestDatabase.pool
        try await pool.withListener { other in
            try await other.listen("kept")
            let task = Task {
                for try await _ in pool.listen("jobs") { Issue.record("nobody sent anything") }
                return Task.isCancelled
            }
            try await eventually("it listens") {
                try await pool.query(
                    """
                    SELECT 1 FROM pg_stat_activity
                    WHERE datname = current_database() AND query = 'LISTEN "jobs"'
                    """
                ).count == 1
            }

            task.cancel()

            #expect(try await task.value)
            try await eventually("it listens no more") {
                try await pool.query(
                    """
                    SELECT 1 FROM pg_stat_activity
                    WHERE datname = current_database() AND query = 'UNLISTEN "jobs"'
                    """
                ).count == 1
            }
            // The other listener did not notice.
            try await pool.notify("kept", "still here")
            #expect(try await payloads(other.events, 1) == ["still here"])
        }
    }

    @Test func aTasksDeadlineEndsTheWait() async throws {
        let pool = try TestDatabase.pool
        try await pool.withListener { listener in
            try await listener.listen("jobs")
            let error = await #expect(throws: PGError.self) {
                try await withDeadline(.milliseconds(50)) {
                    for try await _ in listener.events {}
                }
            }
            #expect(error?.code == .deadlineExceeded)
            // The listener goes on.
            try await pool.notify("jobs", "later")
            #expect(try await payloads(listener.events, 1) == ["later"])
        }
    }

    @Test func aSlowReaderIsToldWhatItMissed() async throws {
        let pool = try TestDatabase.pool
        try await pool.withListener(buffer: .dropOldest(keeping: 3)) { listener in
            try await listener.listen("jobs")
            try await pool.query(
                "SELECT pg_notify('jobs', i::text) FROM generate_series(1, 10) i")
            // Another listener hears the end: then the first has been sent everything as well.
            try await heard("done", on: pool)

            var events = listener.events.makeAsyncIterator()
            guard case .gap? = try await events.next() else {
                Issue.record("the gap was not told first")
                return
            }
            #expect(try await payloads(listener.events, 3) == ["8", "9", "10"])
        }
    }

    @Test func aReaderThatMustMissNothingIsStopped() async throws {
        let pool = try TestDatabase.pool
        try await pool.withListener(buffer: .fail(after: 3)) { listener in
            try await listener.listen("jobs")
            try await pool.query(
                "SELECT pg_notify('jobs', i::text) FROM generate_series(1, 10) i")
            try await heard("done", on: pool)

            var found: [String] = []
            let error = await #expect(throws: PGError.self) {
                for try await case .notification(let notification) in listener.events {
                    found.append(notification.payload)
                }
            }
            #expect(error?.code == .notificationsLost)
            #expect(found == ["1", "2", "3"])
        }
    }

    /// Sends a message on the listening connection's way, and waits until it has arrived.
    private func heard(_ payload: String, on pool: ConnectionPool) async throws {
        try await pool.withListener { listener in
            try await listener.listen("heard")
            try await pool.notify("heard", payload)
            #expect(try await payloads(listener.events, 1) == [payload])
        }
    }

    @Test func closingThePoolEndsTheSequence() async throws {
        let pool = try ConnectionPool(.url(TestDatabase.current.url))
        let task = Task { for try await _ in pool.listen("jobs") {} }
        let outside = try observer()
        try await eventually("it listens") { try await listeners(seenBy: outside).count == 1 }

        await pool.close()

        try await task.value
        try await eventually("the connection is closed") {
            try await listeners(seenBy: outside).isEmpty
        }
        let error = await #expect(throws: PGError.self) {
            for try await _ in pool.listen("jobs") {}
        }
        #expect(error?.code == .poolClosed)
        await outside.close()
    }

    @Test func theFirstFailureToConnectIsThrown() async throws {
        let pool = try ConnectionPool(.url("postgresql://x@127.0.0.1:1/x"))
        let error = await #expect(throws: PGError.self) {
            for try await _ in pool.listen("jobs") {}
        }
        #expect(error?.code == .connectionFailed)
        await pool.close()
    }

    // MARK: On one connection

    @Test func aConnectionListensWhileItRunsStatements() async throws {
        let connection = try await TestDatabase.current.connect()
        let pool = try TestDatabase.pool
        let reader = Task { try await payloads(connection.listen("jobs"), 3) }
        try await eventually("it listens") {
            try await connection.query("SELECT 1 FROM pg_listening_channels()").count == 1
        }

        for number in 1...3 {
            #expect(
                try await connection.query("SELECT \(number)::int4").decode(Int.self) == [number])
            try await pool.notify("jobs", String(number))
        }

        #expect(try await reader.value == ["1", "2", "3"])
        try await eventually("it listens no more") {
            try await connection.query("SELECT 1 FROM pg_listening_channels()").isEmpty
        }
        await connection.close()
    }

    @Test func aLostConnectionEndsItsSequence() async throws {
        let connection = try await TestDatabase.current.connect()
        let pool = try TestDatabase.pool
        let reader = Task { for try await _ in connection.listen("jobs") {} }
        try await eventually("it listens") {
            try await connection.query("SELECT 1 FROM pg_listening_channels()").count == 1
        }

        try await pool.query("SELECT pg_terminate_backend(\(connection.backendProcessID))")

        let error = await #expect(throws: PGError.self) { try await reader.value }
        #expect(error?.code == .connectionLost)
        #expect(error?.sqlState == "57P01")
    }

    @Test func aConnectionGivenBackListensNoMore() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            let reader = try await pool.withConnection { connection in
                let reader = Task { for try await _ in connection.listen("jobs") {} }
                try await eventually("it listens") {
                    try await connection.query("SELECT 1 FROM pg_listening_channels()").count == 1
                }
                return reader
            }

            let error = await #expect(throws: PGError.self) { try await reader.value }
            #expect(error?.code == .closed)
            #expect(try await pool.query("SELECT 1 FROM pg_listening_channels()").isEmpty)
        }
    }

    @Test func listeningInAFailedTransactionIsTheServersError() async throws {
        let connection = try await TestDatabase.current.connect()
        try await connection.executeOnce("BEGIN")
        _ = try? await connection.query("SELECT 1 / 0")

        let error = await #expect(throws: PGError.self) {
            for try await _ in connection.listen("jobs") {}
        }

        #expect(error?.sqlState == .inFailedSQLTransaction)
        try await connection.executeOnce("ROLLBACK")
        let reader = Task { try await payloads(connection.listen("jobs"), 1) }
        try await eventually("it listens") {
            try await connection.query("SELECT 1 FROM pg_listening_channels()").count == 1
        }
        try await connection.notify("jobs", "to itself")
        #expect(try await reader.value == ["to itself"])
        await connection.close()
    }
}
