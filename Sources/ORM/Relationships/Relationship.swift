/// One declared relationship of an entity.
///
/// `@BelongsTo` and `@HasMany` each write one into ``Entity/relationships``.
public struct Relationship: Sendable {
    /// The property's name.
    public let name: String

    /// The other entity.
    public var target: any Entity.Type { link.target }

    let path: any AnyKeyPath & Sendable
    let link: any RelationshipLink

    private init(_ name: String, _ path: any AnyKeyPath & Sendable, _ link: any RelationshipLink) {
        self.name = name
        self.path = path
        self.link = link
    }

    /// A foreign key that is never NULL.
    ///
    /// - Parameters:
    ///   - name: The property's name.
    ///   - path: The property.
    ///   - columns: The positions of the foreign key's columns, in the order of the target's key.
    public static func toOne<Source: Entity, Target: Entity>(
        _ name: String, _ path: any ReferenceWritableKeyPath<Source, ToOne<Target>> & Sendable,
        columns: [Int]
    ) -> Relationship {
        Relationship(
            name, path,
            ToOneLink<Source, Target>(
                name: name, columns: columns, isNullable: false,
                get: { $0[keyPath: path] },
                set: { source, value in
                    if let value { source[keyPath: path] = value }
                }))
    }

    /// A foreign key that may be NULL.
    ///
    /// - Parameters:
    ///   - name: The property's name.
    ///   - path: The property.
    ///   - columns: The positions of the foreign key's columns, in the order of the target's key.
    public static func toOne<Source: Entity, Target: Entity>(
        _ name: String, _ path: any ReferenceWritableKeyPath<Source, ToOne<Target>?> & Sendable,
        columns: [Int]
    ) -> Relationship {
        Relationship(
            name, path,
            ToOneLink<Source, Target>(
                name: name, columns: columns, isNullable: true,
                get: { $0[keyPath: path] },
                set: { $0[keyPath: path] = $1 }))
    }

    /// A foreign key of one column that is never NULL.
    public static func toOne<Source: Entity, Target: Entity>(
        _ name: String, _ path: any ReferenceWritableKeyPath<Source, ToOne<Target>> & Sendable,
        column: Int
    ) -> Relationship {
        toOne(name, path, columns: [column])
    }

    /// A foreign key of one column that may be NULL.
    public static func toOne<Source: Entity, Target: Entity>(
        _ name: String, _ path: any ReferenceWritableKeyPath<Source, ToOne<Target>?> & Sendable,
        column: Int
    ) -> Relationship {
        toOne(name, path, columns: [column])
    }

    /// The rows whose foreign key, which is never NULL, points to this one.
    public static func toMany<Source: Entity, Target: Entity>(
        _ name: String, _ path: any ReferenceWritableKeyPath<Source, ToMany<Target>> & Sendable,
        inverse: any ReferenceWritableKeyPath<Target, ToOne<Source>> & Sendable
    ) -> Relationship {
        Relationship(name, path, ToManyLink(name: name, path: path, inverse: inverse))
    }

    /// The rows whose nullable foreign key points to this one.
    public static func toMany<Source: Entity, Target: Entity>(
        _ name: String, _ path: any ReferenceWritableKeyPath<Source, ToMany<Target>> & Sendable,
        inverse: any ReferenceWritableKeyPath<Target, ToOne<Source>?> & Sendable
    ) -> Relationship {
        Relationship(name, path, ToManyLink(name: name, path: path, inverse: inverse))
    }
}
