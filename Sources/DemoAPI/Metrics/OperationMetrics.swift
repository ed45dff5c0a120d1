import Hummingbird
import Synchronization

/// How often an operation was asked for, with which outcome, and how long it took.
final class OperationMetrics: Sendable {
    private let operation: String
    private let registry: MetricsRegistry
    private let duration: HistogramSeries
    private let counts = Mutex<[Int: CountSeries]>([:])
    /// Streams that did not come to their end: their status was sent before.
    private let brokenOff: CountSeries

    init(_ operation: String, _ registry: MetricsRegistry) {
        self.operation = operation
        self.registry = registry
        duration = registry.series("http_request_duration_seconds", [("operation", operation)]) {
            HistogramSeries()
        }
        brokenOff = registry.series(
            "http_responses_broken_off_total", [("operation", operation)]
        ) { CountSeries() }
    }

    /// Runs a handler and measures it until its answer begins, and counts a stream that breaks off.
    func measure(_ work: () async throws -> Response) async throws -> Response {
        let start = ContinuousClock.now
        do {
            let answer = try await work()
            add(answer.status.code, start)
            return answer.body.contentLength == nil ? watching(answer) : answer
        } catch {
            add(APIError(error).status.code, start)
            throw error
        }
    }

    private func watching(_ answer: Response) -> Response {
        var answer = answer
        answer.body = ResponseBody { [body = answer.body, brokenOff] writer in
            do {
                try await body.write(writer)
            } catch {
                brokenOff.increment(by: 1 as Int64)
                throw error
            }
        }
        return answer
    }

    private func add(_ status: Int, _ start: ContinuousClock.Instant) {
        duration.record((ContinuousClock.now - start) / .seconds(1))
        counts.withLock { counts in
            if let series = counts[status] { return series }
            let series = registry.series(
                "http_requests_total", [("operation", operation), ("status", "\(status)")]
            ) { CountSeries() }
            counts[status] = series
            return series
        }.increment(by: 1 as Int64)
    }
}
