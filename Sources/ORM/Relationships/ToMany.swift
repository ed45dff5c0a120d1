import PGCore

/// The side of a relationship that is pointed to: all instances whose foreign key is this row's key.
///
/// ```swift
/// @HasMany(\Post.author) var posts: ToMany<Post>
/// ```
///
/// It starts unloaded. Reading never asks the server: ``all`` throws until the relationship has been
/// loaded with `include` or `session.load`. ``append(_:)`` works in both states; the flush then sets
/// the new instance's foreign key and adds it to the session.
///
/// It takes no part in coding: put what you want to send into a type of its own.
public struct ToMany<Target: Entity> {
    private var items: [Target]?
    private var name: StaticString = ""
    /// Appended and not yet flushed; part of `items` when that is loaded.
    private(set) var added: [Target] = []

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

    /// Adds an instance; the next flush makes it point here.
    public mutating func append(_ target: Target) {
        guard !added.contains(where: { $0 === target }) else { return }
        added.append(target)
        items?.append(target)
    }

    /// Returns the same relationship with its name for error messages.
    public func named(_ name: StaticString) -> ToMany {
        var copy = self
        copy.name = name
        return copy
    }

    mutating func load(_ targets: [Target]) {
        let missing = added.filter { new in !targets.contains { $0 === new } }
        items = targets + missing
    }

    mutating func flushed() {
        added = []
    }

    /// Takes the instances out for a moment, unless there are changes to be flushed.
    mutating func letGo() -> [Target]? {
        guard added.isEmpty else { return nil }
        defer { if items != nil { items = [] } }
        return items
    }

    /// Puts back what ``letGo()`` took out.
    mutating func takeBack(_ targets: [Target]) {
        items = targets
    }

    mutating func remove(where isGone: (Target) -> Bool) {
        items?.removeAll(where: isGone)
        added.removeAll(where: isGone)
    }
}
