import PGCore

/// The SQL that marks rows as deleted.
extension WriteStatements {
    func softDelete(_ rows: ArraySlice<Tracked>) -> SQLStatement {
        guard let mark = mapping.softDelete else { return SQLStatement() }
        let assignment = "\(mapping.columns[mark.column]) = \(mark.mark)"
        var sql = SQLStatement()
        guard rows.count > 1 else {
            let row = rows[rows.startIndex]
            sql.append(
                raw: "UPDATE \(mapping.table) SET \(assignment)\(versionAssignment(of: nil))")
            appendKey(of: row, to: &sql)
            appendVersionCheck(of: row, to: &sql)
            appendReturning(to: &sql)
            return sql
        }
        sql.append(
            raw: "UPDATE \(mapping.table) AS t SET \(assignment)\(versionAssignment(of: "t"))")
        sql.append(raw: " FROM unnest(")
        appendKeyArrays(rows, to: &sql)
        appendVersionArray(of: rows, naming: keyAliases, to: &sql)
        sql.append(raw: " WHERE \(keyComparison)\(versionMatch)")
        appendNumberedReturning(to: &sql)
        return sql
    }
}
