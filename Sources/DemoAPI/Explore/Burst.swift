import Hummingbird
import Logging
import PGCore
import PGWire

/// Many requests at once, to see latencies and throughput under load.
///
/// The server sends them to its own router: a browser opens six connections to a server and would
/// measure mostly itself. What is missing is the socket between the two, which is the same for every
/// tier. The tiers take turns in short slices, so that whatever else the machine does meets them all.
struct Burst: Sendable {
    let operation: ExploreOperation
    let input: [String: String]
    let concurrency: Int
    /// For each variant.
    let duration: Duration

    static let concurrencies = 1...32
    static let seconds = 1...5
    static let slice = Duration.milliseconds(250)

    /// Has as many tasks as wanted send one request after the other.
    func slice(
        _ variant: ExploreVariant, _ responder: any HTTPResponder<DemoContext>,
        _ context: DemoContext
    ) async throws -> BurstTotal {
        let start = ContinuousClock.now
        let end = start + Self.slice
        var total = try await withThrowingTaskGroup(of: BurstTotal.self) { group in
            for _ in 0..<concurrency {
                group.addTask {
                    var part = BurstTotal()
                    while ContinuousClock.now < end, !Task.isCancelled {
                        try await part.measure {
                            let request = try operation.request(variant, input)
                            let context = context.nested(logLevel: .critical)
                            return try await responder.respond(to: request, context: context)
                        }
                    }
                    return part
                }
            }
            return try await group.reduce(into: BurstTotal()) { $0.add($1) }
        }
        total.duration = start.duration(to: .now)
        return total
    }
}
