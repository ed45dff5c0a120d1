#if Metrics
public import Metrics
import PGCore

/// Measures statements under the names OpenTelemetry gives them: `db.client.operation.duration`, in
/// seconds, by operation and outcome.
///
/// Only with the package trait `Metrics`. See "Semantic conventions for database client metrics" of
/// OpenTelemetry.
public struct StatementMetrics: StatementObserver {
    private let factory: any MetricsFactory

    /// Makes the measurements.
    ///
    /// - Parameter factory: Where they go; the one of `MetricsSystem` when left out.
    public init(factory: (any MetricsFactory)? = nil) {
        self.factory = factory ?? MetricsSystem.factory
    }

    /// Records a statement's duration.
    public func ended(_ execution: StatementExecution) {
        var dimensions = [
            ("db.system.name", "postgresql"),
            ("db.namespace", execution.server.database),
            ("db.operation.name", execution.operation),
            ("server.address", execution.server.address),
            ("server.port", String(execution.server.port)),
        ]
        if let error = execution.error {
            if let state = error.sqlState {
                dimensions.append(("db.response.status_code", state.rawValue))
            }
            dimensions.append(("error.type", error.sqlState?.rawValue ?? error.code.rawValue))
        }
        Recorder(
            label: "db.client.operation.duration", dimensions: dimensions, aggregate: true,
            factory: factory
        ).record(execution.duration / .seconds(1))
    }
}

extension ConnectionPool {
    /// Measures the pool's use at intervals until the task is cancelled, under the names OpenTelemetry
    /// gives them: `db.client.connection.count` by state, `…pending_requests` and `…max`.
    ///
    /// Only with the package trait `Metrics`.
    ///
    /// - Parameters:
    ///   - name: The pool's name among others.
    ///   - interval: The time between two measurements.
    ///   - factory: Where they go; the one of `MetricsSystem` when left out.
    public func recordMetrics(
        named name: String, every interval: Duration = .seconds(10),
        factory: (any MetricsFactory)? = nil
    ) async {
        let factory = factory ?? MetricsSystem.factory
        let pool = ("db.client.connection.pool.name", name)
        func gauge(_ label: String, _ dimensions: [(String, String)] = []) -> Gauge {
            Gauge(
                label: "db.client.connection." + label, dimensions: [pool] + dimensions,
                factory: factory)
        }
        let idle = gauge("count", [("db.client.connection.state", "idle")])
        let used = gauge("count", [("db.client.connection.state", "used")])
        let pending = gauge("pending_requests")
        while !Task.isCancelled {
            let statistics = await statistics
            idle.record(statistics.idle)
            used.record(statistics.connections - statistics.idle)
            pending.record(statistics.waiters)
            do { try await Task.sleep(for: interval) } catch { return }
        }
    }
}
#endif
