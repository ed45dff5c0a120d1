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
        change.returning = assignments == nil ? key : E.selectedExpressions(of: table)
        let mapping = EntityMapping.of(E.self)
        var sql: SQLStatement = "WITH changed AS (\(change.rendered)) "
        sql.append(raw: "SELECT (SELECT count(*) FROM changed), known.* FROM (VALUES (1)) AS one ")
        sql.append(raw: "LEFT JOIN changed AS known ON ")
        let names = mapping.primaryKey.map { "known.\(mapping.columns[$0])" }
        guard names.count > 1 else {
            sql.append(raw: "\(names[0]) = ANY(")
            appendKeys(to: &sql)
            sql.append(raw: ")")
            return sql
        }
        sql.append(raw: "(\(names.joined(separator: ", "))) IN (SELECT * FROM unnest(")
        appendKeys(to: &sql)
        sql.append(raw: "))")
        return sql
    }

    /// The known keys as one array a column.
    private func appendKeys(to sql: inout SQLStatement) {
        for (part, column) in E.primaryKeyIndexes.enumerated() {
            if part > 0 { sql.append(raw: ", ") }
            let values = known.map { E.keyParameter($0, part: part) }
            sql.append(parameter: ArrayParameter(values: values))
            if let cast = E.definition.columns[column].type.arrayCast {
                sql.append(raw: "::\(cast)")
            }
        }
    }

    private var key: [SQLNode] { E.primaryKeyNames.map { SQLNode(.column(table, $0)) } }

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
        keys.selection = key
        let columns = key.count == 1 ? key[0] : SQLNode(.enclosed("", key))
        return SQLNode(.fragment([columns, SQLNode(.text(" IN ")), SQLNode(.subquery(keys))]))
    }
}
