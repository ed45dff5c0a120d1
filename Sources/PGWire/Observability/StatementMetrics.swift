#if Metrics
public import Metrics
import PGCore

/// Measures statements under the names OpenTelemetry gives them: `db.client.operation.duration`, in
/// seconds, by operation and outcome, and `db.client.response.returned_rows`.
///
/// If asked, also the time it takes to decode the rows, as `strata.client.decode.duration`.
/// Only with the package trait `Metrics`. See "Semantic conventions for database client metrics" of
/// OpenTelemetry.
public struct StatementMetrics: StatementObserver {
    private let factory: any MetricsFactory
    /// Whether the time it takes to decode rows is measured.
    public let measuresDecoding: Bool

    /// Makes the measurements.
    ///
    /// - Parameters:
    ///   - measuresDecoding: Whether to measure the time it takes to decode rows, which makes decoding
    ///     slower.
    ///   - factory: Where they go; the one of `MetricsSystem` when left out.
    public init(measuresDecoding: Bool = false, factory: (any MetricsFactory)? = nil) {
        self.measuresDecoding = measuresDecoding
        self.factory = factory ?? MetricsSystem.factory
    }

    /// Records a statement's duration, and how many rows it returned.
    public func ended(_ execution: StatementExecution) {
        var dimensions = dimensions(execution.operation, execution.server)
        if let error = execution.error {
            if let state = error.sqlState {
                dimensions.append(("db.response.status_code", state.rawValue))
            }
            dimensions.append(("error.type", error.sqlState?.rawValue ?? error.code.rawValue))
        } else {
            record(Double(execution.rowCount), as: "db.client.response.returned_rows", dimensions)
        }
        record(
            execution.duration / .seconds(1), as: "db.client.operation.duration", dimensions)
    }

    /// Records how long decoding took.
    public func decoded(_ decoding: StatementDecoding) {
        var scanner = SQLWordScanner(decoding.statement.text)
        record(
            decoding.duration / .seconds(1), as: "strata.client.decode.duration",
            dimensions(scanner.next() ?? "", decoding.server))
    }

    private func dimensions(
        _ operation: String, _ server: ServerEndpoint
    ) -> [(String, String)] {
        [
            ("db.system.name", "postgresql"), ("db.namespace", server.database),
            ("db.operation.name", operation), ("server.address", server.address),
            ("server.port", String(server.port)),
        ]
    }

    private func record(
        _ value: Double, as label: String, _ dimensions: [(String, String)]
    ) {
        Recorder(label: label, dimensions: dimensions, aggregate: true, factory: factory)
            .record(value)
    }
}
#endif
