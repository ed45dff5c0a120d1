// Statements are written to the terminal, slow ones with the server's plan.

import PGWire

// snippet.show
var configuration = PoolConfiguration()
configuration.connection.observers = [StatementEcho()]
configuration.connection.slowStatements = SlowStatements(
    threshold: .milliseconds(100), explains: true)
let pool = try ConnectionPool(.environment, configuration: configuration)
// snippet.hide
try await pool.query("SELECT count(*) FROM users")
await pool.close()
