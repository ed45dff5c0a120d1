import PGCore

/// The side without a foreign key of a relationship of one to one: an instance, none, or not loaded.
///
/// ```swift
/// @HasOne(\Profile.user) var profile: ToOneInverse<Profile>     // profiles.user_id is unique
/// ```
///
/// It starts unloaded. Reading never asks the server: ``value`` throws until the relationship has been
/// loaded with `include` or `session.load`. ``set(_:)`` works in both states; the flush then writes the
/// foreign key of the other side.
///
/// It takes no part in coding.
public struct ToOneInverse<Target: Entity> {
    private var item: Target?
    private var name: StaticString = ""

    /// Whether it is known which instance it is, or that there is none.
    public private(set) var isLoaded = false

    /// How much the session had written when it was loaded.
    private(set) var loadedAfter = 0

    /// What it was before changes that were not flushed.
    private var before: Before?

    private struct Before {
        let item: Target?
        let isLoaded: Bool
    }

    /// Makes an unloaded relationship.
    public init() {}

    /// The instance; `nil` when there is none or when that is not known.
    public var loaded: Target? { item }

    /// The instance, or `nil` when there is none.
    ///
    /// - Throws: `PGError.Code.notLoaded`, naming the relationship.
    public var value: Target? {
        get throws(PGError) {
            guard isLoaded else { throw .notLoaded(name, Target.self) }
            return item
        }
    }

    /// Makes this the instance, in place of another; the next flush connects it.
    ///
    /// What becomes of the other is said at ``ToMany/remove(_:)``, as far as it has been loaded. When
    /// it has not been, the constraint that makes the foreign key unique refuses a second row.
    public mutating func set(_ target: Target) {
        change(to: target)
    }

    /// Takes the instance out, if there is one; see ``ToMany/remove(_:)``.
    ///
    /// - Throws: `PGError.Code.notLoaded`: nobody knows what is to be taken out.
    public mutating func clear() throws(PGError) {
        _ = try value
        change(to: nil)
    }

    /// Takes a certain instance out, unless it is another or not known.
    mutating func remove(_ target: Target) {
        if item === target { change(to: nil) }
    }

    private mutating func change(to target: Target?) {
        guard target !== item || !isLoaded else { return }
        if before == nil { before = Before(item: item, isLoaded: isLoaded) }
        item = target
        isLoaded = true
    }

    /// Returns the same relationship with its name for error messages.
    public func named(_ name: StaticString) -> ToOneInverse {
        var copy = self
        copy.name = name
        return copy
    }
}

// MARK: What the session does

extension ToOneInverse {
    /// Set and not yet flushed.
    var added: Target? { before == nil || before?.item === item ? nil : item }

    /// Replaced and not yet flushed.
    var removed: Target? { before?.item === item ? nil : before?.item }

    /// Takes over what the server has, unless it was set meanwhile.
    mutating func load(_ target: Target?, after writes: Int) {
        guard !hasChanges else { return }
        before = nil
        loadedAfter = writes
        show(target)
    }

    mutating func unload() {
        item = nil
        isLoaded = false
        before = nil
    }

    /// Shows what came about elsewhere, without making it a change to be flushed.
    mutating func show(_ target: Target?) {
        item = target
        isLoaded = true
    }

    mutating func flushed() {
        before = nil
    }

    mutating func discardChanges() {
        guard let before else { return }
        item = before.item
        isLoaded = before.isLoaded
        self.before = nil
    }
}
