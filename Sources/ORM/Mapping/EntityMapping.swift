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
    /// The relationships through tables without an entity.
    let joins: [any RelationshipLink]
    /// Whether the table is a view.
    let isReadOnly: Bool
    /// The positions of the columns that every query reads, in the order of a row.
    let fetchedColumns: [Int]
    /// The columns that are read together: composite references, and groups.
    let joinedColumns: [any JoinedColumns]
    /// The columns that the server sets when another column is updated.
    let updatedByServer: [Int]
    /// Those of them that hold the time of the update.
    let updateTimes: ColumnMask
    /// The to-one relationships whose foreign keys follow changes of the key they point to.
    let followingLinks: [any RelationshipLink]
    /// The to-one relationships whose foreign keys are unique and may be NULL.
    let uniqueLinks: [any RelationshipLink]
    /// The columns of to-one relationships.
    let foreignKeys: ColumnMask
    let version: RowVersion?
    let softDelete: SoftDelete?
    let hooks: EntityHookTable?
    let validator: EntityValidator?
    /// Whether rows are read with the system's version behind their columns.
    @usableFromInline let hasSystemVersion: Bool

    /// The statement for one row by its key, without the key, once somebody has asked for one.
    private let oneRowText = AtomicLazyReference<StatementBox>()

    private init<E: Entity>(_ type: E.Type) {
        self.type = type
        name = String(describing: type)
        definition = E.definition
        table = definition.qualifiedName.quoted
        columns = definition.columns.map { SQLIdentifier.quote($0.name) }
        primaryKey = E.primaryKeyIndexes
        propertyNames = E.propertyNames
        fetchedColumns = definition.columns.indices.filter { !E.deferredColumns.contains($0) }
        joinedColumns =
            E.relationships.map(\.link).filter { $0.columns.count > 1 }.map(CompositeReference.init)
            + E.embeddedGroups.map(\.columns)
        var updated = E.generatedColumns
        updated.formUnion(E.updateTimeColumns)
        updatedByServer = updated.columns
        updateTimes = E.updateTimeColumns
        relationships = E.relationships
        joins = E.relationships.map(\.link).filter { $0.joinTable != nil }
        isReadOnly = E.isReadOnly
        followingLinks = Self.followingLinks(E.relationships, E.definition)
        uniqueLinks = Self.uniqueLinks(E.relationships, E.definition)
        foreignKeys = ColumnMask(E.relationships.flatMap(\.link.columns))
        version = E.rowVersion
        softDelete = SoftDelete(type)
        hooks = EntityHookTable(type)
        validator = EntityValidator(type)
        hasSystemVersion = E.rowVersion == .xmin
    }

    /// Whether a row can refer to itself.
    var refersToItself: Bool {
        relationships.contains { !$0.link.columns.isEmpty && $0.link.targetMapping === self }
    }

    /// The foreign key with these columns.
    func foreignKey(ofColumns columns: [Int]) -> ForeignKeyDefinition? {
        let names = columns.map { definition.columns[$0].name }
        return definition.foreignKeys.first { $0.columns == names }
    }

    /// What deleting the referenced row does to rows with this foreign key.
    func deleteAction(ofColumns columns: [Int]) -> ForeignKeyDefinition.Action? {
        foreignKey(ofColumns: columns)?.onDelete
    }

    /// The statement for one row by its key, without the key; the first one stays.
    var oneRow: SQLStatement? {
        get { oneRowText.load()?.statement }
        set {
            if let newValue { _ = oneRowText.storeIfNil(StatementBox(newValue)) }
        }
    }

    private static let known = Mutex<[ObjectIdentifier: EntityMapping]>([:])

    /// Returns the mapping of a type.
    ///
    /// It is made outside the lock: making it runs the user's code. Of two that are made at once the
    /// first stays, so that there is one.
    static func of<E: Entity>(_ type: E.Type) -> EntityMapping {
        let key = ObjectIdentifier(type)
        if let mapping = known.withLock({ $0[key] }) { return mapping }
        let mapping = EntityMapping(type)
        return known.withLock { known in
            if let first = known[key] { return first }
            known[key] = mapping
            return mapping
        }
    }
}

/// A statement as an object.
private final class StatementBox: Sendable {
    let statement: SQLStatement

    init(_ statement: SQLStatement) {
        self.statement = statement
    }
}
