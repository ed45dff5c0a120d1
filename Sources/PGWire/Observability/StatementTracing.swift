#if Tracing
import PGCore
public import Tracing

/// Makes a span of every statement, a child of the task's, with the attributes OpenTelemetry names.
///
/// Its name is the operation and the table, as far as the text tells. The text is that with
/// placeholders: values are never part of it. Only with the package trait `Tracing`. See "Semantic
/// conventions for PostgreSQL client operations" of OpenTelemetry.
public struct StatementTracing: StatementObserver {
    private let tracer: (any Tracer)?

    /// Makes the tracing.
    ///
    /// - Parameter tracer: Where the spans go; the one of `InstrumentationSystem` when left out.
    public init(tracer: (any Tracer)? = nil) {
        self.tracer = tracer
    }

    /// Records a statement's span.
    public func ended(_ execution: StatementExecution) {
        let tracer: any Tracer = tracer ?? InstrumentationSystem.tracer
        record(execution, with: tracer)
    }

    private func record(_ execution: StatementExecution, with tracer: some Tracer) {
        let end = DefaultTracerClock.now
        let duration = UInt64(clamping: Int64(execution.duration / .nanoseconds(1)))
        let start = Moment(nanosecondsSinceEpoch: end.nanosecondsSinceEpoch - duration)
        let summary = SQLSummary(of: execution.statement.text)
        let span = tracer.startSpan(summary.text, ofKind: .client, at: start)
        span.updateAttributes { attributes in
            attributes["db.system.name"] = "postgresql"
            attributes["db.namespace"] = execution.server.database
            attributes["db.operation.name"] = execution.operation
            attributes["db.query.text"] = execution.statement.text
            attributes["db.query.summary"] = summary.text
            attributes["server.address"] = execution.server.address
            attributes["server.port"] = execution.server.port
            if let table = summary.target { attributes["db.collection.name"] = table }
            attributes["db.response.returned_rows"] = execution.rowCount
        }
        if let error = execution.error {
            if let state = error.sqlState {
                span.attributes["db.response.status_code"] = state.rawValue
            }
            span.attributes["error.type"] = error.sqlState?.rawValue ?? error.code.rawValue
            span.recordError(error)
            span.setStatus(SpanStatus(code: .error, message: error.message))
        }
        span.end(at: end)
    }

    /// A moment a span begins at.
    private struct Moment: TracerInstant {
        let nanosecondsSinceEpoch: UInt64

        static func < (left: Moment, right: Moment) -> Bool {
            left.nanosecondsSinceEpoch < right.nanosecondsSinceEpoch
        }
    }
}
#endif
