public import PGSchema

/// One declared relationship of an entity.
///
/// `@BelongsTo`, `@HasOne`, `@HasMany` and `@ManyToMany` each write one into
/// ``Entity/relationships``.
public struct Relationship: Sendable {
    /// The property's name.
    public let name: String

    /// The other entity.
    public var target: any Entity.Type { link.target }

    /// What happens to related instances together with one.
    public var cascade: RelationshipCascade { link.cascade }

    /// The table that connects the two sides and has no entity, or `nil` when there is none.
    public var joinTable: TableDefinition? { link.joinDefinition }

    let path: any AnyKeyPath & Sendable
    let link: any RelationshipLink

    init(_ name: String, _ path: any AnyKeyPath & Sendable, _ link: any RelationshipLink) {
        self.name = name
        self.path = path
        self.link = link
    }
}

// MARK: The side with the foreign key

extension Relationship {
    /// A foreign key that is never NULL.
    ///
    /// - Parameters:
    ///   - name: The property's name.
    ///   - path: The property.
    ///   - columns: The positions of the foreign key's columns, in the order of the target's key.
    ///   - cascade: What happens to the other instance together with one.
    public static func toOne<Source: Entity, Target: Entity>(
        _ name: String, _ path: any ReferenceWritableKeyPath<Source, ToOne<Target>> & Sendable,
        columns: [Int], cascade: RelationshipCascade = .standard
    ) -> Relationship {
        Relationship(
            name, path,
            ToOneLink<Source, Target>(
                name: name, path: path, columns: columns, isNullable: false, cascade: cascade,
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
    ///   - cascade: What happens to the other instance together with one.
    public static func toOne<Source: Entity, Target: Entity>(
        _ name: String, _ path: any ReferenceWritableKeyPath<Source, ToOne<Target>?> & Sendable,
        columns: [Int], cascade: RelationshipCascade = .standard
    ) -> Relationship {
        Relationship(
            name, path,
            ToOneLink<Source, Target>(
                name: name, path: path, columns: columns, isNullable: true, cascade: cascade,
                get: { $0[keyPath: path] },
                set: { $0[keyPath: path] = $1 }))
    }

    /// A foreign key of one column that is never NULL.
    public static func toOne<Source: Entity, Target: Entity>(
        _ name: String, _ path: any ReferenceWritableKeyPath<Source, ToOne<Target>> & Sendable,
        column: Int, cascade: RelationshipCascade = .standard
    ) -> Relationship {
        toOne(name, path, columns: [column], cascade: cascade)
    }

    /// A foreign key of one column that may be NULL.
    public static func toOne<Source: Entity, Target: Entity>(
        _ name: String, _ path: any ReferenceWritableKeyPath<Source, ToOne<Target>?> & Sendable,
        column: Int, cascade: RelationshipCascade = .standard
    ) -> Relationship {
        toOne(name, path, columns: [column], cascade: cascade)
    }
}
