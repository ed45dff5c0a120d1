extension MetricsRegistry {
    /// What is kept, in the text format of Prometheus.
    var text: String {
        var lines: [String] = []
        var last = ""
        for (key, series) in all {
            if key.name != last { lines.append("# TYPE \(key.name) \(type(of: series).type)") }
            last = key.name
            for sample in series.samples {
                let labels = [key.labels, sample.labels].filter { !$0.isEmpty }
                let braces = labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
                lines.append("\(key.name)\(sample.suffix)\(braces) \(sample.value)")
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }
}
