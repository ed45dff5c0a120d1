// A large result, read in chunks: memory stays flat, and leaving the loop stops the server.

import PGWire

let pool = try ConnectionPool(.environment)

// snippet.show
var total = 0.0
for try await chunk in pool.stream("SELECT amount FROM payments", chunk: 1_000) {
    for amount in try chunk.decode(Double.self) { total += amount }
    if total > 1_000_000 { break }
}
// snippet.hide
print(total)
await pool.close()
