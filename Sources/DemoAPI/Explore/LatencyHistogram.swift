import Foundation

/// Counts latencies in classes three per cent wide, so that any number of them takes the same room.
struct LatencyHistogram: Sendable {
    private static let classesOfDoubling = 24.0
    /// From a microsecond to a little over a minute.
    private var counts = [Int](repeating: 0, count: 27 * 24)
    private(set) var count = 0
    private(set) var longest = Duration.zero

    mutating func add(_ latency: Duration) {
        let microseconds = max(1, latency / .microseconds(1))
        let index = Int(log2(microseconds) * Self.classesOfDoubling)
        counts[min(index, counts.count - 1)] += 1
        count += 1
        longest = max(longest, latency)
    }

    mutating func add(_ other: LatencyHistogram) {
        for index in counts.indices { counts[index] += other.counts[index] }
        count += other.count
        longest = max(longest, other.longest)
    }

    /// The latency that the given part of all did not exceed, up to the width of a class.
    func percentile(_ part: Double) -> Duration {
        let wanted = max(1, Int((Double(count) * part).rounded(.up)))
        var seen = 0
        for (index, number) in counts.enumerated() where number > 0 {
            seen += number
            if seen >= wanted {
                let end = exp2(Double(index + 1) / Self.classesOfDoubling)
                return min(longest, .microseconds(1) * end)
            }
        }
        return .zero
    }
}
