import PGCore
import PGWire

/// `/raw/users`, tier 1: the SQL is written here, and rows are read into any Codable type.
struct RawUsersController: UsersController {
    static let tier = Tier.raw

    let pool: ConnectionPool

    func list(_ page: PageRequest) async throws -> Page<UserRow> {
        var start: SQLStatement = ""
        if let after = page.after {
            start = "WHERE (created_at, id) > (\(after.createdAt), \(after.id))"
        }
        let rows = try await pool.query(
            """
            SELECT \(columns) FROM users \(start)
            ORDER BY created_at, id LIMIT \(page.limit + 1)
            """)
        return Page(try rows.decode(into: UserRow.self), page)
    }

    func get(_ id: Int) async throws -> UserRow? {
        let rows = try await pool.query("SELECT \(columns) FROM users WHERE id = \(id)")
        return try rows.first?.decode(into: UserRow.self)
    }

    func create(_ new: NewUser) async throws -> UserRow {
        let rows = try await pool.query(
            """
            INSERT INTO users (email, name, age, role)
            VALUES (\(new.email), \(new.name), \(new.age), coalesce(\(new.role), user_role 'member'))
            RETURNING \(columns)
            """)
        // Without ON CONFLICT an INSERT that succeeds returns its row.
        return try rows[0].decode(into: UserRow.self)
    }

    func update(_ id: Int, _ changes: UserChanges) async throws -> UserRow? {
        let rows = try await pool.query(
            """
            UPDATE users SET email = coalesce(\(changes.email), email),
                name = coalesce(\(changes.name), name),
                age = CASE WHEN \(changes.age != nil) THEN \(changes.age ?? nil) ELSE age END,
                role = coalesce(\(changes.role), role)
            WHERE id = \(id)
            RETURNING \(columns)
            """)
        return try rows.first?.decode(into: UserRow.self)
    }

    func delete(_ id: Int) async throws -> Bool {
        try await pool.query("DELETE FROM users WHERE id = \(id)").affectedRows > 0
    }

    private var columns: SQLStatement { "id, email, name, age, role, created_at" }
}
