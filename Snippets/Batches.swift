// Several statements in one round trip, and one statement for many rows.

import PGWire

let pool = try ConnectionPool(.environment)
let id = 7

// snippet.show
var batch = Batch()
let names = batch.add("SELECT name FROM users WHERE id = \(id)", as: String.self)
let posts = batch.add("SELECT id, title FROM posts WHERE author_id = \(id)") {
    (rows) throws(PGError) in try rows.decode(Int.self, String.self)
}
batch.add("UPDATE users SET seen = now() WHERE id = \(id)")

let results = try await pool.run(batch)
print(try results[names], try results[posts].count)

let points = [(1, 2), (3, 4)]
try await pool.executeMany(for: points) { point in
    "INSERT INTO points (x, y) VALUES (\(point.0), \(point.1))"
}
try await pool.executeMany(
    "INSERT INTO points (x, y) VALUES ($1, $2)", rows: points.lazy.map { ($0.0, $0.1) })
// snippet.hide
await pool.close()
