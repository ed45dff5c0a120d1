/// A request's trace when the request is over: where its time went.
struct TraceSummary: Sendable {
    let statements: [TracedStatement]
    /// From the request's arrival at the router to the last byte of its answer.
    let total: Duration
    /// Waiting: for a connection, and on it before the statement was sent.
    let queue: Duration
    /// Sending, the server's work, and its answer; what was under way at once counts once.
    let wire: Duration
    let decode: Duration
    /// Writing JSON; `nil` when that was done while rows were still arriving.
    let encode: Duration?
    /// How often the request waited for the server.
    let roundTrips: Int

    init(
        statements: [TracedStatement], total: Duration, acquired: Duration, encoded: Duration?
    ) {
        self.statements = statements
        self.total = total
        encode = encoded
        queue = acquired + statements.reduce(.zero) { $0 + $1.queued }
        decode = statements.reduce(.zero) { $0 + ($1.decode ?? .zero) }
        let waits = Self.merged(statements.map(\.underWay))
        wire = waits.reduce(.zero) { $0 + ($1.upperBound - $1.lowerBound) }
        roundTrips = waits.count
    }

    /// All that was sent, with what went ahead of others.
    var statementCount: Int { statements.reduce(0) { $0 + 1 + $1.sentAhead.count } }

    /// The rows of all statements.
    var rows: Int { statements.reduce(0) { $0 + $1.rows } }

    /// What is left of the time: routing, validation, and the handler's own work.
    var other: Duration {
        max(.zero, total - queue - wire - decode - (encode ?? .zero))
    }

    /// The ranges, with those that overlap made one: such statements shared a round trip.
    private static func merged(_ ranges: [ClosedRange<Duration>]) -> [ClosedRange<Duration>] {
        var result: [ClosedRange<Duration>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = result.last, range.lowerBound < last.upperBound {
                let end = max(last.upperBound, range.upperBound)
                result[result.count - 1] = last.lowerBound...end
            } else {
                result.append(range)
            }
        }
        return result
    }
}
