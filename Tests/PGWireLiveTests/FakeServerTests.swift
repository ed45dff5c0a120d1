import Dispatch
import PGCore
import PGTestKit
import PGWire
import Synchronization
import Testing

@Suite("A server that misbehaves", .timeLimit(.minutes(1)))
struct FakeServerTests {
    /// What a server says to the first statement, and what the caller is told.
    struct Misbehaviour: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let answer: [ServerMessage]
        let codes: Set<PGError.Code>
    }

    private static let row = ServerMessage.rowDescription([("n", 23)])
    private static let one = ServerMessage.dataRow([[0, 0, 0, 1]])

    private static let misbehaviours: [Misbehaviour] = [
        Misbehaviour(
            testDescription: "goes away at once", answer: [], codes: [.connectionLost]),
        Misbehaviour(
            testDescription: "goes away after the rows",
            answer: [.parseComplete, .bindComplete, row, one], codes: [.connectionLost]),
        Misbehaviour(
            testDescription: "FATAL in the middle of rows",
            answer: [
                .parseComplete, .bindComplete, row, one,
                .error(severity: "FATAL", sqlState: "57P01", "terminating connection"),
            ], codes: [.connectionLost]),
        Misbehaviour(
            testDescription: "a message of no known type",
            answer: [ServerMessage(type: "~", body: [1, 2, 3])], codes: [.connectionLost]),
        Misbehaviour(
            testDescription: "a message that says it is shorter than it is",
            answer: [
                .parseComplete, .bindComplete, row,
                ServerMessage(type: "D", length: 5, body: [0, 1]),
            ],
            codes: [.connectionLost]),
        Misbehaviour(
            testDescription: "a message of two gigabytes",
            answer: [ServerMessage(type: "D", length: 2_000_000_000, body: [])],
            codes: [.connectionLost]),
        Misbehaviour(
            testDescription: "a row with too many columns",
            answer: [
                .parseComplete, .bindComplete, row,
                .dataRow([[0, 0, 0, 1], [0, 0, 0, 2]]), .commandComplete("SELECT 1"),
                .readyForQuery(),
            ], codes: [.connectionLost, .server]),
        Misbehaviour(
            testDescription: "a row before its description",
            answer: [
                .parseComplete, .bindComplete, one, .commandComplete("SELECT 1"), .readyForQuery(),
            ],
            codes: [.connectionLost, .server]),
        Misbehaviour(
            testDescription: "an error with no fields",
            answer: [.error([:]), .readyForQuery()], codes: [.server]),
        Misbehaviour(
            testDescription: "the copy protocol, unasked",
            answer: [.parseComplete, .bindComplete, ServerMessage(type: "G", body: [0, 0, 0])],
            codes: [.connectionLost, .unsupportedResult]),
        Misbehaviour(
            testDescription: "text that is not UTF-8 in an error",
            answer: [
                ServerMessage(type: "E", body: [0x53, 0xff, 0xfe, 0, 0x4d, 0xc3, 0, 0]),
                .readyForQuery(),
            ], codes: [.server]),
    ]

    @Test(arguments: misbehaviours)
    func theCallerIsToldAndNothingHangs(misbehaviour: Misbehaviour) async throws {
        let server = try FakeServer { session in
            guard session.start() else { return }
            guard session.receive(through: "S") != nil else { return }
            session.send(misbehaviour.answer)
            if misbehaviour.answer.last == .readyForQuery() { _ = session.receive(through: "X") }
        }
        defer { server.close() }
        var configuration = ConnectionConfiguration()
        configuration.cancelTimeout = .seconds(1)
        let connection = try await Connection.connect(
            .url(server.url), configuration: configuration)

        let error = await #expect(throws: PGError.self) {
            try await withDeadline(.seconds(5)) {
                try await connection.query("SELECT 1").decode(Int.self)
            }
        }

        #expect(
            error.map { misbehaviour.codes.contains($0.code) } == true,
            "\(String(describing: error))")
        await connection.close()
    }

    @Test func aFloodOfNoticesFillsNoMemory() async throws {
        let server = try FakeServer { session in
            guard session.start(), session.receive(through: "S") != nil else { return }
            let notice = ServerMessage.notice(["S": "NOTICE", "C": "00000", "M": "again"])
            for _ in 0..<100 { session.send([ServerMessage](repeating: notice, count: 1000)) }
            session.send(.error(sqlState: "42000", "enough"), .readyForQuery())
            _ = session.receive(through: "X")
        }
        defer { server.close() }
        let connection = try await Connection.connect(.url(server.url))

        let error = await #expect(throws: PGError.self) { try await connection.query("SELECT 1") }

        #expect(error?.message.contains("enough") == true)
        await connection.close()
    }

    @Test func aSharedConnectionFoundInATransactionIsGivenUp() async throws {
        let server = try FakeServer { session in
            guard session.start() else { return }
            while session.receive(through: "S") != nil {
                session.send(.error(sqlState: "42000", "no"), .readyForQuery("T"))
            }
        }
        defer { server.close() }
        let pool = try ConnectionPool(.url(server.url))

        await #expect(throws: PGError.self) { try await pool.query("SELECT 1") }

        try await eventually("it is given up") { await pool.statistics.connections == 0 }
        await pool.close()
    }

    @Test func aServerThatNeverAnswersIsCancelledAndThenGivenUp() async throws {
        let server = try FakeServer { session in
            guard session.start() else { return }
            while session.receive() != nil {}
        }
        defer { server.close() }
        var configuration = ConnectionConfiguration()
        configuration.cancelTimeout = .milliseconds(200)
        let connection = try await Connection.connect(
            .url(server.url), configuration: configuration)

        let error = await #expect(throws: PGError.self) {
            try await withDeadline(.milliseconds(100)) { try await connection.query("SELECT 1") }
        }

        #expect(error?.code == .deadlineExceeded)
        #expect(server.cancelRequests > 0)
    }

    /// After a cancelled statement nothing is sent until the server has answered a sync.
    @Test func aServerThatGoesSilentAfterACancellationIsGivenUp() async throws {
        let cancelled = DispatchSemaphore(value: 0)
        let server = try FakeServer { session in
            guard session.start() else {
                cancelled.signal()
                return
            }
            guard session.receive(through: "S") != nil else { return }
            cancelled.wait()
            session.send(.error(sqlState: "57014", "canceling statement"), .readyForQuery())
            while session.receive() != nil {}
        }
        defer { server.close() }
        var configuration = ConnectionConfiguration()
        configuration.cancelTimeout = .milliseconds(200)
        let connection = try await Connection.connect(
            .url(server.url), configuration: configuration)
        let statement = Task { try await connection.query("SELECT 1") }
        try await eventually("it is sent") { await connection.pendingCount == 1 }
        statement.cancel()
        let first = await #expect(throws: PGError.self) { try await statement.value }
        #expect(first?.code == .cancelled)

        // Without a deadline of its own.
        let next = Task { try await connection.query("SELECT 2") }
        let outcome = await result(of: next, within: .seconds(10))

        let error = #expect(throws: PGError.self) { try outcome.get() }
        #expect(error?.code == .connectionLost && error?.execution == .notSent)
    }

    /// BEGIN runs and what follows it in the same breath is stopped: there is something to undo.
    @Test func aTransactionOfWhichOnlyTheBeginningRanIsRolledBack() async throws {
        let undone = Atomic<Int>(0)
        let server = try FakeServer { session in
            guard session.start() else { return }
            while let messages = session.receive(through: "S") {
                let text = messages.map { String(decoding: $0.body, as: UTF8.self) }.joined()
                if text.contains("BEGIN") {
                    session.send(
                        .parseComplete, .bindComplete, .noData, .commandComplete("BEGIN"),
                        .error(sqlState: "57014", "canceling statement"), .readyForQuery("E"))
                } else if text.contains("ROLLBACK") || text.contains("COMMIT") {
                    undone.add(1, ordering: .relaxed)
                    session.send(
                        .parseComplete, .bindComplete, .noData, .commandComplete("ROLLBACK"),
                        .readyForQuery())
                } else {
                    session.send(.error(sqlState: "42000", "not expected"), .readyForQuery())
                }
            }
        }
        defer { server.close() }
        let connection = try await Connection.connect(.url(server.url))

        // The deadline is told to the server between BEGIN and the statement.
        let error = await #expect(throws: PGError.self) {
            try await withDeadline(.seconds(20)) {
                try await connection.withTransaction { try await $0.query("SELECT 1") }
            }
        }
        #expect(error?.sqlState == "57014")
        #expect(undone.load(ordering: .relaxed) == 1)

        // Also when the closure keeps the error to itself.
        let swallowed = await #expect(throws: PGError.self) {
            try await withDeadline(.seconds(20)) {
                try await connection.withTransaction { _ = try? await $0.query("SELECT 1") }
            }
        }
        #expect(swallowed?.code == .transactionRolledBack)
        #expect(undone.load(ordering: .relaxed) == 2)
        await connection.close()
    }

    /// How a connection is used first by somebody who gives up, and then by somebody else.
    struct Sharing: CustomTestStringConvertible {
        let testDescription: String
        let use: @Sendable (ConnectionPool, SQLStatement) async throws -> Void
    }

    static let sharings = [
        Sharing(testDescription: "statements of a pool") { try await $0.query($1) },
        Sharing(testDescription: "connections of their own") { pool, statement in
            try await pool.withConnection { _ = try await $0.query(statement) }
        },
    ]

    /// The first session answers a cancelled statement and is silent from then on; others refuse all.
    @Test(arguments: sharings)
    func whatWasNotSentOnALostConnectionOfAPoolIsSentOnAnother(sharing: Sharing) async throws {
        let cancelled = DispatchSemaphore(value: 0)
        let sessions = Mutex(0)
        let server = try FakeServer { session in
            guard session.start() else {
                cancelled.signal()
                return
            }
            guard session.receive(through: "S") != nil else { return }
            let isFirst = sessions.withLock {
                $0 += 1
                return $0 == 1
            }
            if isFirst {
                cancelled.wait()
                session.send(.error(sqlState: "57014", "canceling statement"), .readyForQuery())
                while session.receive() != nil {}
            }
            let refusal = ServerMessage.error(sqlState: "42000", "refused by another")
            repeat {
                session.send(refusal, .readyForQuery())
            } while session.receive(through: "S") != nil
        }
        defer { server.close() }
        var configuration = PoolConfiguration()
        configuration.maximumConnections = 1
        configuration.connection.cancelTimeout = .milliseconds(200)
        let pool = try ConnectionPool(.url(server.url), configuration: configuration)
        let statement = Task { try await sharing.use(pool, "SELECT 1") }
        try await eventually("it is sent") { sessions.withLock { $0 } == 1 }
        statement.cancel()
        await #expect(throws: PGError.self) { try await statement.value }

        let next = Task { try await sharing.use(pool, "SELECT 2") }
        let outcome = await result(of: next, within: .seconds(10))

        let error = #expect(throws: PGError.self) { try outcome.get() }
        #expect(error?.message.contains("refused by another") == true)
        await pool.close()
    }

    /// A session that has to be told how to write dates, and never says that it was.
    @Test func aServerThatGoesSilentBeforeTheSessionIsSetUpIsGivenUp() async throws {
        let server = try FakeServer { session in
            guard let first = session.receive(), !first.isCancelRequest else { return }
            session.send(
                .authenticationOk, .parameterStatus("server_version", "15.0"),
                .parameterStatus("client_encoding", "UTF8"),
                .parameterStatus("DateStyle", "German, DMY"),
                .backendKeyData(processID: 4711, secret: 42), .readyForQuery())
            while session.receive() != nil {}
        }
        defer { server.close() }
        var configuration = PoolConfiguration()
        configuration.maximumConnections = 1
        configuration.connection.connectTimeout = .milliseconds(200)
        configuration.connection.cancelTimeout = .milliseconds(100)
        let pool = try ConnectionPool(.url(server.url), configuration: configuration)

        let statement = Task { try await pool.query("SELECT 1") }
        let outcome = await result(of: statement, within: .seconds(10))

        let error = #expect(throws: PGError.self) { try outcome.get() }
        #expect(error?.code == .connectionFailed && error?.execution == .notSent)
        await pool.close()
    }
}
