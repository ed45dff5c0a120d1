import Metrics
import Testing

@testable import DemoAPI

@Suite("Metrics")
struct MetricsTests {
    @Test("series are written in the text format, sorted, each name with its type once")
    func text() {
        let registry = MetricsRegistry()
        for status in ["200", "503"] {
            Counter(label: "b.requests", dimensions: [("status", status)], factory: registry)
                .increment(by: 2)
        }
        Counter(label: "b.requests", dimensions: [("status", "200")], factory: registry).increment()
        Gauge(label: "a", dimensions: [("q", "a\"b\\c\nd")], factory: registry).record(1.5)
        #expect(
            registry.text == """
                # TYPE a gauge
                a{q="a\\"b\\\\c\\nd"} 1.5
                # TYPE b_requests counter
                b_requests{status="200"} 3
                b_requests{status="503"} 2

                """)
    }

    @Test("a histogram counts what is not above each bound")
    func histogram() {
        let registry = MetricsRegistry()
        let timer = Timer(label: "t", factory: registry)
        for milliseconds in [1, 30, 30, 20_000] { timer.recordMilliseconds(milliseconds) }
        let lines = registry.text.split(separator: "\n")
        #expect(lines.contains("t_bucket{le=\"0.001\"} 1"))
        #expect(lines.contains("t_bucket{le=\"0.05\"} 3"))
        #expect(lines.contains("t_bucket{le=\"10.0\"} 3"))
        #expect(lines.contains("t_bucket{le=\"+Inf\"} 4"))
        #expect(lines.contains("t_count 4"))
        #expect(lines.contains { $0.hasPrefix("t_sum 20.06") })
    }

    @Test("there are only so many series")
    func bounded() {
        let registry = MetricsRegistry()
        for number in 0...MetricsRegistry.limit + 10 {
            Counter(label: "c", dimensions: [("n", "\(number)")], factory: registry).increment()
        }
        #expect(registry.all.count == MetricsRegistry.limit)
    }
}
