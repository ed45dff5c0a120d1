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
@attached(accessor)
@attached(peer, names: prefixed(_))
public macro BelongsTo(
    key: [String] = [], columns: [String] = [],
    onDelete: ForeignKeyDefinition.Action = .noAction,
    onUpdate: ForeignKeyDefinition.Action = .noAction
) = #externalMacro(module: "StrataMacrosPlugin", type: "BelongsToMacro")

/// Marks the side of a relationship that is pointed to.
///
/// ```swift
/// @HasMany(\Post.author) var posts: ToMany<Post>
/// ```
///
/// - Parameter inverse: The property of the other class that holds the foreign key.
@attached(accessor)
@attached(peer, names: prefixed(_))
public macro HasMany<Source: Entity, Target: Entity>(
    _ inverse: KeyPath<Target, ToOne<Source>>
) = #externalMacro(module: "StrataMacrosPlugin", type: "HasManyMacro")

/// Marks the side of a relationship that is pointed to by a foreign key that may be NULL.
///
/// - Parameter inverse: The property of the other class that holds the foreign key.
@attached(accessor)
@attached(peer, names: prefixed(_))
public macro HasMany<Source: Entity, Target: Entity>(
    _ inverse: KeyPath<Target, ToOne<Source>?>
) = #externalMacro(module: "StrataMacrosPlugin", type: "HasManyMacro")
