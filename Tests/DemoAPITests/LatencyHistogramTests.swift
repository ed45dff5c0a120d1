import Testing

@testable import DemoAPI

@Suite("Latencies")
struct LatencyHistogramTests {
    @Test("percentiles are right within the width of a class")
    func percentiles() {
        var histogram = LatencyHistogram()
        for number in 1...1_000 { histogram.add(.microseconds(number)) }
        #expect(histogram.count == 1_000)
        #expect(histogram.longest == .microseconds(1_000))
        for (part, expected) in [(0.5, 500.0), (0.9, 900), (0.99, 990)] {
            let found = histogram.percentile(part) / .microseconds(1)
            #expect(found >= expected)
            #expect(found < expected * 1.04)
        }
        #expect(histogram.percentile(1) == .microseconds(1_000))
    }

    @Test("nothing measured is nothing")
    func empty() {
        #expect(LatencyHistogram().percentile(0.5) == .zero)
    }

    @Test("what is very short or very long is counted too")
    func extremes() {
        var histogram = LatencyHistogram()
        histogram.add(.zero)
        histogram.add(.seconds(3_600))
        #expect(histogram.count == 2)
        #expect(histogram.percentile(1) <= .seconds(3_600))
    }

    @Test("two make one")
    func sum() {
        var one = LatencyHistogram()
        one.add(.milliseconds(1))
        var other = LatencyHistogram()
        other.add(.milliseconds(9))
        one.add(other)
        #expect(one.count == 2)
        #expect(one.longest == .milliseconds(9))
        #expect(one.percentile(0.5) < .milliseconds(1.1))
    }
}
