import PGCore
import PGWire
import Synchronization

/// Tells the running request's trace what its pool does for it.
///
/// It observes the explorer's pool only. A pool without observers measures nothing, and measuring how
/// long decoding takes is decided for a connection, not for a request.
final class TraceObserver: StatementObserver, PoolObserver {
    let measuresDecoding = true

    /// The texts that the pool has seen.
    private let known = Mutex<Set<String>>([])
    private static let knownLimit = 1_000

    func ended(_ execution: StatementExecution) {
        guard let trace = RequestTrace.current else { return }
        let isControl = ["BEGIN", "COMMIT", "ROLLBACK"].contains(execution.operation)
        trace.add(
            execution, isFirstUse: !isControl && isFirstUse(of: execution.statement.text))
    }

    func decoded(_ decoding: StatementDecoding) {
        RequestTrace.current?.add(decoding)
    }

    func acquired(_ acquisition: PoolAcquisition) {
        RequestTrace.current?.addAcquisition(acquisition.duration)
    }

    private func isFirstUse(of text: String) -> Bool {
        known.withLock { known in
            guard known.count < Self.knownLimit else { return false }
            return known.insert(text).inserted
        }
    }
}

extension PoolConfiguration {
    /// A pool for requests that are traced.
    static var traced: PoolConfiguration {
        let observer = TraceObserver()
        var configuration = PoolConfiguration()
        configuration.maximumConnections = 4
        configuration.idleTimeout = .seconds(60)
        configuration.observers = [observer]
        configuration.connection.observers = [observer]
        return configuration
    }
}
