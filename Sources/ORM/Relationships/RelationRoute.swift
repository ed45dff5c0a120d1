import PGCore
import QueryBuilder

/// How the tables of a relationship are connected: columns that are equal, with a table in between or
/// without one.
struct RelationRoute: Sendable {
    /// A table in between.
    struct Join: Sendable {
        let table: String
        let schema: String?
        /// The columns that are equal to the owner's.
        let owner: [String]
        /// The columns that are equal to the target's.
        let target: [String]
        /// What the filters say of the table's entity, if it has one.
        var condition: @Sendable (SessionFilters) -> SQLNode? = { _ in nil }
    }

    /// The owner's columns.
    let owner: [String]
    /// The target's columns.
    let target: [String]
    var join: Join?

    /// The way back.
    var reversed: RelationRoute { RelationRoute(owner: target, target: owner, join: join) }
}

extension RelationRoute.Join {
    init(_ table: JoinTable) {
        self.init(
            table: table.name, schema: table.schema, owner: table.sourceColumns,
            target: table.targetColumns)
    }

    var item: SourceItem { SourceItem(.plainTable, schema: schema, name: table) }

    var reference: TableReference { TableReference(table, schema: schema) }
}

extension RelationRoute {
    /// The table whose columns hold the owner's key, and these columns.
    func keyColumns(_ target: TableReference) -> [SQLNode] {
        guard let join else { return self.target.map { SQLNode(.column(target, $0)) } }
        return join.owner.map { SQLNode(.column(join.reference, $0)) }
    }

    /// Adds the table in between, if there is one, to a query of the target.
    func addJoin(
        to statement: inout SelectStatement, _ target: TableReference, _ filters: SessionFilters
    ) {
        guard let join else { return }
        let matches = SQLNode.equal(
            join.target.map { SQLNode(.column(join.reference, $0)) },
            self.target.map { SQLNode(.column(target, $0)) })
        statement = statement.joining(join.item, join.reference, .inner, .on(matches))
        statement.narrowJoin(of: join.reference, by: join.condition(filters))
    }
}

extension SQLNode {
    /// All of the left columns are equal to those on the right.
    static func equal(_ left: [SQLNode], _ right: [SQLNode]) -> SQLNode {
        var all: SQLNode?
        for (left, right) in zip(left, right) {
            all = SQLNode.all(all, SQLNode(.binary(left, .equal, right)))
        }
        return all ?? SQLNode(.text("TRUE"))
    }

    /// The columns are one of many keys, bound as one array a column.
    static func columns(_ columns: [SQLNode], areOneOf keys: KeyArrays) -> SQLNode {
        guard columns.count > 1 else {
            return SQLNode(.binary(columns[0], .equal, SQLNode(.enclosed("ANY", keys.bare))))
        }
        // In parentheses, because a fragment binds loosely.
        let rows = SQLNode(.fragment([SQLNode(.text("SELECT * FROM ")), keys.unnest]))
        return SQLNode(.binary(SQLNode(.enclosed("", columns)), .in, rows))
    }
}

/// The keys of many instances as arrays, one for each column of the key.
struct KeyArrays {
    /// The arrays as parameters.
    let bare: [SQLNode]
    private let casts: [String?]

    init<E: Entity>(_ keys: some Collection<E.ID>, of type: E.Type) {
        let positions = E.primaryKeyIndexes
        bare = positions.indices.map { part in
            let values = keys.map { E.keyParameter($0, part: part) }
            return SQLNode(.parameter(ArrayParameter(values: values)))
        }
        casts = positions.map { E.definition.columns[$0].type.arrayCast }
    }

    /// The keys as rows.
    var unnest: SQLNode {
        let arrays = zip(bare, casts).map { array, cast -> SQLNode in
            guard let cast else { return array }
            return SQLNode(.fragment([array, SQLNode(.text("::\(cast)"))]))
        }
        return SQLNode(.enclosed("unnest", arrays))
    }
}
