import InMemoryTracing
import Logging
import Tracing

/// A tracer that writes each span as a line of the log when it ends.
///
/// It shows what there is to see without another program. A server has one here that sends spans to a
/// collector: nothing else has to change.
struct SpanLog: Tracer {
    let logger: Logger

    func startSpan<Instant: TracerInstant>(
        _ operationName: String, context: @autoclosure () -> ServiceContext,
        ofKind kind: SpanKind, at instant: @autoclosure () -> Instant, function: String,
        file fileID: String, line: UInt
    ) -> InMemorySpan {
        let context = context()
        let parent = context.inMemorySpanContext
        return InMemorySpan(
            operationName: operationName, context: context,
            spanContext: InMemorySpanContext(
                traceID: parent?.traceID ?? Self.digits(16), spanID: Self.digits(8),
                parentSpanID: parent?.spanID),
            kind: kind, startInstant: instant()
        ) { [logger] span in
            logger.log(level: span.errors.isEmpty ? .info : .error, "span", metadata: span.fields)
        }
    }

    func forceFlush() {}

    /// Random bytes as hexadecimal digits.
    private static func digits(_ count: Int) -> String {
        (0..<count).map { _ in
            let byte = UInt8.random(in: 0...255)
            return (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}

// MARK: Across programs

extension SpanLog {
    private static let header = "traceparent"

    func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier, into context: inout ServiceContext, using extractor: Extract
    ) where Extract.Carrier == Carrier {
        guard
            let parent = extractor.extract(key: Self.header, from: carrier)
                .flatMap({ TraceParent($0) })
        else { return }
        context.inMemorySpanContext = InMemorySpanContext(
            traceID: parent.traceID, spanID: parent.spanID, parentSpanID: nil)
    }

    func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext, into carrier: inout Carrier, using injector: Inject
    ) where Inject.Carrier == Carrier {
        guard let span = context.inMemorySpanContext else { return }
        injector.inject("00-\(span.traceID)-\(span.spanID)-01", forKey: Self.header, into: &carrier)
    }
}

extension FinishedInMemorySpan {
    /// What a line of the log says of it.
    fileprivate var fields: Logger.Metadata {
        let nanoseconds =
            Int64(endInstant.nanosecondsSinceEpoch) - Int64(startInstant.nanosecondsSinceEpoch)
        var fields: Logger.Metadata = [
            "span": "\(operationName)", "kind": "\(kind)", "trace_id": "\(traceID)",
            "span_id": "\(spanID)",
            "duration_ms": .stringConvertible((Double(nanoseconds) / 1e3).rounded() / 1e3),
        ]
        fields["parent_span_id"] = parentSpanID.map { "\($0)" }
        attributes.forEach { name, value in
            switch value {
            case .string(let text): fields[name] = "\(text)"
            case .int64(let number): fields[name] = .stringConvertible(Int(number))
            default: fields[name] = "\(value)"
            }
        }
        if !errors.isEmpty { fields["error"] = "\(errors[0].error)" }
        return fields
    }
}
