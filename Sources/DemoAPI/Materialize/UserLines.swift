import PGCore
import QueryBuilder

/// The query that is materialised in four ways: it is built here, and run by nobody.
enum UserLines {
    static func query(limit: Int?) -> Select<UserRow.Columns, Int, String, String> {
        let users = UserRow.select { ($0.id, $0.name, $0.email) }.orderBy { $0.id }
        return if let limit { users.limit(limit) } else { users }
    }

    /// How many there are, with or without the limit.
    static let count = UserRow.select { _ in countRows() }

    /// A query nobody will wait for.
    static let slow = select(Expression<String>("pg_sleep(30)::text"))
}
