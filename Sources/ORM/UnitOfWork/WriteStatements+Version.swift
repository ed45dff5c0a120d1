import PGCore

/// The parts of an UPDATE or DELETE that have to do with the version of the row.
///
/// The rows of a batch come back with their number in it, so that each takes its new version and a
/// row that was not found is known without comparing keys.
extension WriteStatements {
    /// The transaction that wrote a row.
    static let systemVersion = "xmin"

    /// What an update sets besides what was changed: the next version, and the time of the update.
    func versionAssignment(of table: String?) -> String {
        let times = mapping.updateTimes.columns.filter {
            !step.columns.contains($0) && $0 != mapping.version?.column
        }
        return times.reduce(nextVersion(of: table)) { text, column in
            text + ", \(mapping.columns[column]) = now()"
        }
    }

    private func nextVersion(of table: String?) -> String {
        let prefix = table.map { "\($0)." } ?? ""
        switch mapping.version {
        case .integer(let column):
            return ", \(mapping.columns[column]) = \(prefix)\(mapping.columns[column]) + 1"
        case .timestamp(let column):
            return ", \(mapping.columns[column]) = clock_timestamp()"
        case .xmin, nil:
            return ""
        }
    }

    /// The version as an expression.
    private func version(of table: String?) -> String {
        let prefix = table.map { "\($0)." } ?? ""
        let column = mapping.version?.column.map { mapping.columns[$0] }
        return prefix + (column ?? Self.systemVersion)
    }

    func appendVersionCheck(of row: Tracked, to sql: inout SQLStatement) {
        guard step.checksVersion else { return }
        sql.append(raw: " AND \(version(of: nil)) = ")
        sql.append(parameter: row.versionParameter)
    }

    /// The condition of a batch.
    var versionMatch: String {
        step.checksVersion ? " AND \(version(of: "t")) = v.o" : ""
    }

    /// Ends the list of arrays: with that of the versions, and the name of each.
    func appendVersionArray(
        of rows: ArraySlice<Tracked>, naming aliases: [String], to sql: inout SQLStatement
    ) {
        var aliases = aliases
        if step.checksVersion {
            let type = mapping.version?.column.map { mapping.definition.columns[$0].type }
            sql.append(raw: ", ")
            appendArray(
                rows.map(\.versionParameter), as: type?.arrayCast ?? "xid[]", to: &sql)
            aliases.append("o")
        }
        let names = (aliases + ["n"]).joined(separator: ", ")
        sql.append(raw: ") WITH ORDINALITY AS v(\(names))")
    }

    /// What comes back from one row, or from insertions.
    func appendReturning(to sql: inout SQLStatement) {
        var columns = step.returning.map { mapping.columns[$0] }
        if step.returnsSystemVersion { columns.append(Self.systemVersion) }
        if !columns.isEmpty {
            sql.append(raw: " RETURNING \(columns.joined(separator: ", "))")
        }
    }

    func appendNumberedReturning(to sql: inout SQLStatement) {
        var columns = ["v.n"] + step.returning.map { "t.\(mapping.columns[$0])" }
        if step.returnsSystemVersion { columns.append("t.\(Self.systemVersion)") }
        sql.append(raw: " RETURNING \(columns.joined(separator: ", "))")
    }

    func deleteVersions(_ rows: ArraySlice<Tracked>) -> SQLStatement {
        var sql = SQLStatement()
        sql.append(raw: "DELETE FROM \(mapping.table) AS t USING unnest(")
        appendKeyArrays(rows, to: &sql)
        appendVersionArray(of: rows, naming: keyAliases, to: &sql)
        sql.append(raw: " WHERE \(keyComparison)\(versionMatch)")
        appendNumberedReturning(to: &sql)
        return sql
    }
}
