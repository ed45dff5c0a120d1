import PGCore
import PGWire
import Synchronization
import Tracing

/// What one request asked of the database, and how long everything took.
///
/// It travels in the task's `ServiceContext`, so that handlers know nothing of it. Only requests that
/// the explorer runs have one, and only their pool is observed: any other request pays nothing.
final class RequestTrace: Sendable {
    private struct State {
        var statements: [TracedStatement] = []
        var acquired = Duration.zero
        var encoded = Duration.zero
        var didEncode = false
    }

    /// A trace that does not end would hold everything a stream of statements says.
    static let statementLimit = 500

    private let start = ContinuousClock.now
    private let state = Mutex(State())

    /// The running request's, if it has one.
    static var current: RequestTrace? { ServiceContext.current?[Key.self] }

    private enum Key: ServiceContextKey {
        typealias Value = RequestTrace
    }

    /// Runs a request with a trace of its own.
    static func recording<Result>(
        _ trace: RequestTrace, _ body: () async throws -> Result
    ) async rethrows -> Result {
        var context = ServiceContext.current ?? .topLevel
        context[Key.self] = trace
        return try await ServiceContext.withValue(context, operation: body)
    }

    /// Adds a statement that has ended.
    func add(_ execution: StatementExecution, isFirstUse: Bool) {
        let statement = TracedStatement(execution, since: start, isFirstUse: isFirstUse)
        state.withLock { state in
            guard state.statements.count < Self.statementLimit else { return }
            state.statements.append(statement)
        }
    }

    /// Adds what decoding took to the last statement of that text which has rows and no such time.
    func add(_ decoding: StatementDecoding) {
        state.withLock { state in
            let index = state.statements.lastIndex {
                $0.sql == decoding.statement.text && $0.decode == nil && $0.rows > 0
            }
            if let index { state.statements[index].decode = decoding.duration }
        }
    }

    /// Adds a wait for a connection.
    func addAcquisition(_ duration: Duration) {
        state.withLock { $0.acquired += duration }
    }

    /// Adds the time that writing JSON took.
    func addEncoding(_ duration: Duration) {
        state.withLock { state in
            state.encoded += duration
            state.didEncode = true
        }
    }

    /// What there is so far; the request has ended now.
    func summary() -> TraceSummary {
        let total = start.duration(to: .now)
        return state.withLock { state in
            TraceSummary(
                statements: state.statements, total: total, acquired: state.acquired,
                encoded: state.didEncode ? state.encoded : nil)
        }
    }
}
