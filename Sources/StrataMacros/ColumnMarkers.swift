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
/// - Parameter name: The constraint's name, or `nil` for the one PostgreSQL would choose.
@attached(peer)
public macro Unique(name: String? = nil) =
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
///   - onDelete: What happens to this row when the other one is deleted.
///   - onUpdate: What happens to this row when the other one's key changes.
@attached(peer)
public macro References(
    _ table: String, _ column: String = "id", schema: String? = nil,
    onDelete: ForeignKeyDefinition.Action = .noAction,
    onUpdate: ForeignKeyDefinition.Action = .noAction
) = #externalMacro(module: "StrataMacrosPlugin", type: "MarkerMacro")
