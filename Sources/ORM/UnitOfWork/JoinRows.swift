import PGCore
import PGSchema
import QueryBuilder

/// The rows of a table without an entity that a step writes or deletes.
struct JoinRows {
    let name: String
    let table: JoinTable
    let definition: TableDefinition
    /// The instances on the other side, one for each of the step's rows; none where all rows of the
    /// one side go.
    var targets: [any Entity]

    /// Whether all rows of the one side are deleted, whatever they lead to.
    let takesAll: Bool

    /// The columns that the step writes.
    func columns(of step: WriteStep) -> [String] {
        step.operation == .insert ? table.sourceColumns + table.targetColumns : []
    }

    /// Statements for any number of rows, which are bound as one array a column.
    ///
    /// A row that is there already, or is gone already, is as it was wanted.
    func batches(of step: WriteStep, _ maximumBatch: Int) -> [WriteStatements.Batch] {
        stride(from: 0, to: step.rows.count, by: maximumBatch).map { start in
            let range = start..<min(start + maximumBatch, step.rows.count)
            let statement = step.operation == .insert ? insert(step, range) : delete(step, range)
            return WriteStatements.Batch(statement: statement, rows: step.rows[range])
        }
    }

    private func insert(_ step: WriteStep, _ range: Range<Int>) -> SQLStatement {
        let columns = table.sourceColumns + table.targetColumns
        var sql = SQLStatement()
        sql.append(
            raw:
                "INSERT INTO \(quotedTable) (\(columns.map(SQLIdentifier.quote).joined(separator: ", "))) "
        )
        sql.append(raw: "SELECT * FROM unnest(")
        appendArrays(step, range, to: &sql)
        sql.append(raw: ") ON CONFLICT DO NOTHING")
        return sql
    }

    private func delete(_ step: WriteStep, _ range: Range<Int>) -> SQLStatement {
        let columns = takesAll ? table.sourceColumns : table.sourceColumns + table.targetColumns
        let aliases = columns.indices.map { "c\($0 + 1)" }
        let matches = zip(columns, aliases).map { "t.\(SQLIdentifier.quote($0)) = v.\($1)" }
        var sql = SQLStatement()
        sql.append(raw: "DELETE FROM \(quotedTable) AS t USING unnest(")
        appendArrays(step, range, to: &sql)
        sql.append(raw: ") AS v(\(aliases.joined(separator: ", "))) ")
        sql.append(raw: "WHERE \(matches.joined(separator: " AND "))")
        return sql
    }

    private var quotedTable: String { definition.qualifiedName.quoted }

    private func appendArrays(_ step: WriteStep, _ range: Range<Int>, to sql: inout SQLStatement) {
        for part in table.sourceColumns.indices {
            let values = step.rows[range].map { $0.keyParameter(part: part) }
            append(values, part, to: &sql)
        }
        guard !takesAll else { return }
        for part in table.targetColumns.indices {
            let values = targets[range].map { $0.ownKeyParameter(part: part) }
            append(values, table.sourceColumns.count + part, to: &sql)
        }
    }

    private func append(
        _ values: [any ParameterEncodable], _ column: Int, to sql: inout SQLStatement
    ) {
        if column > 0 { sql.append(raw: ", ") }
        sql.append(parameter: ArrayParameter(values: values))
        if let cast = definition.columns[column].type.arrayCast { sql.append(raw: "::\(cast)") }
    }
}

extension Entity {
    /// One column of the instance's own key.
    fileprivate func ownKeyParameter(part: Int) -> any ParameterEncodable {
        persistentID.map { Self.keyParameter($0, part: part) } ?? SQLNull()
    }
}
