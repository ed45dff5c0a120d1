import PGCore
import PGWire

/// A statement as a trace keeps it: its values are shown, which only a demo may do.
struct TracedStatement: Sendable {
    let sql: String
    /// What began its transaction, in the same round trip.
    let sentAhead: [String]
    /// The values as text, `nil` for NULL.
    let parameters: [String?]
    let rows: Int
    let error: String?
    /// Whether the server had to be asked first what it makes of the text.
    let isFirstUse: Bool
    /// When it was asked for, since the request began.
    let start: Duration
    let queued: Duration
    let wire: Duration
    /// How long its rows took to decode, when any were.
    var decode: Duration?

    /// When it was sent and when its answer was complete, since the request began.
    var underWay: ClosedRange<Duration> {
        let sent = start + queued
        return sent...max(sent, sent + wire)
    }
}

extension TracedStatement {
    /// Longer values are cut.
    private static let valueLimit = 200

    init(
        _ execution: StatementExecution, since start: ContinuousClock.Instant, isFirstUse: Bool
    ) {
        self.init(
            sql: execution.statement.text, sentAhead: execution.sentAhead,
            parameters: execution.statement.parameters.map(Self.text), rows: execution.rowCount,
            error: execution.error.map { $0.sqlState?.rawValue ?? $0.code.rawValue },
            isFirstUse: isFirstUse, start: start.duration(to: execution.start),
            queued: execution.queued, wire: execution.wire)
    }

    private static func text(_ value: any ParameterEncodable) -> String? {
        guard !value.isNull else { return nil }
        let text = value.textRepresentation
        return text.count > valueLimit ? text.prefix(valueLimit) + "…" : text
    }
}
