// Sessions: a unit of work, and what surrounds it.

import PGWire
import StrataMacros

@Entity("users") final class User: Codable {
    @PrimaryKey(.identity) var id: Int
    @Unique var email: String
    var name: String
    var age: Int?
}

@Entity("posts") final class Post: Codable {
    @PrimaryKey(.identity) var id: Int
    var title: String
    @BelongsTo var author: ToOne<User>
}

func overview(_ pool: ConnectionPool) async throws {
    // snippet.overview
    let database = Database(pool)
    let snapshot = try await database.withSession { session in
        let user = User(email: "a@x.org", name: "A")
        session.add(Post(title: "First", author: user))  // the author comes along
        try await session.commit()  // users first, then posts
        return user.snapshot  // a value; the instance stays here
    }
    // snippet.end
    print(snapshot)
}

func work(_ database: Database) async throws {
    // snippet.unit
    try await database.withSession { session in
        let user = User(email: "a@x.org", name: "A")
        session.add(user)
        try await session.commit()  // INSERT … RETURNING id
        user.name = "B"
        try await session.commit()  // UPDATE users SET name = $1 WHERE id = $2
    }
    // snippet.end

    // snippet.snapshot
    let snapshot = try await database.withSession { session in
        try await session.get(User.self, 1)?.snapshot
    }
    // snippet.end
    print(snapshot as Any)
}

func pages(_ session: Session) async throws {
    // snippet.pages
    var position = PagePosition.first
    while true {
        let page = try await session.page(User.orderBy { $0.id }, size: 1_000, at: position)
        for user in page.entities where user.age == nil {
            user.age = 0  // written, though nobody keeps it
        }
        guard let next = page.next else { break }
        position = .after(next)
    }
    try await session.commit()
    // snippet.end
}

func readAgain(_ session: Session, _ user: User, _ users: [User]) async throws {
    // snippet.refresh
    try await session.refresh(user)  // all columns; changes are given up
    try await session.refresh(user, \.name, \.age)  // these columns; other changes stay
    try await session.refresh(contentsOf: users)  // one statement for all of them
    try session.expire(user)  // no I/O: the next query that meets it reads it
    // snippet.end
}

func merge(_ session: Session, _ decoded: User) async throws {
    // snippet.merge
    let user = try await session.merge(decoded)  // the session's own instance
    try await session.commit()  // UPDATE of what differs
    // snippet.end
    print(user.name)
}

func savepoint(_ session: Session, _ user: User) async {
    // snippet.savepoint
    do {
        try await session.withSavepoint {
            session.add(Post(title: "maybe", author: user))
            user.name = "changed"
        }
    } catch {
        // The row is not there, and user.name is what it was before.
    }
    // snippet.end
}

// snippet.cluster
func names() async throws -> [String] {
    let database = Database(try Cluster(.url("postgresql://app@db1,db2,db3/shop")))
    return try await database.withSession(access: .readOnly) { session in
        try await session.fetch(User.all).map(\.name)
    }
}
// snippet.end

// snippet.actor
actor Counter {
    var count = 0

    func countUsers(_ database: Database) async throws {
        try await database.withSession { session in
            count += try await session.count(User.all)  // the actor's state is at hand
        }
    }
}
// snippet.end

func handOver(_ database: Database) {
    // snippet.handover
    let session = database.session()
    Task { try await session.commit() }
    // snippet.end
}

func loops(_ pool: ConnectionPool, _ database: Database) async throws {
    // snippet.loops
    try await pool.withExecutor {
        try await database.withSession { session in
            print(try await session.count(User.all))
        }
    }
    // snippet.end
}

func explain(_ session: Session) throws {
    // snippet.plan
    print(try session.plan().explanation)
    // 1. INSERT users (email, name, age) returning id, role: 1 row
    // 1. KEYS posts (id): 100 rows
    // 2. INSERT posts (id, title, author_id, editor_id): 100 rows, as arrays
    // 2. INSERT comments (body, post_id) returning id: 400 rows, as arrays
    // snippet.end
}

func databaseOfShortSessions(_ pool: ConnectionPool) -> Database {
    // snippet.whenNeeded
    var configuration = SessionConfiguration()
    configuration.begins = .whenNeeded
    let database = Database(pool, configuration: configuration)
    // snippet.end
    return database
}

func violation(_ session: Session, _ user: User) async throws {
    // snippet.violation
    do {
        try await session.commit()
    } catch {
        guard error.sqlState == .uniqueViolation else { throw error }
        print("\(error.properties(in: User.self).joined(separator: ", ")) is taken")
    }
    // snippet.end
}
