import ORM
public import PGSchema

/// Makes a final class one whose instances are rows with an identity, for use with a `Session`.
///
/// ```swift
/// @Entity("posts") final class Post: Codable {
///     @PrimaryKey(.identity) var id: Int
///     @Index var title: String
///     @BelongsTo(onDelete: .cascade) var author: ToOne<User>
/// }
/// ```
///
/// Every stored property becomes a column, as `@Table` has it; a relationship becomes a foreign key
/// or, seen from the other side, no column. The class gets an initializer without what the server
/// makes, and coding keys under which a foreign key is `authorID` and a to-many relationship is
/// left out.
///
/// What the server makes (identity keys, `@PrimaryKey(.uuid)`, properties with `@Default` that are
/// neither optional nor have an initial value) is not known before the first flush. Reading it
/// earlier stops the program; `persistentID` is `nil` until then.
///
/// - Parameters:
///   - name: The table's name.
///   - schema: The schema (namespace), or `nil` for the search path's first.
///   - constraints: Constraints and indexes that are not about one column.
///   - version: The system column that tells whether somebody else has changed a row, where none of
///     the properties is a `@Version`.
@attached(member, names: named(init), named(CodingKeys))
@attached(memberAttribute)
@attached(
    extension, conformances: Entity,
    names: named(ID), named(Columns), named(columns), named(tableSchema), named(tableName),
    named(primaryKeyName), named(primaryKeyNames), named(definition), named(propertyNames),
    named(primaryKeyIndex),
    named(primaryKeyIndexes), named(primaryKey), named(keyParameter),
    named(rowVersion), named(generatedColumns),
    named(updateTimeColumns), named(deferredColumns), named(embeddedGroups), named(isReadOnly),
    named(softDeleteColumn), named(relationships), named(persistentID), named(unsetColumns),
    named(parameter),
    named(load), named(clear), named(Snapshot), named(snapshot), named(restore),
    named(changedColumns))
public macro Entity(
    _ name: String, schema: String? = nil, constraints: [TableConstraint] = [],
    version: SystemVersion? = nil
) =
    #externalMacro(module: "StrataMacrosPlugin", type: "EntityMacro")

/// Makes a final class one whose instances are rows of a view: they can be read, and never written.
///
/// ```swift
/// @Entity(view: "active_users") final class ActiveUser: Codable {
///     @PrimaryKey var id: Int
///     var name: String
/// }
/// ```
///
/// The key is what tells rows apart; the view itself is made by a migration, and a `Schema` leaves
/// it out. Flushing an instance that was added, changed or deleted throws `wrongState`.
///
/// - Parameters:
///   - view: The view's name.
///   - schema: The schema (namespace), or `nil` for the search path's first.
@attached(member, names: named(init), named(CodingKeys))
@attached(memberAttribute)
@attached(
    extension, conformances: Entity,
    names: named(ID), named(Columns), named(columns), named(tableSchema), named(tableName),
    named(primaryKeyName), named(primaryKeyNames), named(definition), named(propertyNames),
    named(primaryKeyIndex), named(primaryKeyIndexes), named(primaryKey), named(keyParameter),
    named(deferredColumns), named(embeddedGroups), named(isReadOnly), named(relationships),
    named(generatedColumns), named(updateTimeColumns), named(rowVersion), named(persistentID),
    named(unsetColumns), named(parameter), named(load), named(clear), named(Snapshot),
    named(snapshot), named(restore), named(changedColumns))
public macro Entity(view: String, schema: String? = nil) =
    #externalMacro(module: "StrataMacrosPlugin", type: "EntityMacro")

/// A column that the server keeps of every row by itself.
public enum SystemVersion: Sendable {
    /// The number of the transaction that wrote the row.
    case xmin
}

/// Written by `@Entity` where the server makes a value; not for use by hand.
@attached(accessor)
@attached(peer, names: prefixed(_))
public macro _ServerGenerated() =
    #externalMacro(module: "StrataMacrosPlugin", type: "ServerGeneratedMacro")
