// Writes go to the primary, reads to the standbys.

import PGCore
import PGWire

let name = "Ada"

// snippet.show
let cluster = try Cluster(.url("postgresql://app@db1,db2,db3/shop"))

let users = try await cluster.read.query("SELECT id, name FROM users")

// A read that has to see a write gets the write's position in the log.
let (_, position) = try await cluster.write.tracked("INSERT INTO users (name) VALUES (\(name))")
let fresh = try await cluster.read(after: position).query("SELECT id, name FROM users")

try await cluster.write.withTransaction { transaction in
    try await transaction.query("UPDATE users SET name = 'Grace' WHERE name = \(name)")
}
// snippet.hide
print(users.count, fresh.count, cluster.members)
await cluster.close()
