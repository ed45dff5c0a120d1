/// When a sweep is worth its while: it looks at every instance.
struct SweepSchedule {
    private var arrivals = 0
    private var commits = 0
    /// How many instances the last sweep left.
    private var survivors = 0

    mutating func noteArrival() {
        arrivals += 1
    }

    /// Whether the map has doubled.
    var isDue: Bool { arrivals > survivors + 1_024 }

    /// Notes a commit and returns whether to sweep: after many commits with few arrivals, or after
    /// one with many.
    mutating func isDueAfterCommit(count: Int) -> Bool {
        commits += 1
        return 4 * arrivals + commits * (count / 8 + 64) >= count
    }

    mutating func swept(leaving count: Int) {
        self = SweepSchedule()
        survivors = count
    }
}

extension IdentityMap {
    mutating func sweepIfGrown() {
        if schedule.isDue { sweep() }
    }

    mutating func sweepAfterCommit() {
        if schedule.isDueAfterCommit(count: count) { sweep() }
    }

    /// Lets go of the instances that nobody needs.
    ///
    /// Instances keep each other by their relationships, in circles too. So the relationships let
    /// go of what they lead to first: whatever is then still shared is in use outside. What is in
    /// use, or has something to be written or rolled back, and all that those lead to, stays, with
    /// its relationships as they were. A to-one that does not keep its target, because the target
    /// keeps it, counts as well: what could be read before must not be unloaded after.
    mutating func sweep() {
        var sweep = Sweep(Array(all), in: self)
        let unneeded = sweep.finish(in: self) { $0.isDispensable }
        if unneeded.count == count {
            forgetEverything()
        } else {
            forget(all: unneeded)
        }
        schedule.swept(leaving: count)
    }

    /// Opens the circles of instances that nobody outside has, because the session ends.
    ///
    /// What is in use outside keeps its relationships, and all that they lead to.
    mutating func openCircles() {
        var sweep = Sweep(Array(all), in: self)
        _ = sweep.finish(in: self) { $0.isUnshared }
    }
}

/// One sweep under way.
private struct Sweep {
    private struct Edges {
        let link: any RelationshipLink
        let targets: [Tracked]
    }

    private let instances: [Tracked]
    /// What the relationships of each instance let go of.
    private var edges: [[Edges]]
    private var isNeeded: [Bool]

    init(_ instances: [Tracked], in map: IdentityMap) {
        self.instances = instances
        edges = Array(repeating: [], count: instances.count)
        isNeeded = Array(repeating: false, count: instances.count)
        for (position, tracked) in instances.enumerated() {
            tracked.sweepPosition = position
            for relationship in tracked.mapping.relationships {
                let targets = relationship.link.letGo(of: tracked, in: map)
                if targets.isEmpty { continue }
                edges[position].append(Edges(link: relationship.link, targets: targets))
            }
        }
    }

    /// Puts everything back that is needed, and returns what is not.
    mutating func finish(
        in map: IdentityMap, _ isDispensable: (Tracked) -> Bool
    ) -> [Tracked] {
        var queue = instances.filter { !isDispensable($0) }
        for tracked in queue { isNeeded[tracked.sweepPosition] = true }
        while let tracked = queue.popLast() {
            for target in targets(of: tracked, in: map) where !isNeeded[target.sweepPosition] {
                isNeeded[target.sweepPosition] = true
                queue.append(target)
            }
        }
        for (position, tracked) in instances.enumerated() where isNeeded[position] {
            for edge in edges[position] { edge.link.takeBack(edge.targets, for: tracked) }
        }
        return instances.filter { !isNeeded[$0.sweepPosition] }
    }

    private func targets(of tracked: Tracked, in map: IdentityMap) -> [Tracked] {
        var targets = edges[tracked.sweepPosition].flatMap(\.targets)
        for relationship in tracked.mapping.relationships {
            if let target = relationship.link.unkept(by: tracked, in: map) {
                targets.append(target)
            }
        }
        return targets
    }
}

extension Tracked {
    /// Whether nothing would be lost without it; the cheapest question comes first.
    fileprivate var isDispensable: Bool {
        phase == .persistent && savedDepth == nil && isUnshared && changedColumns.isEmpty
            && !mapping.relationships.contains { $0.link.hasChanges(of: self) }
    }
}
