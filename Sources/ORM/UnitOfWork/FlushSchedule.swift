/// A flush as it will be sent: its steps in round trips, and the keys that are fetched with the first.
struct FlushSchedule {
    /// The steps of each round trip.
    let trips: [[WriteStep]]
    /// The keys that are fetched with the first trip, for the second.
    let block: IdentityBlock?
    /// The trips after the first if the server gives no keys away; `nil` if it cannot go on then.
    let fallback: [[WriteStep]]?
    /// The steps in the order they were planned in.
    let steps: [WriteStep]
    /// What is sent around the trips so that foreign keys are checked late enough.
    let deferral: ConstraintDeferral

    /// Whether one statement writes one row, and that is all.
    var isOneRow: Bool {
        guard trips.count == 1, trips[0].count == 1, block == nil, deferral.isEmpty else {
            return false
        }
        return trips[0][0].rows.count == 1 && trips[0][0].join == nil
    }

    /// Fetches keys where rows refer to each other in a circle, and else only where that saves a
    /// round trip: two are needed anyway.
    init(_ steps: [WriteStep], in map: IdentityMap, fetchesKeys: Bool) {
        self.steps = steps
        deferral = ConstraintDeferral(steps)
        if let block = IdentityBlock(steps.filter(\.hasFetchedKeys)) {
            trips = FlushTrips(steps, in: map, fetched: block.instances, in: 0).trips
            self.block = block
            fallback = nil
            return
        }
        let plain = FlushTrips(steps, in: map).trips
        guard fetchesKeys, plain.count > 2,
            let block = IdentityBlock(plain.dropFirst().dropLast().joined())
        else {
            trips = plain
            self.block = nil
            fallback = []
            return
        }
        let rest = plain.dropFirst().joined().map { step in
            let isFetched = step.rows.allSatisfy { block.instances.contains(ObjectIdentifier($0)) }
            return isFetched ? step.withFetchedKeys : step
        }
        let later = FlushTrips(rest, in: map, fetched: block.instances).trips
        guard later.count + 1 < plain.count else {
            trips = plain
            self.block = nil
            fallback = []
            return
        }
        trips = [plain[0]] + later
        self.block = block
        fallback = Array(plain.dropFirst())
    }
}
