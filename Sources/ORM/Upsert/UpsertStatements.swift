import PGCore
import QueryBuilder

/// The SQL of insertions that say whether the row was there.
///
/// All rows have the same columns. One row is written with plain placeholders, many as one array
/// per column. What comes back is the answer's kind, then all columns, then the system's version.
struct UpsertStatements {
    let mapping: EntityMapping
    /// The columns that are written.
    let columns: [Int]
    /// The columns that conflict.
    let target: [Int]
    let rows: [Tracked]

    private var casts: [String?] { columns.map { mapping.definition.columns[$0].type.arrayCast } }

    /// Whether many rows can be one statement: arrays of arrays cannot be taken apart again.
    static func canBatch(_ mapping: EntityMapping, _ columns: [Int]) -> Bool {
        columns.allSatisfy { mapping.definition.columns[$0].type.arrayCast != nil }
    }

    private func names(_ columns: [Int], of table: String? = nil) -> String {
        let prefix = table.map { "\($0)." } ?? ""
        return columns.map { prefix + mapping.columns[$0] }.joined(separator: ", ")
    }

    private func allColumns(of table: String? = nil) -> String {
        let all = names(mapping.fetchedColumns, of: table)
        guard mapping.hasSystemVersion else { return all }
        return all + ", " + (table.map { "\($0)." } ?? "") + WriteStatements.systemVersion
    }

    // MARK: Insert or fetch

    /// Inserts the rows that are not there, and returns those and the others: the number of the
    /// row, and whether it was inserted.
    ///
    /// A row that another transaction commits while the statement runs is in neither part: the
    /// statement does not see it, and the insertion gives way to it. Asking again finds it.
    func insertOrFetch() -> SQLStatement {
        rows.count == 1 ? insertOrFetchOne() : insertOrFetchMany()
    }

    private func insertOrFetchOne() -> SQLStatement {
        var sql = SQLStatement()
        sql.append(raw: "WITH new AS (INSERT INTO \(mapping.table) (\(names(columns))) VALUES (")
        appendValues(of: rows[0], to: &sql)
        sql.append(raw: ") ON CONFLICT (\(names(target))) DO NOTHING RETURNING \(allColumns())) ")
        sql.append(raw: "SELECT 1, true, \(allColumns(of: "new")) FROM new ")
        sql.append(raw: "UNION ALL SELECT 1, false, \(allColumns(of: "t")) ")
        sql.append(raw: "FROM \(mapping.table) AS t WHERE ")
        for (position, column) in target.enumerated() {
            if position > 0 { sql.append(raw: " AND ") }
            sql.append(raw: "t.\(mapping.columns[column]) = ")
            sql.append(parameter: rows[0].parameter(column))
        }
        return sql
    }

    private func insertOrFetchMany() -> SQLStatement {
        var sql = SQLStatement()
        let aliases = columns.indices.map { "c\($0 + 1)" }
        let list = aliases.joined(separator: ", ")
        sql.append(raw: "WITH v AS MATERIALIZED (SELECT * FROM unnest(")
        appendArrays(to: &sql)
        sql.append(raw: ") WITH ORDINALITY AS v(\(list), n)), ")
        sql.append(raw: "new AS (INSERT INTO \(mapping.table) (\(names(columns))) ")
        sql.append(raw: "SELECT \(list) FROM v ORDER BY n ")
        sql.append(raw: "ON CONFLICT (\(names(target))) DO NOTHING RETURNING \(allColumns())) ")
        sql.append(raw: "SELECT v.n, true, \(allColumns(of: "new")) FROM v JOIN new ")
        sql.append(raw: "ON \(match("new")) ")
        sql.append(raw: "UNION ALL SELECT v.n, false, \(allColumns(of: "t")) FROM v ")
        sql.append(raw: "JOIN \(mapping.table) AS t ON \(match("t")) ORDER BY 1")
        return sql
    }

    private func match(_ table: String) -> String {
        target.map { column in
            let position = columns.firstIndex(of: column) ?? 0
            return "\(table).\(mapping.columns[column]) = v.c\(position + 1)"
        }.joined(separator: " AND ")
    }

    // MARK: Upsert

    /// Inserts the rows, or updates those that are there, and returns them in their order, each with
    /// whether it was inserted.
    ///
    /// A row that was there has been locked by its update, which `xmax` shows; that of a new row is
    /// zero.
    func upsert(setting updated: [Int]) -> SQLStatement {
        var sql = SQLStatement()
        sql.append(raw: "INSERT INTO \(mapping.table) AS t (\(names(columns))) ")
        if rows.count == 1 {
            sql.append(raw: "VALUES (")
            appendValues(of: rows[0], to: &sql)
            sql.append(raw: ")")
        } else {
            let list = columns.indices.map { "c\($0 + 1)" }.joined(separator: ", ")
            sql.append(raw: "SELECT \(list) FROM unnest(")
            appendArrays(to: &sql)
            sql.append(raw: ") WITH ORDINALITY AS v(\(list), n) ORDER BY n")
        }
        let assignments = updated.map { "\(mapping.columns[$0]) = excluded.\(mapping.columns[$0])" }
        sql.append(raw: " ON CONFLICT (\(names(target))) DO UPDATE SET ")
        sql.append(raw: assignments.joined(separator: ", ") + nextVersion + times(besides: updated))
        sql.append(raw: " RETURNING (t.xmax = 0), \(allColumns(of: "t"))")
        return sql
    }

    private func times(besides updated: [Int]) -> String {
        mapping.updateTimes.columns.filter {
            !updated.contains($0) && $0 != mapping.version?.column
        }.map { ", \(mapping.columns[$0]) = now()" }.joined()
    }

    private var nextVersion: String {
        switch mapping.version {
        case .integer(let column):
            ", \(mapping.columns[column]) = t.\(mapping.columns[column]) + 1"
        case .timestamp(let column): ", \(mapping.columns[column]) = clock_timestamp()"
        case .xmin, nil: ""
        }
    }

    // MARK: Values

    private func appendValues(of row: Tracked, to sql: inout SQLStatement) {
        for (position, column) in columns.enumerated() {
            if position > 0 { sql.append(raw: ", ") }
            sql.append(parameter: row.parameter(column))
        }
    }

    private func appendArrays(to sql: inout SQLStatement) {
        for (position, column) in columns.enumerated() {
            if position > 0 { sql.append(raw: ", ") }
            sql.append(parameter: ArrayParameter(values: rows.map { $0.parameter(column) }))
            if let cast = casts[position] { sql.append(raw: "::\(cast)") }
        }
    }
}
