import Foundation

/// One workload of the Swift program beside the C program's, and what it should reach.
struct Comparison {
    let title: String
    let limit: String
    let client: String
    let operations: Int
    /// The least ratio to C, where there is a target.
    let target: Double?

    static let all = [
        Comparison(
            title: "one task on the loop, own connection", limit: "serial",
            client: "serial-connection", operations: 1_000, target: 0.85),
        Comparison(
            title: "one task on the loop, pool", limit: "serial", client: "serial-pool",
            operations: 1_000, target: 0.85),
        Comparison(
            title: "one task elsewhere, pool", limit: "serial", client: "serial-elsewhere",
            operations: 1_000, target: nil),
        Comparison(
            title: "100 tasks on the loop, one connection", limit: "serial",
            client: "shared-connection", operations: 3_000, target: 2.5),
        Comparison(
            title: "100 tasks on the loop, pool of one", limit: "serial", client: "shared-pool",
            operations: 3_000, target: 2.5),
        Comparison(
            title: "100 tasks elsewhere, pool of one", limit: "serial",
            client: "shared-elsewhere", operations: 3_000, target: nil),
        Comparison(
            title: "1,000 rows × 4 columns, typed tuples", limit: "rows", client: "rows",
            operations: 50, target: 0.85),
    ]

    /// Runs both in turn, so that whatever else the machine does falls on both.
    func run(rounds: Int, _ programs: Programs) throws -> Result {
        var limits: [Double] = []
        var clients: [Double] = []
        for _ in 0..<rounds {
            let reference = try programs.measure(programs.limit, limit, operations: operations)
            let measured = try programs.measure(programs.client, client, operations: operations)
            guard reference.checksum == measured.checksum else {
                throw Failure("\(client): the programs did not read the same values")
            }
            limits.append(reference.nanosecondsPerOperation)
            clients.append(measured.nanosecondsPerOperation)
        }
        return Result(comparison: self, limits: limits, clients: clients)
    }

    /// What the rounds of one comparison came to.
    struct Result {
        let comparison: Comparison
        let limits: [Double]
        let clients: [Double]

        /// Each round's own ratio: its two runs met about the same weather.
        private var ratios: [Double] { zip(limits, clients).map { $0 / $1 } }

        var ratio: Double { ratios.quantile(0.5) }

        var isMissed: Bool { comparison.target.map { ratio < $0 } ?? false }

        private var verdict: String {
            guard let target = comparison.target else { return "" }
            return "\(isMissed ? "missed" : "met") (≥ \(target))"
        }

        static func table(_ results: [Result], rounds: Int) -> String {
            var lines = [
                "Time per operation, medians of \(rounds) rounds, C and Swift in turn; the ratio is C's"
                    + " time divided by Swift's in the same round, with its quartiles.",
                "",
                "| Workload | C, µs | Swift, µs | Ratio | Quartiles | Target |",
                "| --- | ---: | ---: | ---: | ---: | --- |",
            ]
            for result in results {
                let cells = [
                    result.comparison.title,
                    format(result.limits.quantile(0.5) / 1000, digits: 1),
                    format(result.clients.quantile(0.5) / 1000, digits: 1),
                    format(result.ratio, digits: 2),
                    format(result.ratios.quantile(0.25), digits: 2) + " – "
                        + format(result.ratios.quantile(0.75), digits: 2),
                    result.verdict,
                ]
                lines.append("| " + cells.joined(separator: " | ") + " |")
            }
            return lines.joined(separator: "\n") + "\n"
        }
    }
}

/// Formats a number with a fixed number of decimals.
func format(_ number: Double, digits: Int) -> String {
    String(format: "%.\(digits)f", number)
}

extension [Double] {
    /// Returns the value below which the given part of the values lies, between neighbours if need be.
    func quantile(_ part: Double) -> Double {
        let values = sorted()
        let position = part * Double(values.count - 1)
        let below = Int(position)
        guard below + 1 < values.count else { return values[below] }
        return values[below] + (position - Double(below)) * (values[below + 1] - values[below])
    }
}
