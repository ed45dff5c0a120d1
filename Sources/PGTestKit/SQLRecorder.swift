public import PGCore
public import PGWire
import Synchronization

/// Keeps every statement that connections run, for tests that look at the SQL itself.
///
/// ```swift
/// let recorder = SQLRecorder()
/// let pool = try TestDatabase.makePool { $0.connection.observers = [recorder] }
/// try await Library(pool).rename(7, to: "Emma")
/// recorder.expect(["BEGIN", "UPDATE book …", "COMMIT"])
///
/// recorder.clear()
/// try await Library(pool).booksWithAuthors()
/// recorder.expect(atMost: 2)
/// ```
///
/// A statement is kept when it has ended, well or not, before the call that ran it returns. Those of
/// one connection are in the order in which the server ran them. What a pool does by itself, such as
/// resetting a connection, is not among them.
public final class SQLRecorder: StatementObserver {
    private struct State {
        var statements: [RecordedStatement] = []
        var notices: [ServerError] = []
    }

    private let state = Mutex(State())
    private let keepsValues: Bool

    /// Makes a recorder.
    ///
    /// - Parameter keepsValues: Whether to keep the values bound to placeholders, and show them when
    ///   an expectation fails.
    public init(keepsValues: Bool = false) {
        self.keepsValues = keepsValues
    }

    /// What has run since the recorder was made or cleared.
    public var statements: [RecordedStatement] { state.withLock { $0.statements } }

    /// The texts of what has run, with placeholders.
    public var texts: [String] { statements.map(\.text) }

    /// What the server said beside its answers: notices and warnings.
    public var notices: [ServerError] { state.withLock { $0.notices } }

    /// How often the statements waited for an answer of the server; a lower bound.
    ///
    /// A statement whose types the server had to be asked for waits once more than is counted here.
    public var roundTrips: Int { statements.count { !$0.isSentAhead } }

    /// Forgets everything.
    public func clear() { state.withLock { $0 = State() } }

    /// Runs `body` and returns what ran meanwhile, whoever ran it.
    ///
    /// - Throws: What `body` throws.
    public func statements<Failure: Error>(
        during body: () async throws(Failure) -> Void
    ) async throws(Failure) -> [RecordedStatement] {
        let before = statements.count
        try await body()
        return Array(statements.dropFirst(before))
    }

    /// Keeps a statement, after those that were sent ahead of it.
    public func ended(_ execution: StatementExecution) {
        let ahead = execution.sentAhead.map { RecordedStatement(sent: $0, aheadOf: execution) }
        let statement = RecordedStatement(execution, keepsValues: keepsValues)
        state.withLock { $0.statements += ahead + [statement] }
    }

    /// Keeps a notice.
    public func noticed(_ notice: ServerError, on server: ServerEndpoint) {
        state.withLock { $0.notices.append(notice) }
    }
}
