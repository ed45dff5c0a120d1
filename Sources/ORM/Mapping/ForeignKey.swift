public import PGSchema

extension ForeignKeyDefinition {
    /// Makes the foreign key of a to-one relationship, named as PostgreSQL would name it unless it is
    /// said otherwise.
    ///
    /// `@Entity` calls it for every `@BelongsTo`. It asks the target for names only, never for its
    /// ``Entity/definition``, so that the definitions of two entities may refer to each other.
    public init<Target: Entity>(
        table: String, column: String, references target: Target.Type, name: String? = nil,
        onDelete: Action = .noAction, onUpdate: Action = .noAction,
        deferrable deferrability: Deferrability = .notDeferrable
    ) {
        self.init(
            table: table, columns: [column], references: target, name: name, onDelete: onDelete,
            onUpdate: onUpdate, deferrable: deferrability)
    }

    /// Makes the foreign key of a relationship to an entity with a composite key, with one column
    /// for each of the key's, in the key's order.
    public init<Target: Entity>(
        table: String, columns: [String], references target: Target.Type, name: String? = nil,
        onDelete: Action = .noAction, onUpdate: Action = .noAction,
        deferrable deferrability: Deferrability = .notDeferrable
    ) {
        self.init(
            name: name ?? DefaultName.foreignKey(table: table, columns: columns),
            columns: columns, referencedSchema: Target.tableSchema,
            referencedTable: Target.tableName, referencedColumns: Target.primaryKeyNames,
            onDelete: onDelete, onUpdate: onUpdate, deferrable: deferrability)
    }
}
