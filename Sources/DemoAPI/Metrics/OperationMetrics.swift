import Hummingbird
import Synchronization

/// How often an operation was asked for, with which outcome, and how long it took.
final class OperationMetrics: Sendable {
    private let operation: String
    private let registry: MetricsRegistry
    private let duration: HistogramSeries
    private let counts = Mutex<[Int: CountSeries]>([:])

    init(_ operation: String, _ registry: MetricsRegistry) {
        self.operation = operation
        self.registry = registry
        duration = registry.series("http_request_duration_seconds", [("operation", operation)]) {
            HistogramSeries()
        }
    }

    /// Runs a handler and measures it, until its answer begins.
    func measure<Answer>(
        _ work: () async throws -> Answer, status: (Answer) -> Int
    ) async throws -> Answer {
        let start = ContinuousClock.now
        do {
            let answer = try await work()
            add(status(answer), start)
            return answer
        } catch {
            add(APIError(error).status.code, start)
            throw error
        }
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
