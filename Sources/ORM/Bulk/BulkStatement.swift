import PGCore
import QueryBuilder

/// An UPDATE or DELETE of all rows that a query would find.
///
/// Where the session knows instances of the entity, those among the changed rows come back: however
/// many rows change, no more are sent than the session knows.
struct BulkStatement<E: Entity> {
    let query: EntityQuery<E>
    /// The assignments of an update; `nil` deletes.
    let assignments: EntityAssignments<E>?
    /// The keys of the instances that the session knows.
    let known: [E.ID]

    private var table: TableReference { TableReference(E.tableName, schema: E.tableSchema) }

    var sql: SQLStatement {
        var change = ChangeStatement(action)
        guard !known.isEmpty else { return change.rendered }
        change.returning = assignments == nil ? [key] : E.selectedExpressions
        let mapping = EntityMapping.of(E.self)
        let keyColumn = mapping.columns[mapping.primaryKey]
        var sql: SQLStatement = "WITH changed AS (\(change.rendered)) "
        sql.append(raw: "SELECT (SELECT count(*) FROM changed), known.* FROM (VALUES (1)) AS one ")
        sql.append(raw: "LEFT JOIN changed AS known ON known.\(keyColumn) = ANY(")
        sql.append(parameter: ArrayParameter(values: known))
        if let cast = mapping.definition.columns[mapping.primaryKey].type.arrayCast {
            sql.append(raw: "::\(cast)")
        }
        sql.append(raw: ")")
        return sql
    }

    private var key: SQLNode { SQLNode(.column(table, E.primaryKeyName)) }

    private var action: ChangeStatement.Action {
        guard let assignments else {
            return .delete(DeleteClauses(table: table, predicate: predicate))
        }
        return .update(
            UpdateClauses(table: table, assignments: assignments.list, predicate: predicate))
    }

    /// The query's condition where that says it all, otherwise that the row is one it finds.
    private var predicate: SQLNode? {
        let statement = query.statement
        let isPlain =
            statement.sources.count == 1 && statement.limit == nil && statement.offset == nil
            && !statement.hasRareClauses
        if isPlain { return statement.predicate }
        var keys = statement
        keys.selection = [key]
        return SQLNode(
            .fragment([key, SQLNode(.text(" IN ")), SQLNode(.subquery(keys))]))
    }
}
