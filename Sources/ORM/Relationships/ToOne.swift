import PGCore

/// The side of a relationship that holds the foreign key: another instance, or only its key.
///
/// Declare it optional when the foreign key may be NULL.
///
/// ```swift
/// @BelongsTo var author: ToOne<User>         // author_id, NOT NULL
/// @BelongsTo var editor: ToOne<User>?        // editor_id
/// ```
///
/// Reading never asks the server. ``id`` is there whenever the target has a key; ``value`` throws
/// when only the key is known. A target without a key may be assigned: the flush inserts it first.
///
/// It codes as its key.
public struct ToOne<Target: Entity> {
    private var key: Target.ID?
    private var strong: Target?
    /// Set by loading the opposite to-many side: a strong reference back would be a cycle.
    private var back: WeakReference<Target>?
    private var name: StaticString = ""

    /// Refers to an instance.
    public init(_ target: Target) {
        strong = target
    }

    /// Refers to a row by its key.
    public init(id: Target.ID) {
        key = id
    }

    init(back reference: WeakReference<Target>) {
        back = reference
        key = reference.object?.persistentID
    }

    /// The target's key, or `nil` while the target has none.
    public var id: Target.ID? {
        if let object = loaded { return object.persistentID }
        return key
    }

    /// Whether the target is at hand.
    public var isLoaded: Bool { loaded != nil }

    /// The target, or `nil` when only its key is known.
    public var loaded: Target? { strong ?? back?.object }

    /// The target.
    ///
    /// - Throws: `PGError.Code.notLoaded`, naming the relationship, when only the key is known.
    public var value: Target {
        get throws(PGError) {
            guard let loaded else { throw .notLoaded(name, Target.self) }
            return loaded
        }
    }

    /// Returns the same reference with the relationship's name for error messages.
    public func named(_ name: StaticString) -> ToOne {
        var copy = self
        copy.name = name
        return copy
    }

    /// Refers to the row with this key, keeping the loaded target when it is that row.
    public mutating func point(to id: Target.ID) {
        guard self.id != id else { return }
        self = ToOne(id: id).named(name)
    }

    /// Remembers the key of a target that had none when this was made, and returns whether it was
    /// missing: a target that is not kept may go.
    mutating func settle() -> Bool {
        guard key == nil, let id else { return false }
        key = id
        return true
    }

    /// Takes the target out for a moment, leaving its key.
    mutating func letGo() -> Target? {
        defer {
            if let strong { key = strong.persistentID }
            strong = nil
        }
        return strong
    }

    /// Puts back what ``letGo()`` took out.
    mutating func takeBack(_ target: Target) {
        strong = target
    }

    /// The target that this reference does not keep.
    var unkept: Target? { strong == nil ? back?.object : nil }

    /// Returns to an earlier key; without one the target was not inserted yet, and stays.
    public mutating func restore(_ id: Target.ID?) {
        if let id { point(to: id) }
    }
}

extension Optional {
    /// Refers to the row with this key, or to none, keeping the loaded target when it is that row.
    public mutating func point<Target: Entity>(to id: Target.ID?) where Wrapped == ToOne<Target> {
        guard let id else {
            self = nil
            return
        }
        if var reference = self {
            reference.point(to: id)
            self = reference
        } else {
            self = ToOne(id: id)
        }
    }
}

extension ToOne: Codable {
    /// Reads the target's key.
    public init(from decoder: any Decoder) throws {
        self.init(id: try decoder.singleValueContainer().decode(Target.ID.self))
    }

    /// Writes the target's key, or null while it has none.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(id)
    }
}

/// A reference that does not keep its object; shared by all rows that point to it.
final class WeakReference<Object: AnyObject> {
    private(set) weak var object: Object?

    init(_ object: Object) {
        self.object = object
    }
}
