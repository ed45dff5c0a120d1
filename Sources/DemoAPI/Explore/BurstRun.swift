import Hummingbird

/// A burst under way: the variants take turns.
struct BurstRun {
    let burst: Burst
    let responder: any HTTPResponder<DemoContext>
    let context: DemoContext
    private var totals: [BurstTotal]
    private var turn = 0

    init(_ burst: Burst, _ responder: any HTTPResponder<DemoContext>, _ context: DemoContext) {
        self.burst = burst
        self.responder = responder
        self.context = context
        totals = burst.operation.variants.map { _ in BurstTotal() }
    }

    /// Runs the next slice, or returns `nil` when there is none.
    mutating func next() async throws -> BurstSample? {
        try Task.checkCancellation()
        let variants = burst.operation.variants
        let (number, index) = turn.quotientAndRemainder(dividingBy: variants.count)
        guard Burst.slice * number < burst.duration else { return nil }
        turn += 1
        let slice = try await burst.slice(variants[index], responder, context)
        totals[index].add(slice)
        return BurstSample(variants[index].id, number, slice, totals[index])
    }
}
