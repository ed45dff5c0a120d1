// A deadline covers the wait for a connection and the statement itself, in every tier.

import PGCore
import PGWire

let pool = try ConnectionPool(.environment)

// snippet.show
do {
    try await withDeadline(.seconds(2)) {
        try await pool.query("SELECT pg_sleep(60)")
    }
} catch let error as PGError where error.code == .deadlineExceeded {
    print("stopped on the server as well:", error.execution == .rolledBack)
}

// One call, one stream, or everything that runs on an executor.
let rows = try await pool.query("SELECT name FROM users", timeout: .seconds(2))
for try await chunk in pool.stream("SELECT * FROM events").limited(to: .seconds(60)) {
    print(chunk.count)
}
let count = try await pool.limited(to: .seconds(2)).queryValue(
    "SELECT count(*) FROM users", as: Int.self)
// snippet.hide
print(rows.count, count)
await pool.close()
