import QueryBuilder

extension UserChanges {
    /// Whether a row would change, for tier 2: a change to what is there already is none.
    func differ(from user: UserRow.Columns) -> QueryBuilder.Predicate {
        let differences = [
            email.map { user.email.isNot($0) }, name.map { user.name.isNot($0) },
            age.map { user.age.isNot($0) }, role.map { user.role.isNot($0) },
        ]
        return differences.compactMap { $0 }.reduce(user.version.isNull) { $0 || $1 }
    }
}

extension ExpectedVersions {
    /// Whether a row may be changed, for tier 2.
    func allow(_ version: some SQLExpression<Int>) -> QueryBuilder.Predicate {
        versions.map { version.in($0) } ?? version.isNotNull
    }
}
