import PGCore

/// A relationship to any number of instances: those whose foreign key is this row's key, or those
/// that a join table connects with it.
///
/// ```swift
/// @HasMany(\Post.author) var posts: ToMany<Post>
/// @ManyToMany(through: "user_groups") var groups: ToMany<Group>
/// ```
///
/// It starts unloaded. Reading never asks the server: ``all`` throws until the relationship has been
/// loaded with `include` or `session.load`. ``append(_:)`` and ``remove(_:)`` work in both states; the
/// flush then writes foreign keys or rows of the join table, and adds new instances to the session.
///
/// It takes no part in coding: put what you want to send into a type of its own.
public struct ToMany<Target: Entity> {
    private var items: [Target]?
    private var name: StaticString = ""
    /// Appended and not yet flushed; part of `items` when that is loaded.
    private(set) var added: [Target] = []
    /// Removed and not yet flushed; no part of `items`.
    private(set) var removed: [Target] = []
    /// Those of `added` that were there before: taking them out again is a change.
    private var addedAgain: Set<ObjectIdentifier> = []
    /// What `items` was before changes that were not flushed.
    private var before: [Target]?
    /// Whether what was loaded is only some of the instances.
    private(set) var isPartial = false
    /// How much the session had written when it was loaded.
    private(set) var loadedAfter = 0

    /// Makes an unloaded relationship.
    public init() {}

    /// Whether the instances are at hand.
    public var isLoaded: Bool { items != nil }

    /// The instances, or `nil` when they have not been loaded.
    public var loaded: [Target]? { items }

    /// The instances.
    ///
    /// - Throws: `PGError.Code.notLoaded`, naming the relationship.
    public var all: [Target] {
        get throws(PGError) {
            guard let items else { throw .notLoaded(name, Target.self) }
            return items
        }
    }

    /// Adds an instance; the next flush connects it.
    ///
    /// One that is there already stays, once.
    public mutating func append(_ target: Target) {
        guard !added.contains(where: { $0 === target }) else { return }
        if !hasChanges { before = items }
        added.append(target)
        if let index = removed.firstIndex(where: { $0 === target }) {
            removed.remove(at: index)
            addedAgain.insert(ObjectIdentifier(target))
        } else if items?.contains(where: { $0 === target }) == true {
            addedAgain.insert(ObjectIdentifier(target))
            return
        }
        items?.append(target)
    }

    /// Adds several instances.
    public mutating func append(contentsOf targets: some Sequence<Target>) {
        for target in targets { append(target) }
    }

    /// Takes an instance out; the next flush disconnects it.
    ///
    /// A nullable foreign key becomes NULL and a row of a join table is deleted. The instance itself
    /// is deleted when the relationship cascades with ``RelationshipCascade/deleteOrphan``. A foreign
    /// key that is never NULL cannot be disconnected otherwise: the flush throws, unless the instance
    /// points elsewhere by then.
    public mutating func remove(_ target: Target) {
        if !hasChanges { before = items }
        items?.removeAll { $0 === target }
        if let index = added.firstIndex(where: { $0 === target }) {
            added.remove(at: index)
            guard addedAgain.remove(ObjectIdentifier(target)) != nil else { return }
        }
        guard !removed.contains(where: { $0 === target }) else { return }
        removed.append(target)
    }

    /// Takes all instances out; see ``remove(_:)``.
    ///
    /// - Throws: `PGError.Code.notLoaded`: what has not been loaded, or only in part, cannot be taken
    ///   out.
    public mutating func removeAll() throws(PGError) {
        try replace(with: [])
    }

    /// Makes these the instances: others are taken out, and missing ones are added.
    ///
    /// - Throws: `PGError.Code.notLoaded`: of what has not been loaded, or only in part, nobody knows
    ///   what is to be taken out.
    public mutating func replace(with targets: [Target]) throws(PGError) {
        let before = try all
        guard !isPartial else { throw .loadedInPart(name, Target.self) }
        let kept = Set(targets.map { ObjectIdentifier($0) })
        for target in before where !kept.contains(ObjectIdentifier(target)) { remove(target) }
        let known = Set(before.map { ObjectIdentifier($0) })
        for target in targets where !known.contains(ObjectIdentifier(target)) { append(target) }
        var seen: Set<ObjectIdentifier> = []
        items = targets.filter { seen.insert(ObjectIdentifier($0)).inserted }
    }

    /// Returns the same relationship with its name for error messages.
    public func named(_ name: StaticString) -> ToMany {
        var copy = self
        copy.name = name
        return copy
    }
}

// MARK: What the session does

extension ToMany {
    mutating func load(_ targets: [Target], isPartial: Bool, after writes: Int) {
        self.isPartial = isPartial
        loadedAfter = writes
        guard hasChanges else {
            items = targets
            return
        }
        before = targets
        let present = Set(targets.map { ObjectIdentifier($0) })
        let gone = Set(removed.map { ObjectIdentifier($0) })
        items =
            targets.filter { !gone.contains(ObjectIdentifier($0)) }
            + added.filter { !present.contains(ObjectIdentifier($0)) }
    }

    mutating func flushed() {
        added = []
        removed = []
        addedAgain = []
        before = nil
    }

    mutating func unload() {
        items = nil
        before = nil
        isPartial = false
    }

    mutating func show(_ targets: [Target]) {
        if let items { self.items = items + targets.without(items) }
        if let before { self.before = before + targets.without(before) }
    }

    mutating func hide(_ targets: [Target]) {
        if let items { self.items = items.without(targets) }
        if let before { self.before = before.without(targets) }
    }

    mutating func discardChanges() {
        if hasChanges { items = before }
        flushed()
    }

    mutating func letGo() -> [Target]? {
        guard !hasChanges else { return nil }
        defer { if items != nil { items = [] } }
        return items
    }

    mutating func takeBack(_ targets: [Target]) {
        items = targets
    }
}
