import PGCore

/// A relationship that skips the entity in between.
struct ThroughLink<Source: Entity, Middle: Entity, Target: Entity>: TypedLink {
    let name: String
    let path: any ReferenceWritableKeyPath<Source, Through<Target>> & Sendable
    /// The property that leads to what lies in between.
    let first: any AnyKeyPath & Sendable
    /// The property of what lies in between that leads on.
    let second: any AnyKeyPath & Sendable
    let scope: (@Sendable () -> EntityQuery<Target>)?

    var cascade: RelationshipCascade { [] }

    func route() throws(PGError) -> RelationRoute {
        let near = try EntityMapping.of(Source.self)
            .link(at: first, from: Source.self, to: Middle.self).route()
        let far = try EntityMapping.of(Middle.self)
            .link(at: second, from: Middle.self, to: Target.self).route()
        guard near.join == nil, far.join == nil else {
            throw PGError(
                .invalidMapping, "\(label) leads through a table without an entity",
                hint: "Use @ManyToMany for it")
        }
        return RelationRoute(
            owner: near.owner, target: far.target,
            join: RelationRoute.Join(
                table: Middle.tableName, schema: Middle.tableSchema, owner: near.target,
                target: far.owner,
                condition: { $0.condition(for: Middle.self, Middle.tableReference) }))
    }

    func related(to source: Tracked) -> [any Entity] { [] }
}
