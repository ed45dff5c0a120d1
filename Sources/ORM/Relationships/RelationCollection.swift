/// The value of a relationship whose foreign key is on the other side, or in a join table: what the
/// session does with it, however many instances it may have.
protocol RelationCollection: RelationshipValue {
    /// The instances, if they have been loaded.
    var present: [Target]? { get }
    /// Whether all instances have been loaded, not only some.
    var isWhole: Bool { get }
    /// Connected and not yet flushed.
    var additions: [Target] { get }
    /// Disconnected and not yet flushed.
    var removals: [Target] { get }
    /// Whether the foreign key on the other side is unique.
    static var isSingle: Bool { get }

    /// Makes an unloaded relationship.
    init()

    /// Connects an instance.
    mutating func connect(_ target: Target)
    /// Disconnects an instance.
    mutating func disconnect(_ target: Target)
    /// Takes over what the server has, together with changes that were not flushed.
    mutating func load(_ targets: [Target], isPartial: Bool, after writes: Int)
    /// Shows what came about elsewhere, without making it a change to be flushed.
    mutating func show(_ targets: [Target])
    /// Hides what has gone elsewhere.
    mutating func hide(_ targets: [Target])
    /// The changes have been written.
    mutating func flushed()
    /// How much the session had written when it was loaded.
    var loadedAfter: Int { get }
    /// Forgets what was loaded.
    mutating func unload()
    /// Goes back to what it was before changes that were not flushed.
    mutating func discardChanges()
    /// Takes the instances out for a moment, unless there are changes to be flushed.
    mutating func letGo() -> [Target]?
    /// Puts back what ``letGo()`` took out.
    mutating func takeBack(_ targets: [Target])
}

extension RelationCollection {
    /// Whether a flush has anything to do for it.
    var hasChanges: Bool { !additions.isEmpty || !removals.isEmpty }
}

extension ToMany: RelationCollection {
    var present: [Target]? { loaded }
    var isWhole: Bool { isLoaded && !isPartial }
    var additions: [Target] { added }
    var removals: [Target] { removed }
    static var isSingle: Bool { false }

    mutating func connect(_ target: Target) { append(target) }
    mutating func disconnect(_ target: Target) { remove(target) }
}

extension ToOneInverse: RelationCollection {
    var isWhole: Bool { isLoaded }
    var present: [Target]? { isLoaded ? loaded.map { [$0] } ?? [] : nil }
    var additions: [Target] { added.map { [$0] } ?? [] }
    var removals: [Target] { removed.map { [$0] } ?? [] }
    static var isSingle: Bool { true }

    mutating func connect(_ target: Target) { set(target) }
    mutating func disconnect(_ target: Target) { remove(target) }

    mutating func letGo() -> [Target]? {
        guard isLoaded, !hasChanges else { return nil }
        defer { show(nil) }
        return loaded.map { [$0] } ?? []
    }

    mutating func takeBack(_ targets: [Target]) {
        show(targets.first)
    }

    mutating func load(_ targets: [Target], isPartial: Bool, after writes: Int) {
        load(targets.first, after: writes)
    }

    mutating func show(_ targets: [Target]) {
        guard isLoaded, let target = targets.last else { return }
        show(target)
    }

    mutating func hide(_ targets: [Target]) {
        if let loaded, targets.contains(where: { $0 === loaded }) { show(nil) }
    }
}
