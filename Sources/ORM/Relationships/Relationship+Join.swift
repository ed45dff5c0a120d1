// Relationships with a table in between.

extension Relationship {
    /// The rows that a table without an entity connects with this one.
    ///
    /// - Parameters:
    ///   - name: The property's name.
    ///   - path: The property.
    ///   - table: The table in between.
    ///   - inverse: The property on the other side, if it has one; named on one side at least.
    ///   - cascade: What happens to the other instances together with this one. Rows of the table in
    ///     between go with either side.
    ///   - scope: A query whose condition and order belong to the relationship: only what it finds is
    ///     loaded.
    public static func manyToMany<Source: Entity, Target: Entity>(
        _ name: String, _ path: any ReferenceWritableKeyPath<Source, ToMany<Target>> & Sendable,
        through table: JoinTable,
        inverse: (any ReferenceWritableKeyPath<Target, ToMany<Source>> & Sendable)? = nil,
        cascade: RelationshipCascade = .standard,
        scope: (@Sendable () -> EntityQuery<Target>)? = nil
    ) -> Relationship {
        Relationship(
            name, path,
            JoinLink(
                name: name, path: path, inverse: inverse, table: table, cascade: cascade,
                scope: scope))
    }

    /// The rows behind another relationship, skipping the entity in between.
    ///
    /// - Parameters:
    ///   - name: The property's name.
    ///   - path: The property.
    ///   - first: The property that leads to what lies in between.
    ///   - second: The property of what lies in between that leads on.
    ///   - scope: A query whose condition and order belong to the relationship.
    public static func through<
        Source: Entity, First: RelationshipValue, Second: RelationshipValue
    >(
        _ name: String,
        _ path: any ReferenceWritableKeyPath<Source, Through<Second.Target>> & Sendable,
        _ first: any KeyPath<Source, First> & Sendable,
        _ second: any KeyPath<First.Target, Second> & Sendable,
        scope: (@Sendable () -> EntityQuery<Second.Target>)? = nil
    ) -> Relationship {
        Relationship(
            name, path,
            ThroughLink<Source, First.Target, Second.Target>(
                name: name, path: path, first: first, second: second, scope: scope))
    }
}
