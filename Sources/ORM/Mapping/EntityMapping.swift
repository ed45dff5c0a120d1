import PGCore
import PGSchema
import QueryBuilder
import Synchronization

/// What the session needs to know about an entity type, worked out once per type.
@usableFromInline
final class EntityMapping: Sendable {
    let type: any Entity.Type
    /// The Swift type's name, for messages.
    let name: String
    let definition: TableDefinition
    /// The quoted table, with its schema.
    let table: String
    /// The quoted columns.
    let columns: [String]
    let primaryKey: Int
    let propertyNames: [String]
    let relationships: [Relationship]
    /// The columns of to-one relationships.
    let foreignKeys: ColumnMask
    let version: VersionColumn?
    let softDelete: SoftDelete?
    let hooks: EntityHookTable?
    let validator: EntityValidator?
    /// Whether rows are read with the system's version behind their columns.
    @usableFromInline let hasSystemVersion: Bool

    private init<E: Entity>(_ type: E.Type) {
        self.type = type
        name = String(describing: type)
        definition = E.definition
        table = definition.qualifiedName.quoted
        columns = definition.columns.map { SQLIdentifier.quote($0.name) }
        primaryKey = E.primaryKeyIndex
        propertyNames = E.propertyNames
        relationships = E.relationships
        foreignKeys = ColumnMask(E.relationships.compactMap(\.link.column))
        version = E.version
        softDelete = SoftDelete(type)
        hooks = EntityHookTable(type)
        validator = EntityValidator(type)
        hasSystemVersion = E.version == .systemColumn
    }

    /// What deleting the referenced row does to rows with this foreign key.
    func deleteAction(ofColumn column: Int) -> ForeignKeyDefinition.Action? {
        let name = definition.columns[column].name
        return definition.foreignKeys.first { $0.columns == [name] }?.onDelete
    }

    private static let known = Mutex<[ObjectIdentifier: EntityMapping]>([:])

    /// Returns the mapping of a type.
    ///
    /// It is made outside the lock: making it runs the user's code.
    static func of<E: Entity>(_ type: E.Type) -> EntityMapping {
        let key = ObjectIdentifier(type)
        if let mapping = known.withLock({ $0[key] }) { return mapping }
        let mapping = EntityMapping(type)
        known.withLock { $0[key] = mapping }
        return mapping
    }
}
