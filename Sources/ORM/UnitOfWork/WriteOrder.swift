import PGCore
import PGSchema

/// Instances in groups: each group depends only on earlier ones.
///
/// Entities are ranked by their foreign keys first, so that all rows of one type go together. Only
/// types that refer to themselves or to each other are split by instance.
struct WriteOrder {
    struct Place {
        let tracked: Tracked
        /// Foreign keys that cannot have their value yet.
        var postponed = ColumnMask()
        /// Foreign keys that are violated until a later row is written.
        var deferred: [ForeignKeyDefinition] = []
        /// Whether the row's key has to be known before it is inserted.
        var isAwaited = false
    }

    /// What is done to the rows.
    enum Purpose { case insertion, deletion }

    private struct Rank: Hashable, Comparable {
        let type: Int
        let level: Int

        static func < (left: Rank, right: Rank) -> Bool {
            (left.type, left.level) < (right.type, right.level)
        }
    }

    private(set) var groups: [[Place]] = []

    init(
        _ instances: [Tracked], for purpose: Purpose, in map: IdentityMap
    ) throws(PGError) {
        guard !instances.isEmpty else { return }
        // One row that cannot refer to itself has nothing to go behind.
        if instances.count == 1, !instances[0].mapping.refersToItself {
            groups = [[Place(tracked: instances[0])]]
            return
        }
        let typeRanks = Self.typeRanks(of: instances)
        let ranks = instances.map { typeRanks[ObjectIdentifier($0.mapping)] ?? 0 }
        let edges = Self.edges(instances, ranks, purpose, map)
        let levels = try Self.levels(instances, edges)
        var places = instances.map { Place(tracked: $0) }
        var awaited: Set<Int> = []
        for edge in levels.broken {
            let link = instances[edge.from].mapping.relationships[edge.tag].link
            let relief = Relief(of: link, instances[edge.from], instances[edge.to], purpose)
            switch relief {
            case .deferral(let key, let fetchesKey):
                places[edge.from].deferred.append(key)
                if fetchesKey { awaited.insert(ranks[edge.from]) }
            case .itself(let fetchesKey):
                if fetchesKey { awaited.insert(ranks[edge.from]) }
            case .null, nil:
                // A column that is shared with a key, or another reference, cannot be NULL.
                let definition = instances[edge.from].mapping.definition
                let nullable = link.columns.filter { definition.columns[$0].isNullable }
                places[edge.from].postponed.formUnion(ColumnMask(nullable))
            }
        }
        // When some keys are fetched, those of all rows around the circle are, so that it goes in
        // one round trip.
        for index in places.indices where awaited.contains(ranks[index]) {
            places[index].isAwaited = instances[index].mapping.fetchableKey != nil
        }
        var byRank: [Rank: [Place]] = [:]
        for (index, place) in places.enumerated() {
            byRank[Rank(type: ranks[index], level: levels.levels[index]), default: []]
                .append(place)
        }
        groups = byRank.sorted { $0.key < $1.key }.map(\.value)
    }

    private static func typeRanks(of instances: [Tracked]) -> [ObjectIdentifier: Int] {
        let mappings = reachableMappings(from: instances)
        var edges: [(from: Int, to: Int)] = []
        for (from, mapping) in mappings.enumerated() {
            for key in mapping.definition.foreignKeys {
                let target = mappings.firstIndex {
                    $0.definition.name == key.referencedTable
                        && $0.definition.schema == key.referencedSchema
                }
                if let target { edges.append((from, target)) }
            }
        }
        let ranks = DependencyOrder.ranks(count: mappings.count, edges: edges)
        return Dictionary(
            uniqueKeysWithValues: zip(mappings.map { ObjectIdentifier($0) }, ranks))
    }

    /// The types of the instances, and those their foreign keys lead to: what is deleted may be
    /// connected through rows that are not at hand, by the server's cascades.
    private static func reachableMappings(from instances: [Tracked]) -> [EntityMapping] {
        var mappings: [EntityMapping] = []
        var seen: Set<ObjectIdentifier> = []
        for tracked in instances where seen.insert(ObjectIdentifier(tracked.mapping)).inserted {
            mappings.append(tracked.mapping)
        }
        var next = 0
        while next < mappings.count {
            for relationship in mappings[next].relationships
            where !relationship.link.columns.isEmpty {
                let target = relationship.link.targetMapping
                if seen.insert(ObjectIdentifier(target)).inserted { mappings.append(target) }
            }
            next += 1
        }
        return mappings
    }

    /// The references between instances of equal rank; others are in order already.
    private static func edges(
        _ instances: [Tracked], _ ranks: [Int], _ purpose: Purpose, _ map: IdentityMap
    ) -> [DependencyOrder.Edge] {
        var positions: [ObjectIdentifier: Int] = [:]
        for (index, tracked) in instances.enumerated() {
            positions[ObjectIdentifier(tracked)] = index
        }
        var edges: [DependencyOrder.Edge] = []
        for (from, tracked) in instances.enumerated() {
            for (tag, relationship) in tracked.mapping.relationships.enumerated() {
                guard !relationship.link.columns.isEmpty,
                    let target = relationship.link.target(of: tracked, in: map),
                    let to = positions[ObjectIdentifier(target)], ranks[to] == ranks[from]
                else { continue }
                let relief = Relief(of: relationship.link, tracked, target, purpose)
                edges.append(
                    DependencyOrder.Edge(from: from, to: to, cost: relief?.cost, tag: tag))
            }
        }
        return edges
    }

    private static func levels(
        _ instances: [Tracked], _ edges: [DependencyOrder.Edge]
    ) throws(PGError) -> DependencyOrder.Levels {
        do throws(DependencyOrder.Cycle) {
            return try DependencyOrder.levels(count: instances.count, edges: edges)
        } catch {
            let names = error.members.map { instances[$0].mapping.name }
            throw PGError(
                .dependencyCycle,
                "rows of \(names.joined(separator: ", ")) refer to each other in a circle, and no "
                    + "foreign key on it may be NULL or can wait for the other row",
                hint: "Make one of the relationships optional, or its foreign key deferrable, with "
                    + "keys that are known before the rows are inserted")
        }
    }
}
