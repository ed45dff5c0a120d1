import PGCore

extension UserSort {
    /// The column to sort by, and the direction, as SQL: texts of the program, none of a client's.
    var sql: (key: SQLStatement, direction: SQLStatement) {
        let key: SQLStatement =
            switch key {
            case .createdAt: "created_at"
            case .name: "name"
            case .email: "email"
            }
        return (key, isDescending ? "DESC" : "ASC")
    }
}

extension UserQuery {
    /// What rows have to be like, as SQL.
    var condition: SQLStatement {
        var condition: SQLStatement = "true"
        if let role = filter.role { condition.append(" AND role = \(role)") }
        if let name = filter.name { condition.append(" AND starts_with(name, \(name))") }
        if let age = filter.minimumAge { condition.append(" AND age >= \(age)") }
        if let age = filter.maximumAge { condition.append(" AND age <= \(age)") }
        if let after {
            let comparison: SQLStatement = sort.isDescending ? "<" : ">"
            condition.append(" AND (\(sort.sql.key), id) \(comparison) (\(after.sql), \(after.id))")
        }
        return condition
    }
}

extension Cursor {
    fileprivate var sql: SQLStatement {
        switch value {
        case .time(let time): "\(time)"
        case .text(let text): "\(text)"
        }
    }
}

extension ExpectedVersions {
    /// Which rows may be changed, as SQL.
    var condition: SQLStatement {
        versions.map { "version = ANY (\($0))" } ?? "true"
    }
}
