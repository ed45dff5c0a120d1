import ORM
import PGCore
import PGWire
import QueryBuilder

/// `/orm/users`, tier 3: objects are changed, and the session works out what to send.
///
/// Every request is a transaction.
struct ORMUsersController: UsersController {
    static let tier = Tier.orm

    let database: Database

    func list(_ page: PageRequest) async throws -> Page<User.Snapshot> {
        try await database.withSession { session in
            let users = try await session.fetch(
                User
                    .where(ifLet: page.after) { user, after in
                        user.createdAt >= after.createdAt
                            && (user.createdAt > after.createdAt || user.id > after.id)
                    }
                    .orderBy { ($0.createdAt, $0.id) }
                    .limit(page.limit + 1))
            return Page(users.map(\.snapshot), page)
        }
    }

    func get(_ id: Int) async throws -> User.Snapshot? {
        try await database.withSession { session in
            try await session.get(User.self, id)?.snapshot
        }
    }

    func create(_ new: NewUser) async throws -> User.Snapshot {
        try await database.withSession { session in
            let user = User(email: new.email, name: new.name, age: new.age, role: new.role)
            session.add(user)
            try await session.commit()
            return user.snapshot
        }
    }

    func update(_ id: Int, _ changes: UserChanges) async throws -> User.Snapshot? {
        try await database.withSession { session in
            guard let user = try await session.get(User.self, id) else { return nil }
            user.email = changes.email ?? user.email
            user.name = changes.name ?? user.name
            user.age = changes.age ?? user.age
            user.role = changes.role ?? user.role
            try await session.commit()
            return user.snapshot
        }
    }

    func delete(_ id: Int) async throws -> Bool {
        try await database.withSession { session in
            guard let user = try await session.get(User.self, id) else { return false }
            session.delete(user)
            try await session.commit()
            return true
        }
    }
}
