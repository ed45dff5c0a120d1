/// What the session does with a relationship, without knowing the two types.
protocol RelationshipLink: Sendable {
    var target: any Entity.Type { get }
}

/// The side with the foreign key.
struct ToOneLink<Source: Entity, Target: Entity>: RelationshipLink {
    let name: String
    let column: Int
    let isNullable: Bool
    let get: @Sendable (Source) -> ToOne<Target>?
    let set: @Sendable (Source, ToOne<Target>?) -> Void

    var target: any Entity.Type { Target.self }
}

/// The side without a column.
struct ToManyLink<Source: Entity, Target: Entity>: RelationshipLink {
    let name: String
    let path: any ReferenceWritableKeyPath<Source, ToMany<Target>> & Sendable
    let inverse: any AnyKeyPath & Sendable

    var target: any Entity.Type { Target.self }
}
