// One result in several shapes.

import PGCore
import PGWire

struct User: Decodable {
    var id: Int
    var name: String
    var createdAt: PGTimestampTZ
}

let pool = try ConnectionPool(.environment)
let id = 1

// snippet.show
let count = try await pool.queryValue("SELECT count(*) FROM users", as: Int.self)
let name = try await pool.queryOne("SELECT name FROM users WHERE id = \(id)", as: String.self)
let users = try await pool.query("SELECT * FROM users", into: User.self)

let rows = try await pool.query("SELECT id, name FROM users ORDER BY id")
for (id, name) in try rows.decode(Int.self, String.self) { print(id, name) }
let (ids, names) = try rows.columns(Int.self, String.self)
let nameOfID = try rows.dictionary(Int.self, String.self)
let body = try rows.jsonBytes()  // [{"id":1,"name":"Ann"},…]
// snippet.hide
print(count, name, users.count, ids, names, nameOfID, body.count)
await pool.close()
