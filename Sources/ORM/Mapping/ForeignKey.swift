public import PGSchema

/// Returns the foreign key of a to-one relationship, named as PostgreSQL itself would name it.
///
/// `@Entity` calls it for every `@BelongsTo`. It asks the target for names only, never for its
/// ``Entity/definition``, so that the definitions of two entities may refer to each other.
public func foreignKey<Target: Entity>(
    from table: String, column: String, to target: Target.Type,
    onDelete: ForeignKeyDefinition.Action = .noAction,
    onUpdate: ForeignKeyDefinition.Action = .noAction
) -> ForeignKeyDefinition {
    ForeignKeyDefinition(
        name: "\(table)_\(column)_fkey", columns: [column],
        referencedSchema: Target.tableSchema,
        referencedTable: Target.tableName, referencedColumns: [Target.primaryKeyName],
        onDelete: onDelete, onUpdate: onUpdate)
}
