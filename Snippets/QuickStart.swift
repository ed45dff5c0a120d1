import PGWire
import StrataMacros

@Table("users") struct UserRow: Codable, Sendable {
    @PrimaryKey(.identity) var id: Int
    @Unique var email: String
    var name: String
    var age: Int?
}

@Entity("users") final class User: Codable {
    @PrimaryKey(.identity) var id: Int
    @Unique var email: String
    var name: String
    var age: Int?
}

let pool = try ConnectionPool(.environment)  // DATABASE_URL, PGHOST, .pgpass, service files
try await Schema(User.self).createAll(on: pool)

// Tier 3: objects with identity, whose changes are collected and flushed.
try await Database(pool).withSession { session in
    let user = User(email: "ada@example.org", name: "Ada")
    session.add(user)
    try await session.commit()  // INSERT … RETURNING id
    user.age = 36
    try await session.commit()  // UPDATE users SET age = $1 WHERE id = $2
}

// Tier 2: SQL the compiler checks.
let adults = UserRow.where { $0.age >= 18 && $0.email.like("%@example.org") }
    .select { ($0.id, $0.name, $0.age) }
    .orderBy { $0.name.ascending }
    .limit(20)
for (id, name, age) in try await adults.fetch(on: pool) {
    print(id, name, age ?? 0)
}

// Tier 1: SQL you write. Every \(…) is a bound parameter, never text.
let rows = try await pool.query("DELETE FROM users WHERE name = \("Ada") RETURNING id, email")
for (id, email) in try rows.decode(Int.self, String.self) {
    print("removed", id, email)
}
await pool.close()
