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
// snippet.hide
await pool.close()
