public import PGCore
public import PGSchema
public import QueryBuilder

/// A value that takes several columns of the table it is in: an address, an amount with its currency.
///
/// `@ColumnGroup` writes the conformance; `@Embedded` puts the columns into an entity, as often as
/// it is wanted, each time under another prefix.
///
/// ```swift
/// @ColumnGroup struct Address: Codable, Equatable {
///     var street: String
///     var city: String
/// }
///
/// @Embedded var home: Address                    // home_street, home_city
/// @Embedded(prefix: "work_") var office: Address?   // work_street, work_city, both may be NULL
/// ```
public protocol ColumnGroup: Codable, Equatable, RowDecodable {
    /// The columns, for use in queries.
    associatedtype Columns: ColumnGroupColumns

    /// The columns with their own names.
    static var columnDefinitions: [ColumnDefinition] { get }

    /// The Swift property of every column.
    static var propertyNames: [String] { get }

    /// Returns a column's value, ready to be bound.
    func parameter(forColumn index: Int) -> any ParameterEncodable

    /// Returns the columns that differ from an earlier value.
    func changedColumns(since earlier: Self) -> ColumnMask
}

extension ColumnGroup {
    /// Returns the columns as they stand in a table.
    ///
    /// - Parameters:
    ///   - prefix: What their names begin with.
    ///   - isNullable: Whether all of them may be NULL, because the value may be missing.
    public static func columnDefinitions(
        prefix: String, isNullable: Bool = false
    ) -> [ColumnDefinition] {
        columnDefinitions.map { column in
            var column = column
            column.name = prefix + column.name
            column.isNullable = column.isNullable || isNullable
            return column
        }
    }

    /// Returns the properties' names with that of the property they belong to, such as `home.city`.
    public static func propertyNames(in property: String) -> [String] {
        propertyNames.map { "\(property).\($0)" }
    }
}

/// The columns of a ``ColumnGroup`` as a query names them.
public protocol ColumnGroupColumns: Sendable {
    /// Makes the columns of a table, whose names begin with the prefix.
    init(_ table: TableReference, prefix: String)

    /// All columns, in the order in which the group is read.
    var selectedExpressions: [SQLNode] { get }
}

/// The columns of a ``ColumnGroup`` that may be missing: each of them may be NULL.
@dynamicMemberLookup
public struct NullableGroup<Columns: ColumnGroupColumns>: Sendable {
    // The long name leaves all others to the columns, which are looked up dynamically.
    private let presentColumns: Columns

    /// Makes the columns of a table, whose names begin with the prefix.
    public init(_ table: TableReference, prefix: String) {
        presentColumns = Columns(table, prefix: prefix)
    }

    /// All columns, in the order in which the group is read.
    public var selectedExpressions: [SQLNode] { presentColumns.selectedExpressions }

    /// A column of the group, optional once.
    public subscript<Value: SQLValue>(
        dynamicMember path: KeyPath<Columns, Column<Value>>
    ) -> Column<Value.Base?> {
        let column = presentColumns[keyPath: path]
        return Column(column.table, column.name)
    }
}

extension ColumnMask {
    /// Adds the columns of a group, which begin at `start`, that differ from an earlier value.
    public mutating func insert<Group: ColumnGroup>(
        from start: Int, ifChanged group: Group, from earlier: Group
    ) {
        if group == earlier { return }
        for column in group.changedColumns(since: earlier).columns { insert(start + column) }
    }

    /// Adds the columns of a group that may be missing; all of them when it came or went.
    public mutating func insert<Group: ColumnGroup>(
        from start: Int, ifChanged group: Group?, from earlier: Group?
    ) {
        switch (group, earlier) {
        case (nil, nil): break
        case (let group?, let earlier?): insert(from: start, ifChanged: group, from: earlier)
        default: for column in 0..<Group.columnCount { insert(start + column) }
        }
    }
}
