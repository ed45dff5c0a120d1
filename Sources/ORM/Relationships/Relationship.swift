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
    ///   - column: The position of the foreign key's column.
    public static func toOne<Source: Entity, Target: Entity>(
        _ name: String, _ path: any ReferenceWritableKeyPath<Source, ToOne<Target>> & Sendable,
        column: Int
    ) -> Relationship {
        Relationship(
            name, path,
            ToOneLink<Source, Target>(
                name: name, keyColumn: column, isNullable: false,
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
    ///   - column: The position of the foreign key's column.
    public static func toOne<Source: Entity, Target: Entity>(
        _ name: String, _ path: any ReferenceWritableKeyPath<Source, ToOne<Target>?> & Sendable,
        column: Int
    ) -> Relationship {
        Relationship(
            name, path,
            ToOneLink<Source, Target>(
                name: name, keyColumn: column, isNullable: true,
                get: { $0[keyPath: path] },
                set: { $0[keyPath: path] = $1 }))
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
