import Metrics
import Synchronization

/// Keeps what is measured, for `GET /metrics`: a small back end of swift-metrics.
///
/// The same name with the same labels is the same series. There is a limit to how many series there
/// are, so that labels which come from outside cannot fill the memory.
final class MetricsRegistry: Sendable {
    struct Key: Hashable, Sendable {
        let name: String
        /// As the text format has them, sorted by name.
        let labels: String
    }

    static let limit = 2_000

    private let series = Mutex<[Key: any MetricsSeries]>([:])

    /// All series, sorted.
    var all: [(key: Key, series: any MetricsSeries)] {
        series.withLock { $0.map { (key: $0.key, series: $0.value) } }
            .sorted { ($0.key.name, $0.key.labels) < ($1.key.name, $1.key.labels) }
    }

    /// Returns the series of a name, which is made if there is none of its kind.
    func series<Series: MetricsSeries>(
        _ label: String, _ dimensions: [(String, String)], _ make: () -> Series
    ) -> Series {
        let labels = dimensions.sorted { $0.0 < $1.0 }.map { name, value in
            "\(Self.clean(name))=\"\(Self.escape(value))\""
        }
        let key = Key(name: Self.clean(label), labels: labels.joined(separator: ","))
        return series.withLock { series in
            if let known = series[key] as? Series { return known }
            let new = make()
            if series.count < Self.limit, series[key] == nil { series[key] = new }
            return new
        }
    }

    private static func clean(_ name: String) -> String {
        String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "_" })
    }

    private static func escape(_ value: String) -> String {
        value.reduce(into: "") { text, character in
            switch character {
            case "\\", "\"": text += "\\\(character)"
            case "\n": text += "\\n"
            default: text.append(character)
            }
        }
    }
}

extension MetricsRegistry: MetricsFactory {
    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, dimensions) { CountSeries() }
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions) { GaugeSeries() }
    }

    func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        if aggregate { return series(label, dimensions) { HistogramSeries() } }
        return series(label, dimensions) { GaugeSeries() }
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, dimensions) { HistogramSeries() }
    }

    // Series are kept: a counter that began anew would look like a restart.
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}
}
