public import ORM
public import PGCore
public import PGSchema

/// Marks the primary key.
///
/// - Parameter kind: How a new row gets its key.
@attached(peer)
public macro PrimaryKey(_ kind: PrimaryKeyKind = .natural) =
    #externalMacro(module: "StrataMacrosPlugin", type: "MarkerMacro")

/// Allows no two rows with the same value.
///
/// - Parameters:
///   - name: The constraint's name, or `nil` for the one PostgreSQL would choose.
///   - deferrable: Whether two rows may have the same value until the end of a transaction, as when
///     they swap theirs. No foreign key can refer to such a column then.
@attached(peer)
public macro Unique(name: String? = nil, deferrable: Deferrability = .notDeferrable) =
    #externalMacro(module: "StrataMacrosPlugin", type: "MarkerMacro")

/// Adds an index over the column.
///
/// - Parameter name: The index's name, or `nil` for the one PostgreSQL would choose.
@attached(peer)
public macro Index(name: String? = nil) =
    #externalMacro(module: "StrataMacrosPlugin", type: "MarkerMacro")

/// Allows only rows for which a condition is not false.
///
/// ```swift
/// @Check("age >= 0") var age: Int?
/// ```
///
/// - Parameters:
///   - expression: The condition as SQL.
///   - name: The constraint's name, or `nil` for the one PostgreSQL would choose.
@attached(peer)
public macro Check(_ expression: String, name: String? = nil) =
    #externalMacro(module: "StrataMacrosPlugin", type: "MarkerMacro")

/// Keeps two sessions from overwriting each other's changes of a row.
///
/// ```swift
/// @Version var version: Int
/// ```
///
/// A whole number starts at 1 and grows with every update; a date is the time of the last one. An
/// update of a row that has another version by now fails with `staleData`.
@attached(peer)
public macro Version() = #externalMacro(module: "StrataMacrosPlugin", type: "MarkerMacro")

/// Keeps a `Codable` value as a document in a `jsonb` column.
///
/// ```swift
/// @JSON var settings: Settings
/// ```
///
/// The value must be `Equatable` in an entity, whose changes are found by comparing. Queries see it
/// as `JSONEncoded<Settings>`.
@attached(peer)
public macro JSON() = #externalMacro(module: "StrataMacrosPlugin", type: "MarkerMacro")

/// Keeps a value as a codec makes it: encrypted, packed, in another unit.
///
/// ```swift
/// @Stored(as: Cents.self) var price: Money
/// ```
///
/// Queries see it as `Coded<Cents>`.
///
/// - Parameter codec: What turns the value into the column's content, and back.
@attached(peer)
public macro Stored<Codec: ColumnCodec>(as codec: Codec.Type) =
    #externalMacro(module: "StrataMacrosPlugin", type: "MarkerMacro")

/// Puts the columns of a `@ColumnGroup` into the table.
///
/// ```swift
/// @Embedded var home: Address                       // home_street, home_city
/// @Embedded(prefix: "work_") var office: Address?   // both columns may be NULL
/// ```
///
/// An optional group is missing when all of its columns are NULL.
///
/// - Parameter prefix: What the columns' names begin with, or `nil` for the property's name in snake
///   case and `_`.
@attached(peer)
public macro Embedded(prefix: String? = nil) =
    #externalMacro(module: "StrataMacrosPlugin", type: "MarkerMacro")

/// Lets the server compute the column from others of the row.
///
/// ```swift
/// @Generated("lower(email)") var emailKey: String
/// ```
///
/// It is a stored generated column. It comes back with every insertion and update; assigning to it
/// changes nothing in the database.
///
/// - Parameter expression: What it is computed from, as SQL.
@attached(peer)
public macro Generated(_ expression: String) =
    #externalMacro(module: "StrataMacrosPlugin", type: "MarkerMacro")

/// Makes a session mark rows as deleted instead of deleting them.
///
/// ```swift
/// @SoftDelete var deletedAt: Date?
/// @SoftDelete var isDeleted: Bool = false
/// ```
///
/// A deletion sets the column to the server's time, or to true, and queries do not find such rows any
/// more unless they ask for them: see `SessionFilters`.
@attached(peer)
public macro SoftDelete() = #externalMacro(module: "StrataMacrosPlugin", type: "MarkerMacro")

/// The time a row was inserted, by the server's clock.
@attached(peer)
public macro CreatedAt() = #externalMacro(module: "StrataMacrosPlugin", type: "MarkerMacro")

/// The time of a row's last update by a session, or of its insertion, by the server's clock.
///
/// It comes back with the update. A value that the program assigned is written instead.
@attached(peer)
public macro UpdatedAt() = #externalMacro(module: "StrataMacrosPlugin", type: "MarkerMacro")

/// Gives the column a default.
///
/// ```swift
/// @Default("now()") var createdAt: Date
/// ```
///
/// A new row may leave the value to the server. An optional property is written as NULL instead
/// when it is `nil`, and a property with an initial value is written with that.
///
/// - Parameter expression: The default as SQL.
@attached(peer)
public macro Default(_ expression: String) =
    #externalMacro(module: "StrataMacrosPlugin", type: "MarkerMacro")

/// Gives the column another name or SQL type than the property would have it.
///
/// ```swift
/// @Column("mail", type: "citext") var email: String
/// ```
///
/// - Parameters:
///   - name: The column's name, or `nil` for the property's in snake case.
///   - type: The column's type as SQL, or `nil` for the one that goes with the Swift type.
@attached(peer)
public macro Column(_ name: String? = nil, type: SQLType? = nil) =
    #externalMacro(module: "StrataMacrosPlugin", type: "MarkerMacro")

/// Makes the column a foreign key.
///
/// ```swift
/// @References("users", "id", onDelete: .cascade) var authorID: Int
/// ```
///
/// - Parameters:
///   - table: The table that is pointed to.
///   - column: Its column.
///   - schema: Its schema (namespace), or `nil` for the search path's.
///   - name: The foreign key's name, or `nil` for the one PostgreSQL would choose.
///   - onDelete: What happens to this row when the other one is deleted.
///   - onUpdate: What happens to this row when the other one's key changes.
///   - deferrable: Whether the foreign key may be violated until the end of a transaction.
@attached(peer)
public macro References(
    _ table: String, _ column: String = "id", schema: String? = nil, name: String? = nil,
    onDelete: ForeignKeyDefinition.Action = .noAction,
    onUpdate: ForeignKeyDefinition.Action = .noAction,
    deferrable: Deferrability = .notDeferrable
) = #externalMacro(module: "StrataMacrosPlugin", type: "MarkerMacro")
