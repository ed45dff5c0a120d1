import PGCore
import PGWire
import QueryBuilder

/// `/query/users`, tier 2: the compiler checks names and types, and the SQL is still visible in the
/// order of the calls.
struct QueryUsersController: UsersController {
    static let tier = Tier.query

    let pool: ConnectionPool

    func list(_ query: UserQuery) async throws -> [UserRow] {
        try await UserRow
            .where(ifLet: query.filter.role) { $0.role == $1 }
            .where(ifLet: query.filter.name) { $0.name.hasPrefix($1) }
            .where(ifLet: query.filter.minimumAge) { $0.age >= $1 }
            .where(ifLet: query.filter.maximumAge) { $0.age <= $1 }
            .where(ifLet: query.after) {
                query.sort.isAfter($1, $0.createdAt, $0.name, $0.email, id: $0.id)
            }
            .orderBy { query.sort.terms($0.createdAt, $0.name, $0.email, id: $0.id) }
            .limit(query.limit + 1)
            .fetch(on: pool)
    }

    func get(_ id: Int) async throws -> UserRow? {
        try await UserRow.where { $0.id == id }.fetchOne(on: pool)
    }

    func create(_ new: NewUser) async throws -> UserRow {
        // Without ON CONFLICT an INSERT that succeeds returns its row.
        try await UserRow.insert(new).returning().fetch(on: pool)[0]
    }

    func create(
        _ new: NewUser, once request: KeyedRequest, answer: (UserRow) throws -> KeptAnswer
    ) async throws -> KeptAnswer {
        try await pool.withTransaction { transaction in
            try await request.answer(on: transaction) {
                try answer(try await UserRow.insert(new).returning().fetch(on: transaction)[0])
            }
        }
    }

    func update(
        _ id: Int, _ changes: UserChanges, _ expected: ExpectedVersions
    ) async throws -> UserRow? {
        try await UserRow.update
            .set(\.email, ifLet: changes.email)
            .set(\.name, ifLet: changes.name)
            .set(\.age, ifLet: changes.age)
            .set(\.role, ifLet: changes.role)
            .set(\.version) { $0.version + 1 }
            .where { $0.id == id && expected.allow($0.version) && changes.differ(from: $0) }
            .returning()
            .fetchOne(on: pool)
    }

    func delete(_ id: Int, _ expected: ExpectedVersions) async throws -> Bool {
        try await UserRow.delete
            .where { $0.id == id && expected.allow($0.version) }
            .execute(on: pool) > 0
    }
}
