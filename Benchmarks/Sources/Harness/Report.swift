import Foundation

/// Writes what was measured for people to read.
enum Report {
    static func table(_ cells: [Cell], _ options: Options) -> String {
        let seconds = format(options.seconds, digits: 1)
        var lines = [
            "Operations per second, medians of \(options.rounds) rounds of at least \(seconds) s each, all"
                + " subjects in turn. In brackets: microseconds of the client's time on a processor per operation.",
            "",
            "| Workload | Connections | "
                + Subject.allCases.map(\.rawValue).joined(separator: " | ") + " |",
            "| --- | ---: |" + String(repeating: " ---: |", count: Subject.allCases.count),
        ]
        for cell in cells {
            let figures = Subject.allCases.map { subject in
                cell.runs[subject] == nil
                    ? ""
                    : throughput(cell.median(subject, \.perSecond))
                        + " (\(format(cell.median(subject, \.cpuMicroseconds), digits: 1)))"
            }
            lines.append(
                "| \(cell.workload.title) | \(cell.workload.connections) | "
                    + figures.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    static func targets(_ cells: [Cell]) -> String {
        var lines = [
            "Strata beside others: the median over the rounds of the ratio within a round. “C” is the C"
                + " program that did most.",
            "", "| Workload | Connections | Figure | Ratio | Target | |",
            "| --- | ---: | --- | ---: | ---: | --- |",
        ]
        for cell in cells {
            for target in cell.workload.targets {
                guard let isMet = cell.isMet(target),
                    let ratio = cell.ratio(target.measure, of: target.subject, to: target.rival)
                else { continue }
                let isThroughput = target.measure == .throughput
                let figure =
                    (isThroughput ? "throughput" : "time on a processor")
                    + (target.subject == .strata ? "" : " of \(target.subject.rawValue)")
                    + " to \(target.rival.title)"
                lines.append(
                    "| \(cell.workload.title) | \(cell.workload.connections) | \(figure)"
                        + " | \(format(ratio, digits: 2)) | \(isThroughput ? "≥" : "≤") \(target.bound)"
                        + " | \(isMet ? "met" : "**missed**") |")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What the client says of building and rendering queries.
    static func rendering(_ programs: Programs) throws -> String {
        try "\n" + programs.run([programs.client, "render"]).output
    }

    /// How much memory loaded entities take.
    static func memory(_ programs: Programs) throws -> String {
        var lines = ["", "| Memory of a loaded entity of six columns | Bytes |", "| --- | ---: |"]
        lines.append("| Strata | \(try programs.number([programs.client, "memory"])) |")
        if let python = programs.python {
            let bytes = try programs.number([python, programs.peers, "memory"])
            lines.append("| SQLAlchemy | \(bytes) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func throughput(_ value: Double) -> String {
        value < 100 ? format(value, digits: 1) : String(Int(value.rounded()))
    }
}

/// One figure of `results/latest.json`.
struct Figure: Codable {
    let workload: String
    let concurrency: Int
    let subject: String
    let unit: String
    let median: Double
    let spread: Double
    let cpuMicrosecondsPerOperation: Double
    let peakKilobytes: Double

    enum CodingKeys: String, CodingKey {
        case workload, concurrency, subject, unit, median, spread
        case cpuMicrosecondsPerOperation = "cpu_us_per_op"
        case peakKilobytes = "peak_rss_kb"
    }

    static func all(_ cells: [Cell]) -> [Figure] {
        cells.flatMap { cell in
            cell.workload.subjects.map { subject in
                Figure(
                    workload: cell.workload.name, concurrency: cell.workload.connections,
                    subject: subject.rawValue, unit: "operations/s",
                    median: rounded(cell.median(subject, \.perSecond)),
                    spread: rounded(cell.spread(subject)),
                    cpuMicrosecondsPerOperation: rounded(cell.median(subject, \.cpuMicroseconds)),
                    peakKilobytes: cell.median(subject, \.peakKilobytes))
            }
        }
    }

    private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}

/// Formats a number with a fixed number of decimals.
func format(_ number: Double, digits: Int) -> String {
    String(format: "%.\(digits)f", number)
}
