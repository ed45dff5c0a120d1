public import PGSchema

/// A table that only connects the rows of two others, and has no entity of its own.
///
/// Its primary key is all of its columns. Both foreign keys delete its rows together with what they
/// refer to, unless it is said otherwise.
public struct JoinTable: Sendable, Hashable {
    /// The table's name.
    public let name: String
    /// The table's schema (namespace), or `nil` for the search path's first.
    public let schema: String?
    /// The columns that refer to the key of the side that declares the relationship.
    public let sourceColumns: [String]
    /// The columns that refer to the key of the other side.
    public let targetColumns: [String]
    /// What deleting a row of either side does to the rows here.
    public let onDelete: ForeignKeyDefinition.Action

    /// Describes a table.
    ///
    /// - Parameters:
    ///   - name: The table's name.
    ///   - schema: The table's schema, or `nil` for the search path's first.
    ///   - source: The columns that refer to the side that declares the relationship.
    ///   - target: The columns that refer to the other side.
    ///   - onDelete: What deleting a row of either side does to the rows here. With anything but
    ///     `.cascade`, the flush deletes them before it deletes an instance of that side.
    public init(
        _ name: String, schema: String? = nil, from source: String..., to target: String...,
        onDelete: ForeignKeyDefinition.Action = .cascade
    ) {
        self.init(name, schema, source, target, onDelete)
    }

    /// Describes a table with columns named after the entities and their keys: `user_id`.
    ///
    /// An entity that is connected with itself needs the columns' names.
    public init<Source: Entity, Target: Entity>(
        _ name: String, schema: String? = nil, connecting source: Source.Type,
        with target: Target.Type, onDelete: ForeignKeyDefinition.Action = .cascade
    ) {
        self.init(
            name, schema, Self.columns(for: source), Self.columns(for: target), onDelete)
    }

    private init(
        _ name: String, _ schema: String?, _ source: [String], _ target: [String],
        _ onDelete: ForeignKeyDefinition.Action
    ) {
        self.name = name
        self.schema = schema
        sourceColumns = source
        targetColumns = target
        self.onDelete = onDelete
    }

    /// The same table as the other side sees it.
    public var reversed: JoinTable {
        JoinTable(name, schema, targetColumns, sourceColumns, onDelete)
    }

    /// The same for both sides.
    var normalized: JoinTable {
        sourceColumns.lexicographicallyPrecedes(targetColumns) ? self : reversed
    }

    private static func columns<E: Entity>(for type: E.Type) -> [String] {
        let name = DefaultName.column(of: String(describing: type))
        return E.primaryKeyNames.map { "\(name)_\($0)" }
    }
}

extension JoinTable {
    /// The table with its key, its foreign keys, and an index for the way back.
    func definition<Source: Entity, Target: Entity>(
        _ source: Source.Type, _ target: Target.Type
    ) -> TableDefinition {
        TableDefinition(
            schema: schema, name: name,
            columns: columns(sourceColumns, source) + columns(targetColumns, target),
            primaryKey: sourceColumns + targetColumns,
            foreignKeys: [
                ForeignKeyDefinition(
                    table: name, columns: sourceColumns, references: source, onDelete: onDelete),
                ForeignKeyDefinition(
                    table: name, columns: targetColumns, references: target, onDelete: onDelete),
            ],
            indexes: [IndexDefinition(table: name, keys: targetColumns)])
    }

    private func columns<E: Entity>(
        _ names: [String], _ type: E.Type
    ) -> [ColumnDefinition] {
        zip(names, E.primaryKeyIndexes).map { name, index in
            ColumnDefinition(name, E.definition.columns[index].type)
        }
    }
}
