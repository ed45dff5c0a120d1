import ORM
import PGCore
import PGWire
import QueryBuilder

/// `/orm/users`, tier 3: objects are changed, and the session works out what to send.
///
/// What a request writes is a transaction. One that loses a race is done again.
struct ORMUsersController: UsersController {
    static let tier = Tier.orm

    let database: Database

    func list(_ query: UserQuery) async throws -> [User.Snapshot] {
        try await database.withSession { session in
            try await session.fetch(
                User
                    .where(ifLet: query.filter.role) { $0.role == $1 }
                    .where(ifLet: query.filter.name) { $0.name.hasPrefix($1) }
                    .where(ifLet: query.filter.minimumAge) { $0.age >= $1 }
                    .where(ifLet: query.filter.maximumAge) { $0.age <= $1 }
                    .where(ifLet: query.after) {
                        query.sort.isAfter($1, $0.createdAt, $0.name, $0.email, id: $0.id)
                    }
                    .orderBy { query.sort.terms($0.createdAt, $0.name, $0.email, id: $0.id) }
                    .limit(query.limit + 1)
            ).map(\.snapshot)
        }
    }

    func get(_ id: Int) async throws -> User.Snapshot? {
        try await database.withSession { session in
            try await session.get(User.self, id)?.snapshot
        }
    }

    func create(_ new: NewUser) async throws -> User.Snapshot {
        try await database.withSession { session in
            let user = User(new)
            session.add(user)
            try await session.commit()
            return user.snapshot
        }
    }

    func create(
        _ new: NewUser, once request: KeyedRequest, answer: (User.Snapshot) throws -> KeptAnswer
    ) async throws -> KeptAnswer {
        try await database.withSession { session in
            let answer = try await request.answer(on: session) {
                let user = User(new)
                session.add(user)
                try await session.flush()
                return try answer(user.snapshot)
            }
            try await session.commit()
            return answer
        }
    }

    func update(
        _ id: Int, _ changes: UserChanges, _ expected: ExpectedVersions
    ) async throws -> User.Snapshot? {
        try await database.withSession(retry: .serializationFailures(max: 5)) { session in
            guard let user = try await session.get(User.self, id), expected.allow(user.version)
            else { return nil }
            user.email = changes.email ?? user.email
            user.name = changes.name ?? user.name
            user.age = changes.age ?? user.age
            user.role = changes.role ?? user.role
            try await session.commit()
            return user.snapshot
        }
    }

    func delete(_ id: Int, _ expected: ExpectedVersions) async throws -> Bool {
        try await database.withSession(retry: .serializationFailures(max: 5)) { session in
            guard let user = try await session.get(User.self, id), expected.allow(user.version)
            else { return false }
            session.delete(user)
            try await session.commit()
            return true
        }
    }
}

extension User {
    /// A user as a client described it.
    convenience init(_ new: NewUser) {
        self.init(email: new.email, name: new.name, age: new.age, role: new.role)
    }
}
