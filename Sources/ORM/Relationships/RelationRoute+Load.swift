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
        let owners = SourceItem(
            .functions(FunctionCalls(arrays.unnest)), name: Target.ownerName,
            columns: owner.primaryKeyNames)
        return apart(query, owners, .cross, needsKey: join != nil).rendered
    }

    /// Returns the statement that finds the targets of the owners whose keys a subquery finds.
    ///
    /// An owner without targets has a row, too, of which only its key is not NULL: so it is known
    /// which owners the subquery found by then. The owner's key is always last.
    func statement<Owner: Entity, Target: Entity>(
        for query: EntityQuery<Target>, ofOwnersIn keys: SelectStatement, _ owner: Owner.Type
    ) -> SelectStatement {
        var query = query
        if query.statement.orderBy.isEmpty { query.sortByKey() }
        let owners = SourceItem(
            .subquery(keys), name: Target.ownerName, columns: owner.primaryKeyNames)
        return apart(query, owners, .left, needsKey: true)
    }

    private func together<Target: Entity>(
        _ query: EntityQuery<Target>, _ keys: KeyArrays
    ) -> SQLStatement {
        let table = Target.tableReference
        var query = query
        let (columns, filters) = (keyColumns(table), query.filters)
        query.change { statement in
            addJoin(to: &statement, table, filters)
            statement.filter(.columns(columns, areOneOf: keys))
        }
        var statement = query.complete
        if join != nil { statement.selection += columns }
        return statement.rendered
    }

    /// The query runs once for each owner, as a lateral subquery.
    private func apart<Target: Entity>(
        _ query: EntityQuery<Target>, _ owners: SourceItem, _ kind: SelectStatement.Source.Join,
        needsKey: Bool
    ) -> SelectStatement {
        let table = Target.tableReference
        let ownerTable = TableReference(owners.name)
        let ownerKey = owners.columns.map { SQLNode(.column(ownerTable, $0)) }
        var inner = query.statement
        addJoin(to: &inner, table, query.filters)
        inner.filter(.equal(keyColumns(table), ownerKey))
        // A term of another table is known inside only; the rows come in its order all the same.
        let sortsOutside = query.statement.sources.count == 1
        // What is not sorted can be joined as the server likes.
        if sortsOutside, !query.isLimited { inner.orderBy = [] }

        let outerTable = TableReference(table.name)
        var outer = SelectStatement(from: owners, ownerTable)
        outer = outer.joining(
            SourceItem(.subquery(inner), name: table.name), outerTable, kind,
            kind == .left ? .on(SQLNode(.text("TRUE"))) : .none, isLateral: true)
        outer.selection = query.statement.selection
        if sortsOutside { outer.orderBy = query.statement.orderBy }
        query.addJoins(to: &outer)
        if needsKey { outer.selection += ownerKey }
        return outer
    }
}

extension Entity {
    /// The table as it is named in a query of its own.
    static var tableReference: TableReference { TableReference(tableName, schema: tableSchema) }

    /// What the owners are called in a query of theirs and of this table.
    fileprivate static var ownerName: String { tableName == "owner" ? "owners" : "owner" }
}
