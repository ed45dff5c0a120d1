import ArgumentParser
import Foundation
import Hummingbird
import Logging

/// Measures the three tiers against each other, within this process.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure the three tiers for a few seconds.",
        discussion: """
            Requests go to the handlers without a socket in between, which would be the same for \
            every tier. The tiers take turns, so that whatever else the machine does meets them all.
            """)

    @OptionGroup var database: DatabaseOptions

    @Option(help: "Seconds for each tier and operation.")
    var seconds = 3

    @Option(help: "How many requests at once.")
    var concurrency = 16

    func validate() throws {
        guard (1...60).contains(seconds) else {
            throw ValidationError("--seconds must be from 1 to 60")
        }
        guard Burst.concurrencies.contains(concurrency) else {
            throw ValidationError("--concurrency must be from 1 to 32")
        }
    }

    func run() async throws {
        try await reporting {
            try await Demo(settings: try Settings(flags: database.values)).withMigratedPool {
                pool, _, logger in
                let responder = buildResponder(pool: pool)
                print(Self.title)
                for operation in ExploreOperation.all where operation.canBurst {
                    let burst = Burst(
                        operation: operation,
                        input: Dictionary(operation.fields.map { ($0.name, $0.value) }) { $1 },
                        concurrency: concurrency,
                        duration: .seconds(seconds))
                    var run = BurstRun(burst, responder, DemoContext(logger: logger))
                    var last: [String: BurstSample] = [:]
                    while let sample = try await run.next() { last[sample.variant] = sample }
                    for variant in operation.variants {
                        if let sample = last[variant.id] { print(Self.line(operation.id, sample)) }
                    }
                }
            }
        }
    }

    private static let title = row(
        ["operation", "tier", "requests/s", "p50 µs", "p90 µs", "p99 µs", "failures"])

    private static func line(_ operation: String, _ sample: BurstSample) -> String {
        let numbers = [sample.perSecond, sample.p50, sample.p90, sample.p99]
        return row(
            [operation, sample.variant] + numbers.map { "\(Int($0))" } + ["\(sample.failures)"])
    }

    private static func row(_ cells: [String]) -> String {
        cells.map { $0.padding(toLength: max(12, $0.count), withPad: " ", startingAt: 0) }
            .joined()
    }
}
