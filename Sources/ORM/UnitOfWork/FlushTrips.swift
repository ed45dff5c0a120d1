import PGSchema

/// Puts the steps of a flush into round trips, each into the earliest it can be part of.
///
/// A step waits for another's answer only when it writes what the server has yet to say: the key of
/// a row that is inserted in the same flush. Insertions keep the order of foreign keys; everything
/// else comes after all insertions.
struct FlushTrips {
    private(set) var trips: [[WriteStep]] = []
    /// The instances whose keys are there by the time the steps are sent.
    private let fetched: Set<ObjectIdentifier>
    /// The trip that brings those keys, if it is one of these.
    private let fetchTrip: Int?
    /// The last trip that inserts into a table.
    private var insertions: [QualifiedName: Int] = [:]
    /// The last trip that brings keys of a type.
    private var awaited: [ObjectIdentifier: Int] = [:]
    /// The last trip that brings a new version of an instance.
    private var versioned: [ObjectIdentifier: Int] = [:]
    /// The last trip with anything but insertions: what is done to make room for new rows.
    private var others = 0
    /// The first trip in which rows go by the keys they have been given.
    private var tripAfterMove = 0
    /// The first trip in which it is known whether references were moved: a row that lost a race is
    /// still where it was, and what it points to cannot be deleted.
    private var tripAfterRaces = 0

    init(
        _ steps: some Sequence<WriteStep>, in map: IdentityMap,
        fetched: Set<ObjectIdentifier> = [], in fetchTrip: Int? = nil
    ) {
        self.fetched = fetched
        self.fetchTrip = fetchTrip
        for step in steps {
            let place =
                step.isInsertion
                ? max(tripAfterReferences(of: step), others)
                : max(trips.count - 1, tripAfterMove, step.isDeletion ? tripAfterRaces : 0, 0)
            append(
                step,
                to: max(
                    place, tripAfterKeys(for: step, map), tripAfterVersions(of: step),
                    tripAfterFetch(for: step, map)))
        }
    }

    private mutating func append(_ step: WriteStep, to trip: Int) {
        while trips.count <= trip { trips.append([]) }
        if let last = trips[trip].last, last.takes(step) {
            trips[trip][trips[trip].count - 1].rows += step.rows
            trips[trip][trips[trip].count - 1].add(deferred: step.deferred)
        } else {
            trips[trip].append(step)
        }
        if !step.isInsertion { others = trip }
        guard step.join == nil else { return }
        switch step.operation {
        case .insert:
            insertions[step.mapping.definition.qualifiedName] = trip
            if step.rows.contains(where: lacksKey) {
                awaited[ObjectIdentifier(step.mapping.type)] = trip
            }
        case .update:
            let movesKeys = step.columns.contains(where: step.mapping.primaryKey.contains)
            if movesKeys { tripAfterMove = trip + 1 }
            let movesReferences = step.columns.contains(
                where: step.mapping.foreignKeys.contains)
            if step.checksVersion, movesReferences { tripAfterRaces = trip + 1 }
        case .delete, .softDelete: break
        }
        guard step.mapping.version != nil else { return }
        for tracked in step.rows { versioned[ObjectIdentifier(tracked)] = trip }
    }

    /// The first trip in which the versions are known that a step asks for.
    private func tripAfterVersions(of step: WriteStep) -> Int {
        guard step.mapping.version != nil, !versioned.isEmpty, step.join == nil else { return 0 }
        let trips = step.rows.compactMap { versioned[ObjectIdentifier($0)] }
        return (trips.max() ?? -1) + 1
    }

    /// The first trip in which the rows that an insertion refers to are there.
    private func tripAfterReferences(of step: WriteStep) -> Int {
        let table = step.mapping.definition
        return table.foreignKeys.reduce(insertions[table.qualifiedName] ?? 0) { trip, key in
            let name = QualifiedName(schema: key.referencedSchema, name: key.referencedTable)
            return max(trip, insertions[name] ?? 0)
        }
    }

    /// The first trip in which all keys are known that a step writes.
    private func tripAfterKeys(for step: WriteStep, _ map: IdentityMap) -> Int {
        guard !awaited.isEmpty else { return 0 }
        if let join = step.join { return tripAfterKeys(for: step, join, map) }
        var trip = 0
        if step.operation != .insert, let own = awaited[ObjectIdentifier(step.mapping.type)],
            step.rows.contains(where: lacksKey)
        {
            trip = own + 1
        }
        guard !step.writesNull else { return trip }
        for relationship in step.mapping.relationships {
            let link = relationship.link
            guard let last = awaited[ObjectIdentifier(link.target)], last >= trip,
                link.columns.contains(where: step.columns.contains),
                step.rows.contains(where: { link.target(of: $0, in: map).map(lacksKey) ?? false })
            else { continue }
            trip = last + 1
        }
        return trip
    }

    /// The first trip in which the fetched keys are there, for a step that writes one of them.
    private func tripAfterFetch(for step: WriteStep, _ map: IdentityMap) -> Int {
        guard let fetchTrip, step.join == nil, !step.writesNull else { return 0 }
        let writesFetched =
            step.hasFetchedKeys
            || step.mapping.relationships.contains {
                let link = $0.link
                return link.columns.contains(where: step.columns.contains)
                    && step.rows.contains { row in
                        link.target(of: row, in: map).map { fetched.contains(ObjectIdentifier($0)) }
                            ?? false
                    }
            }
        return writesFetched ? fetchTrip + 1 : 0
    }

    /// Rows of a table without an entity need the keys of both sides.
    private func tripAfterKeys(
        for step: WriteStep, _ join: JoinRows, _ map: IdentityMap
    ) -> Int {
        let mustWait =
            step.rows.contains(where: lacksKey)
            || join.targets.contains { map.tracked($0).map(lacksKey) ?? false }
        return mustWait ? (awaited.values.max() ?? -1) + 1 : 0
    }

    private func lacksKey(_ tracked: Tracked) -> Bool {
        tracked.lacksKey && !fetched.contains(ObjectIdentifier(tracked))
    }
}

extension WriteStep {
    /// Whether rows of an entity are inserted.
    var isInsertion: Bool { operation == .insert && join == nil }

    fileprivate var isDeletion: Bool { operation == .delete && join == nil }

    /// Whether rows of another step can go into the same statement: the server looks at foreign keys
    /// when all of a statement's rows are there.
    fileprivate func takes(_ other: WriteStep) -> Bool {
        isInsertion && other.isInsertion && mapping === other.mapping
            && columns == other.columns && returning == other.returning
            && hasFetchedKeys == other.hasFetchedKeys
    }
}
