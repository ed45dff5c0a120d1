import PGCore

/// The instances that lie behind another relationship: read only.
///
/// ```swift
/// @HasMany(\Tagging.post) var taggings: ToMany<Tagging>
/// @HasMany(through: \Post.taggings, \Tagging.tag) var tags: Through<Tag>
/// ```
///
/// Loading it skips the instances in between: it takes one statement. To change it, change what lies
/// in between; it shows that when it is loaded again.
///
/// It takes no part in coding.
public struct Through<Target: Entity> {
    private var items: [Target]?
    private var name: StaticString = ""
    /// How much the session had written when it was loaded.
    private(set) var loadedAfter = 0

    /// Makes an unloaded relationship.
    public init() {}

    /// Whether the instances are at hand.
    public var isLoaded: Bool { items != nil }

    /// The instances, or `nil` when they have not been loaded.
    public var loaded: [Target]? { items }

    /// The instances, each once.
    ///
    /// - Throws: `PGError.Code.notLoaded`, naming the relationship.
    public var all: [Target] {
        get throws(PGError) {
            guard let items else { throw .notLoaded(name, Target.self) }
            return items
        }
    }

    /// Returns the same relationship with its name for error messages.
    public func named(_ name: StaticString) -> Through {
        var copy = self
        copy.name = name
        return copy
    }

    mutating func load(_ targets: [Target], after writes: Int) {
        items = targets
        loadedAfter = writes
    }

    mutating func unload() {
        items = nil
    }

    mutating func letGo() {
        items = []
    }

    mutating func takeBack(_ targets: [Target]) {
        items = targets
    }
}
