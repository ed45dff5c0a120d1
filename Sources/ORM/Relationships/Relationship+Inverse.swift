// The side that a foreign key points to.

extension Relationship {
    /// The rows whose foreign key, which is never NULL, points to this one.
    ///
    /// - Parameters:
    ///   - name: The property's name.
    ///   - path: The property.
    ///   - inverse: The property on the other side.
    ///   - cascade: What happens to the other instances together with this one.
    ///   - scope: A query whose condition and order belong to the relationship: only what it finds is
    ///     loaded. An include's own order takes the place of the relationship's.
    public static func toMany<Source: Entity, Target: Entity>(
        _ name: String, _ path: any ReferenceWritableKeyPath<Source, ToMany<Target>> & Sendable,
        inverse: any ReferenceWritableKeyPath<Target, ToOne<Source>> & Sendable,
        cascade: RelationshipCascade = .standard,
        scope: (@Sendable () -> EntityQuery<Target>)? = nil
    ) -> Relationship {
        inverseOf(inverse, name, path, cascade, scope)
    }

    /// The rows whose nullable foreign key points to this one.
    public static func toMany<Source: Entity, Target: Entity>(
        _ name: String, _ path: any ReferenceWritableKeyPath<Source, ToMany<Target>> & Sendable,
        inverse: any ReferenceWritableKeyPath<Target, ToOne<Source>?> & Sendable,
        cascade: RelationshipCascade = .standard,
        scope: (@Sendable () -> EntityQuery<Target>)? = nil
    ) -> Relationship {
        inverseOf(inverse, name, path, cascade, scope)
    }

    /// The row whose unique foreign key, which is never NULL, points to this one.
    ///
    /// - Parameters:
    ///   - name: The property's name.
    ///   - path: The property.
    ///   - inverse: The property on the other side.
    ///   - cascade: What happens to the other instance together with this one.
    public static func hasOne<Source: Entity, Target: Entity>(
        _ name: String,
        _ path: any ReferenceWritableKeyPath<Source, ToOneInverse<Target>> & Sendable,
        inverse: any ReferenceWritableKeyPath<Target, ToOne<Source>> & Sendable,
        cascade: RelationshipCascade = .standard
    ) -> Relationship {
        inverseOf(inverse, name, path, cascade, nil)
    }

    /// The row whose unique and nullable foreign key points to this one.
    public static func hasOne<Source: Entity, Target: Entity>(
        _ name: String,
        _ path: any ReferenceWritableKeyPath<Source, ToOneInverse<Target>> & Sendable,
        inverse: any ReferenceWritableKeyPath<Target, ToOne<Source>?> & Sendable,
        cascade: RelationshipCascade = .standard
    ) -> Relationship {
        inverseOf(inverse, name, path, cascade, nil)
    }

    private static func inverseOf<Source: Entity, Value: RelationCollection>(
        _ inverse: any AnyKeyPath & Sendable, _ name: String,
        _ path: any ReferenceWritableKeyPath<Source, Value> & Sendable,
        _ cascade: RelationshipCascade, _ scope: (@Sendable () -> EntityQuery<Value.Target>)?
    ) -> Relationship {
        Relationship(
            name, path,
            InverseLink(name: name, path: path, inverse: inverse, cascade: cascade, scope: scope))
    }
}
