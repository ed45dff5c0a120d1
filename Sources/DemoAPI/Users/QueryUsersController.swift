import PGCore
import PGWire
import QueryBuilder

/// `/query/users`, tier 2: the compiler checks names and types, and the SQL is still visible in the
/// order of the calls.
struct QueryUsersController: UsersController {
    static let tier = Tier.query

    let pool: ConnectionPool

    func list(_ page: PageRequest) async throws -> Page<UserRow> {
        let users =
            try await UserRow
            .where(ifLet: page.after) { user, after in
                user.createdAt >= after.createdAt
                    && (user.createdAt > after.createdAt || user.id > after.id)
            }
            .orderBy { ($0.createdAt, $0.id) }
            .limit(page.limit + 1)
            .fetch(on: pool)
        return Page(users, page)
    }

    func get(_ id: Int) async throws -> UserRow? {
        try await UserRow.where { $0.id == id }.fetchOne(on: pool)
    }

    func create(_ new: NewUser) async throws -> UserRow {
        // Without ON CONFLICT an INSERT that succeeds returns its row.
        try await UserRow.insert(new).returning().fetch(on: pool)[0]
    }

    func update(_ id: Int, _ changes: UserChanges) async throws -> UserRow? {
        try await UserRow.update
            .set(\.email, ifLet: changes.email)
            .set(\.name, ifLet: changes.name)
            .set(\.age, ifLet: changes.age)
            .set(\.role, ifLet: changes.role)
            .where { $0.id == id }
            .returning()
            .fetchOne(on: pool)
    }

    func delete(_ id: Int) async throws -> Bool {
        try await UserRow.delete.where { $0.id == id }.execute(on: pool) > 0
    }
}
