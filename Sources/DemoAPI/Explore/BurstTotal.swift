import Hummingbird

/// What a part of a burst has shown.
struct BurstTotal: Sendable {
    private(set) var latencies = LatencyHistogram()
    private(set) var failures = 0
    private(set) var bytes = 0
    var duration = Duration.zero

    /// Sends a request, takes its answer, and counts it.
    mutating func measure(_ send: () async throws -> Response) async throws {
        let start = ContinuousClock.now
        let response = try await send()
        let body = BodyCollector(limit: 0)
        try await response.body.write(body)
        latencies.add(start.duration(to: .now))
        bytes += body.size
        if response.status.code >= 400 { failures += 1 }
    }

    mutating func add(_ other: BurstTotal) {
        latencies.add(other.latencies)
        failures += other.failures
        bytes += other.bytes
        duration += other.duration
    }

    var perSecond: Double {
        duration > .zero ? Double(latencies.count) / (duration / .seconds(1)) : 0
    }
}

/// What the page is told after each slice of a burst: of the slice, and of all of them so far.
struct BurstSample: Encodable, Sendable {
    let variant: String
    let slice: Int
    let slicePerSecond: Double
    let perSecond: Double
    let count: Int
    let failures: Int
    let bytes: Int
    /// In microseconds, as the following.
    let p50: Double
    let p90: Double
    let p99: Double
    let longest: Double

    init(_ variant: String, _ number: Int, _ slice: BurstTotal, _ total: BurstTotal) {
        self.variant = variant
        self.slice = number
        slicePerSecond = slice.perSecond.rounded()
        perSecond = total.perSecond.rounded()
        count = total.latencies.count
        failures = total.failures
        bytes = total.bytes
        p50 = total.latencies.percentile(0.5).microseconds
        p90 = total.latencies.percentile(0.9).microseconds
        p99 = total.latencies.percentile(0.99).microseconds
        longest = total.latencies.longest.microseconds
    }
}
