// Many rows at once, in both directions.

import PGWire

let pool = try ConnectionPool(.environment)

// snippet.rows
let count = try await pool.copy(into: "events", columns: "id", "body") { writer in
    for id in 1...100_000 { try await writer.write(id, "event \(id)") }
}
// snippet.data
try await pool.copy(into: "events", options: .csv(), fromFile: "events.csv")
try await pool.copy("COPY events TO STDOUT WITH (FORMAT csv)", toFile: "copy.csv")
// snippet.out
var longest = 0
for try await rows in pool.copyRows(from: "events", columns: "id", "body") {
    for (_, body) in try rows.decode(Int.self, String?.self) {
        longest = max(longest, body?.count ?? 0)
    }
}
// snippet.end
print(count, longest)
await pool.close()
