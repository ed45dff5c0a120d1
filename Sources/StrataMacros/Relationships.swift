public import ORM
public import PGSchema

/// Marks the side of a relationship that holds the foreign key.
///
/// ```swift
/// @BelongsTo(onDelete: .cascade) var author: ToOne<User>    // author_id, NOT NULL
/// @BelongsTo var editor: ToOne<User>?                       // editor_id
/// ```
///
/// The column is the property's name with `_id`, indexed unless it is `@Unique`. Where the other
/// entity has a key of several properties, `key` names them in the order of their declaration, and
/// there is a column for each:
///
/// ```swift
/// @BelongsTo(key: ["region", "number"]) var order: ToOne<Order>   // order_region, order_number
/// ```
///
/// A reference may be the primary key, or a part of it, together with `@PrimaryKey`.
///
/// - Parameters:
///   - key: The properties of the other entity's key, where there are several.
///   - columns: The names of their columns here, instead of the property's with theirs.
///   - onDelete: What happens to this row when the other one is deleted.
///   - onUpdate: What happens to this row when the other one's key changes.
///   - name: The foreign key's name, or `nil` for the one PostgreSQL would choose.
///   - isIndexed: Whether the columns have an index, which deleting the other row and finding this
///     one need.
///   - deferrable: Whether the foreign key may be violated until the end of a transaction, so that
///     rows can be inserted that need each other.
///   - cascade: What happens to the other instance together with this one.
@attached(accessor)
@attached(peer, names: prefixed(_))
public macro BelongsTo(
    key: [String] = [], columns: [String] = [], name: String? = nil, isIndexed: Bool = true,
    onDelete: ForeignKeyDefinition.Action = .noAction,
    onUpdate: ForeignKeyDefinition.Action = .noAction,
    deferrable: Deferrability = .notDeferrable,
    cascade: RelationshipCascade = .standard
) = #externalMacro(module: "StrataMacrosPlugin", type: "BelongsToMacro")

/// Marks the side of a relationship that is pointed to.
///
/// ```swift
/// @HasMany(\Post.author) var posts: ToMany<Post>
/// @HasMany(\Post.author, scope: Post.drafts) var drafts: ToMany<Post>
/// // static var drafts: EntityQuery<Post> { Post.where { $0.isDraft == true } }
/// ```
///
/// A scope has a declaration of its own: an attribute's arguments are checked before the columns of
/// the other entity are there.
///
/// - Parameters:
///   - inverse: The property of the other class that holds the foreign key.
///   - cascade: What happens to the other instances together with this one.
///   - scope: A query whose condition and order belong to the relationship.
@attached(accessor)
@attached(peer, names: prefixed(_))
public macro HasMany<Source: Entity, Target: Entity>(
    _ inverse: KeyPath<Target, ToOne<Source>>, cascade: RelationshipCascade = .standard,
    scope: EntityQuery<Target>? = nil
) = #externalMacro(module: "StrataMacrosPlugin", type: "HasManyMacro")

/// Marks the side of a relationship that is pointed to by a foreign key that may be NULL.
///
/// - Parameters:
///   - inverse: The property of the other class that holds the foreign key.
///   - cascade: What happens to the other instances together with this one.
///   - scope: A query whose condition and order belong to the relationship.
@attached(accessor)
@attached(peer, names: prefixed(_))
public macro HasMany<Source: Entity, Target: Entity>(
    _ inverse: KeyPath<Target, ToOne<Source>?>, cascade: RelationshipCascade = .standard,
    scope: EntityQuery<Target>? = nil
) = #externalMacro(module: "StrataMacrosPlugin", type: "HasManyMacro")

/// Marks a relationship that skips the entity in between.
///
/// ```swift
/// @HasMany(\Tagging.post) var taggings: ToMany<Tagging>
/// @HasMany(through: \Post.taggings, \Tagging.tag) var tags: Through<Tag>
/// ```
///
/// - Parameters:
///   - first: The property that leads to what lies in between.
///   - second: The property of what lies in between that leads on.
///   - scope: A query whose condition and order belong to the relationship.
@attached(accessor)
@attached(peer, names: prefixed(_))
public macro HasMany<
    Source: Entity, First: RelationshipValue, Second: RelationshipValue
>(
    through first: KeyPath<Source, First>, _ second: KeyPath<First.Target, Second>,
    scope: EntityQuery<Second.Target>? = nil
) = #externalMacro(module: "StrataMacrosPlugin", type: "HasManyMacro")
