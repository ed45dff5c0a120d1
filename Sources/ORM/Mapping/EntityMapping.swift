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
    /// The positions of the primary key's columns.
    let primaryKey: [Int]
    let propertyNames: [String]
    let relationships: [Relationship]
    /// The positions of all columns.
    let allColumns: [Int]
    /// The to-one relationships with several columns, which are read together.
    let compositeReferences: [any RelationshipLink]
    /// The relationships through tables without an entity.
    let joins: [any RelationshipLink]
    /// The columns of to-one relationships.
    let foreignKeys: ColumnMask

    private init<E: Entity>(_ type: E.Type) {
        self.type = type
        name = String(describing: type)
        definition = E.definition
        table = definition.qualifiedName.quoted
        columns = definition.columns.map { SQLIdentifier.quote($0.name) }
        primaryKey = E.primaryKeyIndexes
        propertyNames = E.propertyNames
        allColumns = Array(definition.columns.indices)
        compositeReferences = E.relationships.map(\.link).filter { $0.columns.count > 1 }
        relationships = E.relationships
        joins = E.relationships.map(\.link).filter { $0.joinTable != nil }
        foreignKeys = ColumnMask(E.relationships.flatMap(\.link.columns))
    }

    /// What deleting the referenced row does to rows with this foreign key.
    func deleteAction(ofColumns columns: [Int]) -> ForeignKeyDefinition.Action? {
        let names = columns.map { definition.columns[$0].name }
        return definition.foreignKeys.first { $0.columns == names }?.onDelete
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
