// Writing entities: upserts, many rows, locks, validation, hooks.

import StrataMacros

@Entity("users") final class User: Codable {
    @PrimaryKey(.identity) var id: Int
    @Unique var email: String
    var name: String
    var role: String
    var age: Int?
    var score: Int
}

@Entity("posts") final class Post: Codable {
    @PrimaryKey(.identity) var id: Int
    var title: String
    var tenantID: Int
}

@Entity("accounts") final class Account: Codable {
    @PrimaryKey(.identity) var id: Int
    var balance: Int
    var isOpen: Bool
}

@Entity("changes") final class Change: Codable {
    @PrimaryKey(.identity) var id: Int
    var userID: Int
    var properties: [String]
}

// snippet.version
@Entity("notes") final class Note: Codable {
    @PrimaryKey(.identity) var id: Int
    var title: String
    @Version var version: Int
}
// snippet.end

func upsert(_ session: Session, _ user: User) async throws {
    // snippet.insertOrFetch
    let member = User(email: "a@x.org", name: "A", role: "member", age: nil, score: 0)
    let result = try await session.insertOrFetch(member, on: \.email)
    print(result.outcome)  // .inserted or .existing
    print(result.entity.id)  // the row's instance either way
    // snippet.end

    // snippet.upsert
    let written = try await session.upsert(user, on: \.email) { [$0.name, $0.age] }
    print(written.outcome)  // .inserted or .updated
    // snippet.end
}

func bulk(_ session: Session) async throws {
    // snippet.bulk
    let count = try await session.updateAll(User.where { $0.age < 18 }) {
        $0.set(\.role, to: "minor").set(\.score) { $0.score + 1 }
    }
    try await session.deleteAll(User.where { $0.score < 0 })
    // snippet.end
    print(count)
}

func stream(_ session: Session) async throws {
    // snippet.stream
    for try await user in session.stream(User.all, chunk: 1_000) {
        user.name = user.name.uppercased()
    }
    try await session.commit()
    // snippet.end
}

func pages(_ session: Session) async throws {
    // snippet.pages
    let query = User.orderBy { ($0.name, $0.id) }
    let page = try await session.page(query, size: 20)
    if let next = page.next {
        let more = try await session.page(query, size: 20, at: .after(next))
        print(more.entities.count)
    }
    // snippet.end
}

func filters(_ tenant: Int) -> SessionConfiguration {
    // snippet.filters
    var configuration = SessionConfiguration()
    configuration.filters.add("tenant", on: Post.self, where: { $0.tenantID == tenant })
    // snippet.end
    return configuration
}

func notice(_ session: Session, _ note: Note) async throws {
    // snippet.stale
    do {
        try await session.commit()
    } catch {
        guard error.code == .staleData else { throw error }
        try await session.rollback()
        try await session.refresh(note)
        note.title += " (again)"
        try await session.commit()
    }
    // snippet.end
}

func lock(_ session: Session, _ account: Account) async throws {
    // snippet.locks
    let accounts = try await session.fetch(
        Account.where { $0.isOpen == true }.orderBy { $0.id }.limit(10).forUpdate(.skipLocked))

    try await session.lock(account, .update)  // waits, locks, reads again: one statement
    guard try await session.tryLock(account) else { return }
    // snippet.end
    print(accounts.count)
}

func retry(_ database: Database, _ id: Int, _ amount: Int) async throws {
    // snippet.retry
    try await database.withSession(isolation: .serializable, retry: .serializationFailures(max: 5))
    {
        session in
        let account = try await session.require(Account.self, id)
        account.balance -= amount
        try await session.commit()
    }
    // snippet.end
}

let roles = ["member", "admin"]

// snippet.validation
extension User: Validated {
    static var validations: [Validation<User>] {
        [
            .notEmpty(\.name), .length(\.name, ...80), .range(\.age, 0...150),
            .matches(\.email, "an address", #/.+@.+/#),
            .must(\.role, "is unknown") { roles.contains($0) },
        ]
    }

    func validate(into failures: inout ValidationFailures) {
        if role == "admin", age == nil { failures.add("age", "has to be known of an admin") }
    }
}
// snippet.end

// snippet.hooks
extension User: EntityHooks {
    func beforeInsert(_ context: HookContext) { email = email.lowercased() }
    func beforeUpdate(_ context: HookContext) {
        context.add(Change(userID: id, properties: context.changedProperties(of: self)))
    }
}
// snippet.end

func hooks(_ log: @escaping @Sendable (String) -> Void) -> SessionConfiguration {
    var configuration = SessionConfiguration()
    // snippet.sessionHooks
    configuration.hooks.beforeFlush { context in
        for user in context.deleted(User.self) {
            context.add(Change(userID: user.id, properties: []))
        }
    }
    configuration.hooks.afterCommit { log("committed") }
    // snippet.end
    return configuration
}
