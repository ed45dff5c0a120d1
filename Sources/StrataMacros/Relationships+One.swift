public import ORM
public import PGSchema

/// Marks the side of a relationship of one to one that is pointed to by a unique foreign key.
///
/// ```swift
/// @HasOne(\Profile.user) var profile: ToOneInverse<Profile>
/// // in Profile: @Unique @BelongsTo var user: ToOne<User>
/// ```
///
/// - Parameters:
///   - inverse: The property of the other class that holds the foreign key.
///   - cascade: What happens to the other instance together with this one.
@attached(accessor)
@attached(peer, names: prefixed(_))
public macro HasOne<Source: Entity, Target: Entity>(
    _ inverse: KeyPath<Target, ToOne<Source>>, cascade: RelationshipCascade = .standard
) = #externalMacro(module: "StrataMacrosPlugin", type: "HasManyMacro")

/// Marks the side of a relationship of one to one that is pointed to by a unique foreign key that may be
/// NULL.
///
/// - Parameters:
///   - inverse: The property of the other class that holds the foreign key.
///   - cascade: What happens to the other instance together with this one.
@attached(accessor)
@attached(peer, names: prefixed(_))
public macro HasOne<Source: Entity, Target: Entity>(
    _ inverse: KeyPath<Target, ToOne<Source>?>, cascade: RelationshipCascade = .standard
) = #externalMacro(module: "StrataMacrosPlugin", type: "HasManyMacro")

/// Marks a relationship through a table that has no entity.
///
/// ```swift
/// @ManyToMany(through: "user_groups") var groups: ToMany<Group>     // user_id, group_id
/// @ManyToMany(through: "friendships", from: ["user_id"], to: ["friend_id"])
/// var friends: ToMany<User>
/// ```
///
/// The columns are the classes' names with those of their keys. A class that is connected with itself
/// has to name them.
///
/// - Parameters:
///   - table: The table's name.
///   - schema: The table's schema, or `nil` for the search path's first.
///   - from: The columns that refer to this side.
///   - to: The columns that refer to the other side.
///   - cascade: What happens to the other instances together with this one.
///   - onDelete: What deleting a row of either side does to the table's rows.
@attached(accessor)
@attached(peer, names: prefixed(_))
public macro ManyToMany(
    through table: String, schema: String? = nil, from: [String] = [], to: [String] = [],
    cascade: RelationshipCascade = .standard, onDelete: ForeignKeyDefinition.Action = .cascade
) = #externalMacro(module: "StrataMacrosPlugin", type: "HasManyMacro")

/// Marks a relationship through a table that has no entity, and names the property on the other side.
///
/// ```swift
/// @ManyToMany(through: "user_groups", inverse: \Group.members) var groups: ToMany<Group>
/// // in Group: @ManyToMany(through: "user_groups") var members: ToMany<User>
/// ```
///
/// With the property of the other side, a change of one shows on the other after the flush. Only one side
/// names the other.
///
/// - Parameters:
///   - table: The table's name.
///   - schema: The table's schema, or `nil` for the search path's first.
///   - from: The columns that refer to this side.
///   - to: The columns that refer to the other side.
///   - inverse: The property on the other side.
///   - cascade: What happens to the other instances together with this one.
///   - onDelete: What deleting a row of either side does to the table's rows.
///   - scope: A query whose condition and order belong to the relationship.
@attached(accessor)
@attached(peer, names: prefixed(_))
public macro ManyToMany<Source: Entity, Target: Entity>(
    through table: String, schema: String? = nil, from: [String] = [], to: [String] = [],
    inverse: KeyPath<Target, ToMany<Source>>, cascade: RelationshipCascade = .standard,
    onDelete: ForeignKeyDefinition.Action = .cascade, scope: EntityQuery<Target>? = nil
) = #externalMacro(module: "StrataMacrosPlugin", type: "HasManyMacro")
