/// A constraint or an index over several columns, or over an expression, added to a table.
///
/// ```swift
/// @Entity(
///     "bookings",
///     constraints: [.unique("room", "day"), .check("starts < ends", name: "bookings_order")])
/// ```
public struct TableConstraint: Sendable, Hashable {
    private enum Content: Sendable, Hashable {
        case unique([String], name: String?, Deferrability)
        case check(String, name: String?)
        case foreignKey(ForeignKeyDefinition, name: String?)
        case index(IndexDefinition, name: String?)
    }

    private let content: Content

    /// No two rows may have the same values in all of the columns.
    ///
    /// - Parameters:
    ///   - columns: The columns' names.
    ///   - name: The constraint's name, or `nil` for the one PostgreSQL would choose.
    ///   - deferrable: Whether it may be violated until the end of a transaction.
    public static func unique(
        _ columns: String..., name: String? = nil, deferrable: Deferrability = .notDeferrable
    ) -> TableConstraint {
        TableConstraint(content: .unique(columns, name: name, deferrable))
    }

    /// Only rows are allowed for which the condition is not false.
    ///
    /// - Parameters:
    ///   - expression: The condition as SQL.
    ///   - name: The constraint's name, or `nil` for the one PostgreSQL would choose.
    public static func check(_ expression: String, name: String? = nil) -> TableConstraint {
        TableConstraint(content: .check(expression, name: name))
    }

    /// The columns refer to columns of another table: a foreign key that is no relationship.
    ///
    /// - Parameters:
    ///   - columns: The columns' names.
    ///   - table: The table that is pointed to.
    ///   - referenced: Its columns.
    ///   - schema: Its schema (namespace), or `nil` for the search path's.
    ///   - name: The constraint's name, or `nil` for the one PostgreSQL would choose.
    ///   - onDelete: What happens to this row when the other one is deleted.
    ///   - onUpdate: What happens to this row when the other one's key changes.
    ///   - deferrable: Whether it may be violated until the end of a transaction.
    public static func foreignKey(
        _ columns: String..., references table: String, _ referenced: [String],
        schema: String? = nil, name: String? = nil,
        onDelete: ForeignKeyDefinition.Action = .noAction,
        onUpdate: ForeignKeyDefinition.Action = .noAction,
        deferrable: Deferrability = .notDeferrable
    ) -> TableConstraint {
        let key = ForeignKeyDefinition(
            name: "", columns: columns, referencedSchema: schema, referencedTable: table,
            referencedColumns: referenced, onDelete: onDelete, onUpdate: onUpdate,
            deferrable: deferrable)
        return TableConstraint(content: .foreignKey(key, name: name))
    }

    /// An index over columns or expressions.
    ///
    /// - Parameters:
    ///   - keys: The columns' names, or SQL.
    ///   - name: The index's name, or `nil` for the one PostgreSQL would choose.
    ///   - isUnique: Whether it forbids duplicates.
    ///   - method: The access method.
    ///   - predicate: The condition of a partial index, as SQL.
    public static func index(
        _ keys: String..., name: String? = nil, isUnique: Bool = false, method: String = "btree",
        where predicate: String? = nil
    ) -> TableConstraint {
        let index = IndexDefinition(
            name: "", keys: keys, isUnique: isUnique, method: method, predicate: predicate)
        return TableConstraint(content: .index(index, name: name))
    }
}

extension TableDefinition {
    /// Returns the table with further constraints and indexes, under names that are still free.
    public func adding(_ constraints: [TableConstraint]) -> TableDefinition {
        var table = self
        for constraint in constraints { constraint.add(to: &table) }
        return table
    }
}

extension TableConstraint {
    fileprivate func add(to table: inout TableDefinition) {
        let taken = Set(
            table.indexNames + table.checks.map(\.name) + table.foreignKeys.map(\.name))
        switch content {
        case .unique(let columns, let name, let deferrability):
            let chosen = DefaultName.unique(table: table.name, columns: columns, avoiding: taken)
            table.uniques.append(
                UniqueDefinition(name: name ?? chosen, columns: columns, deferrable: deferrability))
        case .check(let expression, let name):
            let chosen = DefaultName.check(table: table.name, avoiding: taken)
            table.checks.append(CheckDefinition(name: name ?? chosen, expression: expression))
        case .foreignKey(var key, let name):
            key.name =
                name
                ?? DefaultName.foreignKey(
                    table: table.name, columns: key.columns, avoiding: taken)
            table.foreignKeys.append(key)
        case .index(var index, let name):
            index.name =
                name ?? DefaultName.index(table: table.name, keys: index.keys, avoiding: taken)
            table.indexes.append(index)
        }
    }
}
