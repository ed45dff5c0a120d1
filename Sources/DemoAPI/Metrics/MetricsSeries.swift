import Metrics
import Synchronization

/// What one name with its labels has been.
protocol MetricsSeries: AnyObject, Sendable {
    /// Its type in the text format.
    static var type: String { get }
    /// Its lines: what follows the name, labels besides its own, and the value.
    var samples: [(suffix: String, labels: String, value: String)] { get }
}

/// A number that only grows.
final class CountSeries: MetricsSeries, CounterHandler {
    static let type = "counter"
    private let count = Atomic<Int64>(0)

    func increment(by amount: Int64) { count.wrappingAdd(amount, ordering: .relaxed) }
    func reset() { count.store(0, ordering: .relaxed) }

    var samples: [(suffix: String, labels: String, value: String)] {
        [("", "", "\(count.load(ordering: .relaxed))")]
    }
}

/// A number that goes up and down.
final class GaugeSeries: MetricsSeries, MeterHandler, RecorderHandler {
    static let type = "gauge"
    private let value = Mutex(0.0)

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }

    var samples: [(suffix: String, labels: String, value: String)] {
        [("", "", "\(value.withLock { $0 })")]
    }
}

/// How often a value was how large; times are in seconds.
final class HistogramSeries: MetricsSeries, TimerHandler, RecorderHandler {
    static let type = "histogram"
    private static let bounds = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]

    private struct State {
        /// One more than there are bounds.
        var counts = [Int](repeating: 0, count: bounds.count + 1)
        var sum = 0.0
    }

    private let state = Mutex(State())

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        let index = Self.bounds.firstIndex { value <= $0 } ?? Self.bounds.count
        state.withLock { state in
            state.counts[index] += 1
            state.sum += value
        }
    }

    var samples: [(suffix: String, labels: String, value: String)] {
        let state = state.withLock { $0 }
        var total = 0
        var lines: [(suffix: String, labels: String, value: String)] = []
        for (count, bound) in zip(state.counts, Self.bounds.map { "\($0)" } + ["+Inf"]) {
            total += count
            lines.append(("_bucket", "le=\"\(bound)\"", "\(total)"))
        }
        return lines + [("_sum", "", "\(state.sum)"), ("_count", "", "\(total)")]
    }
}
