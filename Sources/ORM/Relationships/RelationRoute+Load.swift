import PGCore
import QueryBuilder

/// The statements that load a relationship of many owners at once.
///
/// Each has the target's columns first, then those of joined relationships, and the owner's key last
/// where the target's own columns do not say it.
extension RelationRoute {
    /// Returns the statement that finds the targets of owners with these keys.
    ///
    /// A limit of the query counts for each owner: the query runs once for each, as a lateral
    /// subquery.
    func statement<Owner: Entity, Target: Entity>(
        for query: EntityQuery<Target>, of keys: ArraySlice<Owner.ID>, _ owner: Owner.Type
    ) -> SQLStatement {
        let arrays = KeyArrays(keys, of: owner)
        var query = query
        if query.statement.orderBy.isEmpty { query.sortByKey() }
        guard query.isLimited else { return together(query, arrays) }
        return apart(query, arrays, owner)
    }

    private func together<Target: Entity>(
        _ query: EntityQuery<Target>, _ keys: KeyArrays
    ) -> SQLStatement {
        let table = Target.tableReference
        var query = query
        let columns = keyColumns(table)
        query.change { statement in
            addJoin(to: &statement, table)
            statement.filter(.columns(columns, areOneOf: keys))
        }
        var statement = query.complete
        if join != nil { statement.selection += columns }
        return statement.rendered
    }

    private func apart<Owner: Entity, Target: Entity>(
        _ query: EntityQuery<Target>, _ keys: KeyArrays, _ owner: Owner.Type
    ) -> SQLStatement {
        let table = Target.tableReference
        let owners = TableReference("owner")
        let names = owner.primaryKeyNames
        let ownerKey = names.map { SQLNode(.column(owners, $0)) }
        var inner = query.statement
        addJoin(to: &inner, table)
        inner.filter(.equal(keyColumns(table), ownerKey))

        let outerTable = TableReference(table.name)
        let ownerItem = SourceItem(
            .functions(FunctionCalls(keys.unnest)), name: owners.name, columns: names)
        var outer = SelectStatement(from: ownerItem, owners)
        outer = outer.joining(
            SourceItem(.subquery(inner), name: table.name), outerTable, .cross, .none,
            isLateral: true)
        outer.selection = query.statement.selection
        // A term of another table is known inside only; the rows come in its order all the same.
        if query.statement.sources.count == 1 { outer.orderBy = query.statement.orderBy }
        query.addJoins(to: &outer)
        if join != nil { outer.selection += ownerKey }
        return outer.rendered
    }
}

extension Entity {
    /// The table as it is named in a query of its own.
    static var tableReference: TableReference { TableReference(tableName, schema: tableSchema) }
}
