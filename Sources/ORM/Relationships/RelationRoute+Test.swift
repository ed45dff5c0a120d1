import PGCore
import QueryBuilder

/// What another query asks about a relationship: whether there are targets, and how many.
extension RelationRoute {
    /// Returns a subquery over the targets of each row of another table.
    ///
    /// - Parameters:
    ///   - query: Which of the targets count, with the filters applied.
    ///   - outer: The other table, as its query names it.
    ///   - name: What the targets are called where their table's name is taken.
    func subquery<Target: Entity>(
        of query: EntityQuery<Target>, from outer: TableReference, named name: String
    ) -> SelectStatement {
        let own = Target.tableReference
        let owner = self.owner.map { SQLNode(.column(outer, $0)) }
        guard own.exposedName == outer.exposedName else {
            var statement = query.statement
            statement.orderBy = []
            addJoin(to: &statement, own, query.filters)
            statement.filter(.equal(keyColumns(own), owner))
            return statement
        }
        let (item, table) = renamed(query, name)
        var statement = SelectStatement(from: item, table)
        addJoin(to: &statement, table, query.filters)
        statement.filter(.equal(keyColumns(table), owner))
        return statement
    }

    /// Renames the targets; conditions use their table's own name, so that they stay inside.
    private func renamed<Target: Entity>(
        _ query: EntityQuery<Target>, _ name: String
    ) -> (SourceItem, TableReference) {
        guard query.isFiltered || query.isLimited else {
            let item = SourceItem(
                .plainTable, schema: Target.tableSchema, name: Target.tableName)
            return (item, TableReference(item.name, schema: item.schema, alias: name))
        }
        var rows = query.statement
        rows.orderBy = []
        return (SourceItem(.subquery(rows), name: name), TableReference(name))
    }

    /// The statement that counts the targets of many owners, without loading them.
    func counting<Owner: Entity, Target: Entity>(
        _ query: EntityQuery<Target>, of keys: ArraySlice<Owner.ID>, _ owner: Owner.Type
    ) -> SQLStatement {
        var statement = targets(query, of: keys, owner)
        statement.selection += countRows().selectedExpressions
        statement.groupBy = keyColumns(Target.tableReference)
        return statement.rendered
    }

    /// The statement that finds out which of many owners have targets.
    func finding<Owner: Entity, Target: Entity>(
        _ query: EntityQuery<Target>, of keys: ArraySlice<Owner.ID>, _ owner: Owner.Type
    ) -> SQLStatement {
        var statement = targets(query, of: keys, owner)
        statement.isDistinct = true
        return statement.rendered
    }

    /// The owners' keys, once for each target.
    private func targets<Owner: Entity, Target: Entity>(
        _ query: EntityQuery<Target>, of keys: ArraySlice<Owner.ID>, _ owner: Owner.Type
    ) -> SelectStatement {
        let table = Target.tableReference
        var statement = query.statement
        statement.orderBy = []
        addJoin(to: &statement, table, query.filters)
        statement.filter(.columns(keyColumns(table), areOneOf: KeyArrays(keys, of: owner)))
        statement.selection = keyColumns(table)
        return statement
    }

    /// The condition that a target belongs to one owner, whose columns have these values.
    func condition(
        on table: TableReference, values: [any ParameterEncodable], _ filters: SessionFilters
    ) -> SQLNode {
        let parameters = values.map { SQLNode(.parameter($0)) }
        let targets = self.target.map { SQLNode(.column(table, $0)) }
        guard let join else { return .equal(targets, parameters) }
        var connected = SelectStatement(from: join.item, join.reference)
        connected.selection = join.target.map { SQLNode(.column(join.reference, $0)) }
        connected.filter(
            .equal(join.owner.map { SQLNode(.column(join.reference, $0)) }, parameters))
        connected.filter(join.condition(filters))
        let left = targets.count == 1 ? targets[0] : SQLNode(.enclosed("", targets))
        return SQLNode(.binary(left, .in, SQLNode(.subquery(connected))))
    }
}
