import ORM

/// Makes a struct a value of several columns, to be put into entities with `@Embedded`.
///
/// ```swift
/// @ColumnGroup struct Address: Codable, Equatable {
///     var street: String
///     var city: String
///     @Column("zip") var postalCode: String?
/// }
/// ```
///
/// Every stored property becomes a column, as in an entity; `@Column`, `@JSON` and `@Stored` work as
/// they do there. The same group serves any number of entities, and one entity several times.
@attached(
    extension, conformances: ColumnGroup,
    names: named(Columns), named(columnDefinitions), named(propertyNames), named(columnCount),
    named(init(from:at:)), named(parameter), named(changedColumns))
public macro ColumnGroup() =
    #externalMacro(module: "StrataMacrosPlugin", type: "ColumnGroupMacro")
