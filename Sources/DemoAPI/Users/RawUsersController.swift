import PGCore
import PGWire

/// `/raw/users`, tier 1: the SQL is written here, and rows are read into values by their position.
///
/// `decode(into:)` would read them into any Codable type by name, which takes longer.
struct RawUsersController: UsersController {
    static let tier = Tier.raw

    let pool: ConnectionPool

    func list(_ query: UserQuery) async throws -> [UserRow] {
        let (key, direction) = query.sort.sql
        return try await pool.query(
            """
            SELECT \(columns) FROM users WHERE \(query.condition)
            ORDER BY \(key) \(direction), id \(direction) LIMIT \(query.limit + 1)
            """
        ).decode(UserRow.self)
    }

    func get(_ id: Int) async throws -> UserRow? {
        let rows = try await pool.query("SELECT \(columns) FROM users WHERE id = \(id)")
        return try rows.decode(UserRow.self).first
    }

    func create(_ new: NewUser) async throws -> UserRow { try await create(new, on: pool) }

    func create(
        _ new: NewUser, once request: KeyedRequest, answer: (UserRow) throws -> KeptAnswer
    ) async throws -> KeptAnswer {
        try await pool.withTransaction { transaction in
            try await request.answer(on: transaction) {
                try answer(try await create(new, on: transaction))
            }
        }
    }

    private func create(
        _ new: NewUser, on executor: some StatementExecutor
    ) async throws -> UserRow {
        let rows = try await executor.execute(
            """
            INSERT INTO users (email, name, age, role)
            VALUES (\(new.email), \(new.name), \(new.age), coalesce(\(new.role), user_role 'member'))
            RETURNING \(columns)
            """)
        // Without ON CONFLICT an INSERT that succeeds returns its row.
        return try rows.decode(UserRow.self)[0]
    }

    func update(
        _ id: Int, _ changes: UserChanges, _ expected: ExpectedVersions
    ) async throws -> UserRow? {
        let new: SQLStatement = """
            coalesce(\(changes.email), email), coalesce(\(changes.name), name),
            CASE WHEN \(changes.age != nil) THEN \(changes.age ?? nil) ELSE age END,
            coalesce(\(changes.role), role)
            """
        let rows = try await pool.query(
            """
            UPDATE users SET (email, name, age, role) = ROW (\(new)), version = version + 1
            WHERE id = \(id) AND \(expected.condition)
                AND (email, name, age, role) IS DISTINCT FROM (\(new))
            RETURNING \(columns)
            """)
        return try rows.decode(UserRow.self).first
    }

    func delete(_ id: Int, _ expected: ExpectedVersions) async throws -> Bool {
        try await pool.query("DELETE FROM users WHERE id = \(id) AND \(expected.condition)")
            .affectedRows > 0
    }

    private var columns: SQLStatement { "id, email, name, age, role, created_at, version" }
}
