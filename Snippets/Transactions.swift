// Money moves in a transaction that is run again when it loses a race.

import PGWire

let pool = try ConnectionPool(.environment)
let amount = 100

// snippet.show
let balance = try await pool.withTransaction(
    isolation: .serializable, retry: .serializationFailures(max: 5)
) { transaction in
    try await transaction.query("UPDATE accounts SET balance = balance - \(amount) WHERE id = \(1)")
    try await transaction.query("UPDATE accounts SET balance = balance + \(amount) WHERE id = \(2)")
    let rows = try await transaction.query("SELECT balance FROM accounts WHERE id = \(1)")
    return try rows.one(Int.self)
}
// snippet.hide
print(balance)
await pool.close()
