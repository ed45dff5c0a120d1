import ORM
import ORMTestSupport
import PGCore
import PGWire

// Uses of a session that must compile; the opposite is in Tests/CompileFail.

func returnsASnapshot(_ database: Database) async throws -> User.Snapshot {
    try await database.withSession { session in
        let user = User(email: "a@x.org", name: "A")
        session.add(user)
        try await session.commit()
        return user.snapshot
    }
}

func returnsATuple(_ database: Database) async throws -> (User.Snapshot, Int) {
    try await database.withSession { session in
        let users = try await session.fetch(User.where { $0.name == "A" })
        return (users[0].snapshot, users.count)
    }
}

actor Counter {
    var count = 0

    func countUsers(_ database: Database) async throws -> Int {
        try await database.withSession { session in
            count += 1
            count += try await session.get(User.self, 1)?.id ?? 0
            return count
        }
    }
}

@MainActor
final class Screen {
    var count = 0

    func load(_ database: Database) async throws {
        try await database.withSession { session in
            count += 1
            try await session.withSavepoint { session.add(User(email: "a@x.org", name: "A")) }
            try await session.commit()
            count += 1
        }
    }
}

func handsOver(_ database: Database) {
    let session = database.session()
    Task { try await session.commit() }
}

func makesATransientInstance(_ database: Database) async throws -> User {
    try await database.withSession { _ in User(email: "a@x.org", name: "A") }
}

func runsStatements(_ executor: some StatementExecutor) async throws {
    _ = try await executor.execute("SELECT 1")
}

func isAnExecutor(_ database: Database) async throws {
    try await database.withSession { session in
        try await runsStatements(session)
        try await session.load(\.posts, of: session.fetch(User.all))
    }
}
